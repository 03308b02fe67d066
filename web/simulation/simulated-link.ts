import type { Seen } from "../core/seen.ts";
import { decodeHandshake } from "../core/handshake/handshake-messages.ts";
import { toAsciiJson } from "../core/wire/ascii-json.ts";
import { maxHandshakeBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import { LinkEvents } from "../links/link-events.ts";
import type { Link, LinkEnd, LinkEvent } from "../links/link.ts";
import type { Dice } from "./dice.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";
import { otherSide, type Side, type Weather } from "./weather.ts";

/** How the header of a piece of a blob begins, behind its length in four bytes. */
const pieceStart = toAsciiJson({ type: "blob" }).subarray(0, -1);
const headerAt = 4;

/** A link that breaks is not noticed at once: ICE takes its time. */
const noticedWithinMs = 60_000;

/** In the first part of that time a broken path mostly wavers. */
const waversAfterShare = 0.3;
const waversChance = 0.75;

/** Sees what goes over a link, for those who check it. */
export interface LinkWatch {
  /** Something other than the handshake is said before that is done. */
  saidEarly(): void;
  /** A message of one side's shell, once the handshake is done there. */
  said(link: SimulatedLink, from: Side, lane: Lane, bytes: Uint8Array): void;
  /** That side is about to hear something over the link. */
  delivers(link: SimulatedLink, to: Side): void;
}

interface LinkPages {
  readonly volunteer: SimulatedPage;
  readonly room: SimulatedPage;
}

/** One connection between two pages: reliable, and in order within each lane until it breaks. */
export class SimulatedLink {
  /** Counts up from 1. */
  readonly number: number;
  readonly ends: Readonly<Record<Side, SimulatedLinkEnd>>;
  readonly #timeline: Timeline;
  readonly #dice: Dice;
  readonly #weather: Weather;
  readonly #watch: LinkWatch;
  /** Whether any message has arrived twice. */
  hasDoubled = false;
  #isBroken = false;
  /** When the last message of each lane arrives: none overtakes another of its lane, and the lanes are channels of their own. */
  readonly #lastAt: Record<Side, Record<Lane, number>> = {
    volunteer: { control: 0, bulk: 0 },
    room: { control: 0, bulk: 0 },
  };

  constructor(number: number, timeline: Timeline, dice: Dice, weather: Weather, pages: LinkPages, watch: LinkWatch) {
    this.number = number;
    this.#timeline = timeline;
    this.#dice = dice;
    this.#weather = weather;
    this.#watch = watch;
    this.ends = {
      volunteer: new SimulatedLinkEnd(this, "volunteer", pages.volunteer, timeline),
      room: new SimulatedLinkEnd(this, "room", pages.room, timeline),
    };
    pages.volunteer.onDeath(() => this.break());
    pages.room.onDeath(() => this.break());
  }

  /** Whether neither side has heard of an end yet. */
  get isOpen(): boolean {
    return !this.ends.volunteer.isOver && !this.ends.room.isOver;
  }

  /** Nothing goes through any more; both sides are told within a minute. */
  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    if (this.ends.volunteer.hasEnded && this.ends.room.hasEnded) return;
    for (const side of ["volunteer", "room"] as const) {
      const noticedMs = this.#dice.whole(0, noticedWithinMs);
      if (this.#dice.chance(waversChance)) {
        this.#timeline.after(Math.floor(waversAfterShare * noticedMs), () => this.changePath(side, "wavering"));
      }
      this.#timeline.after(noticedMs, () => this.ends[side].end({ type: "lost", reason: { key: "no-path-any-more" } }));
    }
  }

  /** What that side sees of the path. */
  changePath(side: Side, path: "steady" | "wavering"): void {
    this.ends[side].hear({ type: "path-changed", path });
  }

  /** `isProven`: the handshake is done on the side that sends. */
  carry(from: Side, lane: Lane, bytes: Uint8Array, isProven: boolean): void {
    if (isProven) this.#watch.said(this, from, lane, bytes);
    else if (decodeHandshake(bytes).type === "problem") this.#watch.saidEarly();
    const weather = this.#weather;
    const to = this.ends[otherSide(from)];
    if (weather.truncated[from] > 0) {
      weather.truncated[from] -= 1;
      this.#arrive(from, lane, () => to.refuse("a frame was cut short"));
      return;
    }
    const arriving = from === "room" && lane === "bulk" ? this.#spoilt(bytes) : bytes;
    this.#arrive(from, lane, () => to.receive(lane, arriving));
    // No network doubles what goes over one connection; machines bear it, and handshake and join are said once.
    if (weather.duplicates[from] === 0 || !this.ends[from].hasIntroduced) return;
    weather.duplicates[from] -= 1;
    this.hasDoubled = true;
    this.#arrive(from, lane, () => to.receive(lane, bytes));
  }

  /** The message with another last byte, if it is a piece of a blob and the weather is bad for those. */
  #spoilt(bytes: Uint8Array): Uint8Array {
    if (this.#weather.spoilt === 0 || !pieceStart.every((byte, at) => bytes[headerAt + at] === byte)) return bytes;
    this.#weather.spoilt -= 1;
    const changed = bytes.slice();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    return changed;
  }

  /** Says what that side's shell has not said. */
  forge(from: Side, lane: Lane, bytes: Uint8Array): void {
    const to = this.ends[otherSide(from)];
    if (!this.ends[from].isOver) this.#arrive(from, lane, () => to.receive(lane, bytes));
  }

  /** Acts in the other side's page once that has heard all control messages that `from` has sent so far; never, if the link ends first. */
  afterControl(from: Side, act: () => void): void {
    const to = this.ends[otherSide(from)];
    this.#timeline.at(this.#lastAt[from].control, () => {
      if (this.#isBroken) return;
      to.page.hear(() => {
        if (!to.isOver) act();
      });
    });
  }

  noteDelivery(to: Side): void {
    this.#watch.delivers(this, to);
  }

  /** The other side learns of the end behind the control messages sent before. */
  carryEnd(from: Side): void {
    const to = this.ends[otherSide(from)];
    this.#arrive(from, "control", () => to.end({ type: "remote", reason: { key: "closed-by-other-side" } }));
  }

  #arrive(from: Side, lane: Lane, deliver: () => void): void {
    const { now } = this.#timeline;
    const weather = this.#weather;
    const delayMs = now < weather.delayedUntil ? this.#dice.whole(0, weather.delayMs) : 0;
    const sentAt = Math.max(now, weather.blockedUntil[from]);
    const lastAt = this.#lastAt[from];
    const at = Math.max(sentAt + this.#dice.whole(1, 80) + delayMs, lastAt[lane]);
    lastAt[lane] = at;
    this.#timeline.at(at, () => {
      if (!this.#isBroken) deliver();
    });
  }
}

