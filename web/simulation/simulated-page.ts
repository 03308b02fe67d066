import type { CallOff, Clock } from "../core/clock.ts";
import type { Timeline } from "./timeline.ts";

interface Timer {
  /** By the page's own clock. */
  readonly at: number;
  readonly ring: () => void;
}

/** 2026-01-01: any day would do. */
const firstDate = 1_767_225_600_000;

/** One load of a page: its clock, which may jump, and whether anything reaches it. What is dead does and hears nothing. */
export class SimulatedPage {
  /** Of the volunteer's tab that has it open; 0 for a room's page. */
  readonly tab: number;
  isDead = false;
  /** Its room or membership is closed: from then on nothing may ring. */
  isClosed = false;
  /** Timers that rang after that. */
  lateRings = 0;
  readonly clock: Clock;
  readonly #timeline: Timeline;
  readonly #timers = new Set<Timer>();
  readonly #held: (() => void)[] = [];
  readonly #deaths = new Set<() => void>();
  #aheadMs = 0;
  #jumpedAt = -1;
  #frozenUntil = 0;

  constructor(timeline: Timeline, tab: number) {
    this.#timeline = timeline;
    this.tab = tab;
    this.clock = {
      now: () => this.now,
      date: () => firstDate + this.now,
      after: (ms, ring) => this.#startTimer(ms, ring),
    };
  }

  /** Milliseconds, by the page's own clock. */
  get now(): number {
    return this.#timeline.now + this.#aheadMs;
  }

  /** Timers that are still to ring. */
  get timers(): number {
    return this.#timers.size;
  }

  /** The end of its newest freeze; 0 where there was none. */
  get thawsAt(): number {
    return this.#frozenUntil;
  }

  /** What has come, or fallen due, while it was frozen or by a jump of its clock reaches it at this moment, one after the other. */
  get isCatchingUp(): boolean {
    return this.#timeline.now === this.#frozenUntil || this.#timeline.now === this.#jumpedAt;
  }

  get isFrozen(): boolean {
    return this.#timeline.now < this.#frozenUntil;
  }

  /** Runs what reaches the page: at once, when it thaws, or never. */
  hear(act: () => void): void {
    if (this.isDead) return;
    if (this.isFrozen) this.#held.push(act);
    else act();
  }

  /** Keeps a promise `ms` from now with what `find` finds then; never if the page is gone by then. */
  async answer<Value>(ms: number, find: () => Value): Promise<Value> {
    return new Promise((resolve) => {
      this.#timeline.after(ms, () =>
        this.hear(() => {
          this.#timeline.notePromise();
          resolve(find());
        }),
      );
    });
  }

  freeze(ms: number): void {
    this.#frozenUntil = Math.max(this.#frozenUntil, this.#timeline.now + ms);
    this.#timeline.at(this.#frozenUntil, () => {
      if (this.isFrozen) return;
      for (const act of this.#held.splice(0)) this.hear(act);
    });
  }

  /** As after a night: what was due meanwhile rings now. */
  jumpClock(ms: number): void {
    this.#aheadMs += ms;
    this.#jumpedAt = this.#timeline.now;
    for (const timer of this.#timers) this.#planRing(timer);
  }

  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#timers.clear();
    this.#held.length = 0;
    for (const note of this.#deaths) note();
  }

  onDeath(note: () => void): CallOff {
    this.#deaths.add(note);
    return () => this.#deaths.delete(note);
  }

  #startTimer(ms: number, ring: () => void): CallOff {
    if (this.isDead) return () => {};
    const timer = { at: this.now + Math.max(0, ms), ring };
    this.#timers.add(timer);
    this.#planRing(timer);
    return () => this.#timers.delete(timer);
  }

  #planRing(timer: Timer): void {
    this.#timeline.at(timer.at - this.#aheadMs, () => {
      if (!this.#timers.has(timer)) return;
      this.hear(() => {
        if (!this.#timers.delete(timer)) return;
        if (this.isClosed) this.lateRings += 1;
        this.#timeline.notePromise();
        timer.ring();
      });
    });
  }
}
