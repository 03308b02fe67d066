import type { Seen } from "../core/seen.ts";
import { roomIdentity, type RoomIdentity } from "../core/handshake/identity.ts";
import { parseInvitation } from "../core/handshake/room-keys.ts";
import type { RoomCode } from "../core/ids.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";
import type { Dialer, FoundRoom, Refused } from "../environment/dialer.ts";
import type { HostEvent, LinkHost } from "../links/link.ts";
import type { RoomRegister, SignalingTrouble } from "../links/room-register.ts";
import type { Dice } from "./dice.ts";
import { SimulatedLink, type LinkWatch } from "./simulated-link.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";
import type { Weather } from "./weather.ts";

/** How long a dial lasts before it is given up, where the offer goes out and no link opens. */
const noPathMs = 15_000;

/** What the signaling server takes for an answer. */
const answerMs = { least: 20, most: 400 };

const signalingAway = { type: "signaling-away", seen: { key: "server-silent" } } as const satisfies SignalingTrouble;

function refused(problem: JoinProblem, seen: Seen): Refused {
  return { type: "refused", problem, seen };
}

const awayRefusal = refused("signaling-away", signalingAway.seen);

/** A room's place at the signaling server. */
class SimulatedHost implements LinkHost {
  readonly page: SimulatedPage;
  isOver = false;
  #listener: (event: HostEvent) => void = () => {};

  constructor(page: SimulatedPage) {
    this.page = page;
  }

  listen(listener: (event: HostEvent) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.isOver = true;
  }

  hear(event: HostEvent): void {
    this.page.hear(() => {
      if (!this.isOver) this.#listener(event);
    });
  }
}

/** A volunteer's page that looks for a room. */
export interface Caller {
  readonly page: SimulatedPage;
  readonly weather: Weather;
  /** The room's code as people know it; null while there is none. */
  readonly findCode: () => RoomCode | null;
  readonly opened: (link: SimulatedLink) => void;
}

interface HeldCode {
  readonly peer: string;
  readonly identity: RoomIdentity;
}

/** The signaling server and the network around it: where volunteers find rooms. */
export class SimulatedNetwork {
  /** All that were ever opened, in their order. */
  readonly links: SimulatedLink[] = [];
  readonly #timeline: Timeline;
  readonly #dice: Dice;
  readonly #watch: LinkWatch;
  readonly #hosts = new Map<string, SimulatedHost>();
  readonly #codes = new Map<RoomCode, HeldCode>();
  #downUntil = 0;

  constructor(timeline: Timeline, dice: Dice, watch: LinkWatch) {
    this.#timeline = timeline;
    this.#dice = dice;
    this.#watch = watch;
  }

  get #isDown(): boolean {
    return this.#timeline.now < this.#downUntil;
  }

  get #answersInMs(): number {
    return this.#dice.whole(answerMs.least, answerMs.most);
  }

  isHeld(code: RoomCode): boolean {
    return this.#codes.has(code);
  }

  /** The server is away: who is registered loses its place until it is back. */
  goDown(ms: number): void {
    this.#downUntil = this.#timeline.now + ms;
    for (const host of this.#hosts.values()) host.hear({ type: "unreachable", reason: { key: "server-silent" } });
    this.#timeline.at(this.#downUntil, () => {
      if (this.#isDown) return;
      for (const host of this.#hosts.values()) host.hear({ type: "reachable" });
    });
  }

  comeBack(): void {
    if (!this.#isDown) return;
    this.#downUntil = 0;
    for (const host of this.#hosts.values()) host.hear({ type: "reachable" });
  }

  registerFor(page: SimulatedPage): RoomRegister {
    const answer = async <Value>(find: () => Value): Promise<Value | SignalingTrouble> =>
      page.answer<Value | SignalingTrouble>(this.#answersInMs, () => (this.#isDown ? signalingAway : find()));
    return {
      origin: "https://tabpool.example",
      claimCode: async (code, { peer, secret }) =>
        answer(() => {
          const held = this.#codes.get(code);
          if (held !== undefined && held.peer !== peer) return { type: "taken" };
          if (!this.#hosts.has(peer)) return { type: "not-registered" };
          const invitation = parseInvitation(secret ?? "");
          if (invitation !== null && held === undefined) {
            this.#codes.set(code, { peer, identity: roomIdentity(invitation, code) });
          }
          return { type: "claimed" };
        }),
      releaseCode: async (code, { peer }) =>
        answer(() => {
          if (this.#codes.get(code)?.peer !== peer) return { type: "not-held" };
          this.#codes.delete(code);
          return { type: "released" };
        }),
      findOrigins: async () => answer(() => ({ type: "origins", origins: [] })),
    };
  }

  /** The newest host with an identity takes the place of the one before, as a page that comes back does. */
  openHost(page: SimulatedPage, { coordinatorPeerId }: RoomIdentity): LinkHost {
    const host = new SimulatedHost(page);
    this.#hosts.set(coordinatorPeerId, host);
    page.onDeath(() => host.close());
    this.#timeline.after(this.#answersInMs, () => {
      if (this.#isDown) host.hear({ type: "unreachable", reason: { key: "server-silent" } });
      else host.hear({ type: "reachable" });
    });
    return host;
  }

  dialerFor({ page, weather, findCode, opened }: Caller): Dialer {
    return {
      findRoom: async () =>
        page.answer<FoundRoom>(this.#answersInMs, () => {
          const code = findCode();
          const held = code === null ? undefined : this.#codes.get(code);
          if (held !== undefined) return this.#whyMissing(held.peer) ?? { type: "found", identity: held.identity };
          return this.#isDown ? awayRefusal : refused("unknown-room", { key: "room-unknown" });
        }),
      dial: async (identity, signal) => {
        const reachedInMs = this.#dice.whole(100, 2_000);
        await page.answer(reachedInMs, () => null);
        const missing = this.#whyMissing(identity.coordinatorPeerId);
        if (missing !== null) return missing;
        const host = this.#hosts.get(identity.coordinatorPeerId);
        if (host === undefined || host.page.isFrozen || weather.isBlocked(this.#timeline.now)) {
          await page.answer(noPathMs - reachedInMs, () => null);
          return refused("no-path", { key: "link-not-accepted" });
        }
        if (signal.aborted) return refused("no-path", { key: "called-off" });
        const pages = { volunteer: page, room: host.page };
        const number = this.links.length + 1;
        const link = new SimulatedLink(number, this.#timeline, this.#dice, weather, pages, this.#watch);
        this.links.push(link);
        opened(link);
        host.hear({ type: "link-opened", link: link.ends.room });
        return { type: "opened", link: link.ends.volunteer };
      },
    };
  }

  #whyMissing(peer: string): Refused | null {
    if (this.#isDown) return awayRefusal;
    const host = this.#hosts.get(peer);
    const isThere = host !== undefined && !host.isOver && !host.page.isDead;
    return isThere ? null : refused("coordinator-away", { key: "room-without-coordinator" });
  }
}