/** One side of a link, as its page has it. */
export class SimulatedLinkEnd implements Link {
  readonly kind = "peer";
  readonly origin = null;
  readonly fingerprints: Link["fingerprints"];
  readonly backlogBytes = 0;
  readonly link: SimulatedLink;
  readonly side: Side;
  readonly page: SimulatedPage;
  /** Its first message after the handshake is sent. */
  hasIntroduced = false;
  /** It has heard an answer to that, on the control lane. */
  isWelcomed = false;
  /** When this side has closed it; null while it has not. */
  closedAt: number | null = null;
  /** It has said that it goes. */
  hasSaidGoodbye = false;
  readonly #timeline: Timeline;
  readonly #events = new LinkEvents();
  #limitBytes = maxHandshakeBytes;

  constructor(link: SimulatedLink, side: Side, page: SimulatedPage, timeline: Timeline) {
    this.link = link;
    this.side = side;
    this.page = page;
    this.#timeline = timeline;
    this.fingerprints = { local: fingerprintOf(link, side), remote: fingerprintOf(link, otherSide(side)) };
  }

  /** The link has ended on this side: closed here, or heard to be no more. */
  get hasEnded(): boolean {
    return this.#events.isOver;
  }

  /** Nothing more is said or heard on this side. */
  get isOver(): boolean {
    return this.hasEnded || this.page.isDead;
  }

  get #isProven(): boolean {
    return this.#limitBytes > maxHandshakeBytes;
  }

  send(lane: Lane, message: Uint8Array): void {
    if (this.isOver) return;
    const isProven = this.#isProven;
    this.link.carry(this.side, lane, message, isProven);
    this.hasIntroduced = isProven;
  }

  limitMessages(bytes: number): void {
    this.#limitBytes = bytes;
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  close(reason: Seen): void {
    if (this.isOver) return;
    this.closedAt = this.#timeline.now;
    this.link.carryEnd(this.side);
    this.#events.emitEnd({ type: "closed", reason });
    this.#timeline.notePromise();
  }

  receive(lane: Lane, bytes: Uint8Array): void {
    if (bytes.length > this.#limitBytes) this.refuse(`a message of ${bytes.length} bytes`);
    else this.hear({ type: "message", lane, bytes });
  }

  hear(event: Exclude<LinkEvent, { readonly type: "ended" }>): void {
    this.page.hear(() => {
      // What comes on the other lane may have overtaken the welcome.
      if (event.type === "message" && event.lane === "control") this.isWelcomed = this.hasIntroduced;
      this.link.noteDelivery(this.side);
      this.#events.emitEvent(event);
    });
  }

  end(end: LinkEnd): void {
    this.page.hear(() => {
      this.#events.emitEnd(end);
      this.#timeline.notePromise();
    });
  }

  refuse(problem: string): void {
    this.hear({ type: "malformed", problem });
  }
}

function fingerprintOf({ number }: SimulatedLink, side: Side): string {
  return `simulated ${side} ${number}`;
}
