import { findInvitation } from "../web/links/find-invitation.ts";
import { randomBytes } from "../web/links/random.ts";
import { steadyClock } from "../web/core/steady-clock.ts";
import type { ManagerEnvironment, ManagerServer } from "../web/pool/managers/manager-environment.ts";
import type { ServerPlace } from "../web/pool/managers/manager-address.ts";
import { registerAt } from "../web/links/signaling-register.ts";
import { findServer } from "./address.ts";
import { loadNodeLinks, loadPeerLinks, type LoadPeerLinks } from "./links/load-node-links.ts";
import { nodeClock } from "./node-clock.ts";

/** What managers and their clients in a process are made from. */
export async function openNodeManagers(loadLinks: LoadPeerLinks = loadPeerLinks): Promise<ManagerEnvironment> {
  const links = await loadNodeLinks(loadLinks);
  return {
    clock: steadyClock(nodeClock),
    randomBytes,
    codesOrigin: null,
    async openServer(place) {
      const { origin, ownAddress, close } = await serverAt(place);
      return {
        register: registerAt(origin),
        openHost: (identity) => links.openHost(origin, identity),
        ownAddress,
        close,
      };
    },
    findInvitation,
    dial: (origin, identity) => links.dial(origin, identity),
    onLeaving: () => () => {},
  };
}

interface UsedServer extends Pick<ManagerServer, "ownAddress" | "close"> {
  readonly origin: string;
}

async function serverAt(place: ServerPlace | null): Promise<UsedServer> {
  switch (place?.type) {
    case "code":
      throw new TypeError('address: in a process a code needs a server: give "host:port", or the origin of one');
    case "origin":
      return { ...(await findServer(place.origin)), ownAddress: null };
    case "listen":
      return startOwn(place.port, place.host);
    case undefined:
      return startOwn(0, undefined);
  }
}

/** Without pages: nobody but clients of the manager has a use for it. Its code is loaded only now. */
async function startOwn(port: number, host: string | undefined): Promise<UsedServer> {
  const { startServer } = await import("../signaling/server.ts");
  const server = await startServer({ port, host, appRoot: null });
  const { hostname } = new URL(server.origin);
  const name = host === undefined ? hostname : host.includes(":") ? `[${host}]` : host;
  return { origin: server.origin, ownAddress: `${name}:${server.port}`, close: () => server.close() };
}
