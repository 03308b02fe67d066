import { lanes, type DownMessage, type Lane, type UpMessage } from "../core/wire/messages.ts";
import type { Dice } from "./dice.ts";
import type { Timeline } from "./timeline.ts";

export type Side = "volunteer" | "coordinator";

/** What the network does to one tab's links; faults change it. */
export class Weather {
  /** Until when nothing gets through, by who sent it. */
  readonly blockedUntil: Record<Side, number> = { volunteer: 0, coordinator: 0 };
  readonly duplicates: Record<Side, number> = { volunteer: 0, coordinator: 0 };
  readonly truncated: Record<Side, number> = { volunteer: 0, coordinator: 0 };
  delayedUntil = 0;
  delayMs = 0;
}

/** How a link ended, as the side that is told sees it. */
export type Ending = "closed-there" | "lost" | "malformed";

export interface Ear<Message> {
  message(message: Message): void;
  ended(how: Ending): void;
  pathChanged(path: "steady" | "wavering"): void;
}

/** A link that breaks is not noticed at once: ICE takes its time. */
const noticedWithinMs = 60_000;

/** In the first part of that time a broken path only wavers. */
const waversAfterShare = 0.3;

/** One connection, reliable and in order within each lane until it breaks. Nothing goes through before `open`. */
export class SimulatedLink {
  readonly #timeline: Timeline;
  readonly #dice: Dice;
  readonly #weather: Weather;
  #volunteer: Ear<DownMessage> | null = null;
  #coordinator: Ear<UpMessage> | null = null;
  #isBroken = false;
  /** When the last message of each lane arrives: none overtakes another. */
  readonly #lastAt = new Map<string, number>();
  isOpen = false;
  /** Messages given to a link before the proof of the secret: a broken promise. */
  early = 0;

  constructor(timeline: Timeline, dice: Dice, weather: Weather) {
    this.#timeline = timeline;
    this.#dice = dice;
    this.#weather = weather;
  }

  /** The proofs have been exchanged. */
  open(volunteer: Ear<DownMessage>, coordinator: Ear<UpMessage>): void {
    this.#volunteer = volunteer;
    this.#coordinator = coordinator;
    this.isOpen = true;
  }

  sendUp(message: UpMessage): void {
    this.#send("volunteer", lanes[message.type], () => this.#coordinator?.message(message));
  }

  sendDown(message: DownMessage): void {
    this.#send("coordinator", lanes[message.type], () => this.#volunteer?.message(message));
  }

  /** This side hears no more; the other is told. */
  close(by: Side): void {
    this.#deafen(by);
    this.#arrive(by, "control", () => this.#tell(by === "volunteer" ? "coordinator" : "volunteer", "closed-there"));
  }

  /** Nothing goes through any more; both sides are told some time. */
  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    for (const side of ["volunteer", "coordinator"] as const) {
      const noticedMs = this.#dice.whole(0, noticedWithinMs);
      this.#timeline.after(Math.floor(waversAfterShare * noticedMs), () => this.changePath(side, "wavering"));
      this.#timeline.after(noticedMs, () => this.#tell(side, "lost"));
    }
  }

  /** What that side sees of the path. */
  changePath(side: Side, path: "steady" | "wavering"): void {
    const ear = side === "volunteer" ? this.#volunteer : this.#coordinator;
    ear?.pathChanged(path);
  }

  /** The tab or the process on that side is no more. */
  die(side: Side): void {
    this.#deafen(side);
    this.break();
  }

  #deafen(side: Side): void {
    if (side === "volunteer") this.#volunteer = null;
    else this.#coordinator = null;
  }

  #tell(side: Side, how: Ending): void {
    const ear = side === "volunteer" ? this.#volunteer : this.#coordinator;
    this.#deafen(side);
    ear?.ended(how);
  }

  #send(from: Side, lane: Lane, deliver: () => void): void {
    if (!this.isOpen) this.early += 1;
    const weather = this.#weather;
    if (weather.truncated[from] > 0) {
      weather.truncated[from] -= 1;
      const to = from === "volunteer" ? "coordinator" : "volunteer";
      this.#arrive(from, lane, () => {
        this.#tell(to, "malformed");
        this.close(to);
      });
      return;
    }
    this.#arrive(from, lane, deliver);
    if (weather.duplicates[from] === 0) return;
    weather.duplicates[from] -= 1;
    this.#arrive(from, lane, deliver);
  }

  #arrive(from: Side, lane: Lane, deliver: () => void): void {
    const { now } = this.#timeline;
    const weather = this.#weather;
    const delay = now < weather.delayedUntil ? this.#dice.whole(0, weather.delayMs) : 0;
    const sentAt = Math.max(now, weather.blockedUntil[from]);
    const key = `${from} ${lane}`;
    // Control goes ahead of bulk, and is never overtaken by it.
    const ahead = Math.max(this.#lastAt.get(key) ?? 0, this.#lastAt.get(`${from} control`) ?? 0);
    const at = Math.max(sentAt + this.#dice.whole(1, 80) + delay, ahead);
    this.#lastAt.set(key, at);
    this.#timeline.at(at, () => {
      if (!this.#isBroken) deliver();
    });
  }
}
