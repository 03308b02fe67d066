import type { CallOff, Clock } from "../../core/clock.ts";
import type { CoordinatorIdentity } from "../../core/handshake/identity.ts";
import type { RoomCode } from "../../core/ids.ts";
import type { HostEvent, Link } from "../../links/link.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { randomBytes } from "../../links/random.ts";
import type { ManagerEnvironment } from "../managers/manager-environment.ts";

interface RegisteredManager {
  readonly peer: string;
  readonly secret: string;
}

/** A Tabpool server and links within one process, for any number of pages and processes that a test plays. */
export class MemoryServer {
  readonly #codes = new Map<RoomCode, RegisteredManager>();
  readonly #hosts = new Map<string, (event: HostEvent) => void>();
  /** The clients' ends of all links, in the order in which they were opened. */
  readonly links: Link[] = [];
  /** Whether the platform takes nothing more of what managers send. */
  isClogged = false;

  readonly #lookAt = { isClogged: (): boolean => this.isClogged };

  /** `leaving`: whom a page tells that it goes. */
  environment(clock: Clock, leaving = new Set<() => void>()): ManagerEnvironment {
    return {
      clock,
      randomBytes,
      codesOrigin: "http://server.test",
      openServer: async (place) => ({
        ownAddress: place?.type === "listen" ? `${place.host}:${place.port}` : null,
        close: async () => {},
        register: {
          origin: "http://server.test",
          claimCode: async (code, { peer, secret }) => {
            const known = this.#codes.get(code);
            if (known !== undefined && known.peer !== peer) return { type: "taken" };
            this.#codes.set(code, { peer, secret: secret ?? "" });
            return { type: "claimed" };
          },
          releaseCode: async (code) => {
            this.#codes.delete(code);
            return { type: "released" };
          },
          findOrigins: async () => ({ type: "origins", origins: [] }),
        },
        openHost: (identity) => this.#openHost(identity),
      }),
      findInvitation: async (_origin, code) => {
        const known = this.#codes.get(code);
        if (known === undefined) return { type: "missing", seen: { key: "room-unknown" } };
        return { type: "found", text: known.secret };
      },
      dial: async (_origin, { coordinatorPeerId }) => {
        const tell = this.#hosts.get(coordinatorPeerId);
        if (tell === undefined)
          return { type: "failed", failure: "nobody-there", seen: { key: "room-without-coordinator" } };
        const [host, client] = createMemoryLinkPair();
        this.links.push(client);
        const { isClogged } = this.#lookAt;
        Object.defineProperty(host, "backlogBytes", { get: () => (isClogged() ? Infinity : 0) });
        tell({ type: "link-opened", link: host });
        return { type: "opened", link: client };
      },
      onLeaving(leave): CallOff {
        leaving.add(leave);
        return () => leaving.delete(leave);
      },
    };
  }

  #openHost({
    coordinatorPeerId,
  }: CoordinatorIdentity): ReturnType<Awaited<ReturnType<ManagerEnvironment["openServer"]>>["openHost"]> {
    return {
      listen: (listener) => {
        this.#hosts.set(coordinatorPeerId, listener);
        listener({ type: "reachable" });
      },
      close: () => {
        this.#hosts.delete(coordinatorPeerId);
      },
    };
  }
}
