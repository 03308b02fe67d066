import type { CoordinatorIdentity } from "../web/core/handshake/identity.ts";
import { messageOf } from "../web/core/message-of.ts";
import type { RoomEnvironment } from "../web/environment/environment.ts";
import { loneHost, loneRegister } from "../web/environment/lone-address.ts";
import type { LinkHost } from "../web/links/link.ts";
import { lanOrigins, registerAt } from "../web/links/signaling-register.ts";
import { ConnectionRefusedError } from "../web/pool/errors.ts";
import type { PoolEnvironmentOptions } from "../web/pool/pool-environment.ts";
import { say } from "../web/words/say.ts";

/** Where tabs find a room of this process. */
export interface Address extends Pick<RoomEnvironment, "register"> {
  readonly openHost: (identity: CoordinatorIdentity) => LinkHost;
  readonly isOpenToTabs: boolean;
  readonly close: () => Promise<void>;
}

export interface AddressParts {
  /** The folder of the built pages; null serves signaling only. */
  readonly appRoot: string | null;
  /** Rejects where this process has no WebRTC. */
  readonly loadLinks: () => Promise<typeof import("./links/peer-links.ts")>;
}

const noAddress: Address = {
  register: loneRegister,
  openHost: () => loneHost,
  isOpenToTabs: false,
  close: async () => {},
};

/**
 * Without WebRTC tabs cannot join. Where nothing was said of a server, the room, and a warning of the process, say what to install.
 *
 * @throws ConnectionRefusedError where no server answers; Error where an own one cannot listen or has no pages to serve, and
 * without WebRTC where a server was asked for or nobody could compute.
 */
export async function openAddress(
  { server, processes }: PoolEnvironmentOptions,
  parts: AddressParts,
): Promise<Address> {
  if (server === null) return noAddress;
  const links = await loadedLinks(parts);
  if (typeof links === "string") {
    if (processes === 0 || server !== undefined) throw new Error(links);
    process.emitWarning(links, { code: "TABPOOL_NO_WEBRTC" });
    return { ...noAddress, openHost: () => unreachableHost(links) };
  }
  const { origin, close } =
    typeof server === "string" ? await findServer(server) : await startOwnServer(server ?? 0, parts.appRoot);
  return {
    register: registerAt(origin),
    openHost: (identity) => links.openPeerHost(origin, identity),
    isOpenToTabs: true,
    close,
  };
}

/** In words where they cannot be had. */
async function loadedLinks({ loadLinks }: AddressParts): Promise<typeof import("./links/peer-links.ts") | string> {
  try {
    return await loadLinks();
  } catch (error) {
    return `tabs cannot join this pool without node-datachannel: npm install node-datachannel (${messageOf(error)})`;
  }
}

function unreachableHost(message: string): LinkHost {
  return {
    listen: (listener) => listener({ type: "unreachable", reason: { key: "thrown", message } }),
    close: () => {},
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
