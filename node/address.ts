import type { CoordinatorIdentity } from "../web/core/handshake/identity.ts";
import type { RoomEnvironment } from "../web/environment/environment.ts";
import { loneHost, loneRegister } from "../web/environment/lone-address.ts";
import type { LinkHost } from "../web/links/link.ts";
import { lanOrigins, registerAt } from "../web/links/signaling-register.ts";
import { ConnectionRefusedError } from "../web/pool/errors.ts";
import type { PoolEnvironmentOptions } from "../web/pool/pool-environment.ts";
import { say } from "../web/words/say.ts";
import { loadNodeLinks, type LoadPeerLinks } from "./links/load-node-links.ts";

/** Where tabs find a room of this process. */
export interface Address extends Pick<RoomEnvironment, "register"> {
  readonly openHost: (identity: CoordinatorIdentity) => LinkHost;
  readonly isOpenToTabs: boolean;
  readonly close: () => Promise<void>;
}

export interface AddressParts {
  /** The folder of the built pages; null serves signaling only. */
  readonly appRoot: string | null;
  readonly loadLinks: LoadPeerLinks;
}

const noAddress: Address = {
  register: loneRegister,
  openHost: () => loneHost,
  isOpenToTabs: false,
  close: async () => {},
};

/** @throws ConnectionRefusedError where no server answers; Error where an own one cannot listen or has no pages to serve. */
export async function openAddress({ server }: PoolEnvironmentOptions, parts: AddressParts): Promise<Address> {
  if (server === null) return noAddress;
  const links = await loadNodeLinks(parts.loadLinks);
  const { origin, close } =
    typeof server === "string" ? await findServer(server) : await startOwnServer(server ?? 0, parts.appRoot);
  return {
    register: registerAt(origin),
    openHost: (identity) => links.openHost(origin, identity),
    isOpenToTabs: true,
    close,
  };
}

interface UsedServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** One elsewhere, which stays when it is closed here. @throws ConnectionRefusedError */
export async function findServer(address: string): Promise<UsedServer> {
  const { origin } = new URL(address);
  const found = await lanOrigins(origin);
  if (found.type === "origins") return { origin, close: async () => {} };
  const why = found.type === "too-many-requests" ? { key: found.type, seconds: found.retryAfterSeconds } : found.seen;
  throw new ConnectionRefusedError(`no Tabpool server answers at ${origin}: ${say(why)}`);
}

/** One in this process, as the command starts it. Its code is loaded only now: a pool of threads alone has no use for it. */
async function startOwnServer(port: number, appRoot: string | null): Promise<UsedServer> {
  const { startServer } = await import("../signaling/server.ts");
  const server = await startServer({ port, appRoot });
  return { origin: server.origin, close: () => server.close() };
}
