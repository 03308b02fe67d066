import type { CallOff, Clock } from "../core/clock.ts";
import { steadyClock, type Looks } from "../core/steady-clock.ts";
import { slowLooks } from "./time-scale.ts";
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
  /** The page's own clock without the times at which it stood still. */
  readonly clock: Clock;
  readonly #timeline: Timeline;
  readonly #timers = new Set<Timer>();
  readonly #held: (() => void)[] = [];
  readonly #deaths = new Set<() => void>();
  #aheadMs = 0;
  #jumpedAt = -1;
  #frozenUntil = 0;
  #stalledUntil = 0;
  /** Milliseconds of the timeline in which its machine stood still, up to the end of the newest stall. */
  #stalledMs = 0;
  /** Its freezes and the jumps of its clock, by the timeline. */
  readonly #standstills: { readonly from: number; until: number }[] = [];

  constructor(timeline: Timeline, tab: number, looks: Looks = slowLooks) {
    this.#timeline = timeline;
    this.tab = tab;
    const own: Clock = {
      now: () => this.rawNow,
      date: () => firstDate + this.rawNow,
      after: (ms, ring) => this.#startTimer(ms, ring),
    };
    this.clock = steadyClock(own, looks);
  }

  /** Milliseconds, by the page's own clock. */
  get rawNow(): number {
    return this.#timeline.now + this.#aheadMs;
  }

  /** As the page reckons, which does not look at its clock for that. */
  get now(): number {
    return this.rawNow - (this.clock.leftOutMs?.() ?? 0);
  }

  /**
   * Milliseconds of the timeline in which nothing has reached it by now, or will have by the end of a freeze, without the standstills of
   * up to `longestMs` each: a clock that looks for longer ones takes them for slow moments.
   */
  noticedMs(longestMs: number): number {
    const lengths = this.#standstills.map(({ from, until }) => until - from);
    return lengths.filter((ms) => ms > longestMs).reduce((sum, ms) => sum + ms, 0);
  }

  /** Milliseconds of the timeline in which its machine has stood still by now, or will have at the end of a stall. */
  get stalledMs(): number {
    return this.#stalledMs;
  }

  /** When its machine goes on, by the timeline; null while it does. */
  get goesOnAt(): number | null {
    return this.#timeline.now < this.#stalledUntil ? this.#stalledUntil : null;
  }

  /** Whether it stood still in the last `pastMs`, less than `ms` after the standstill before. */
  hasStumbled(ms: number, pastMs: number): boolean {
    return this.#standstills.some(({ from, until }, nth) => {
      if (until < this.#timeline.now - pastMs - ms) return false;
      return from - (this.#standstills[nth - 1]?.until ?? Number.NEGATIVE_INFINITY) < ms;
    });
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
    const { now } = this.#timeline;
    const until = Math.max(this.#frozenUntil, now + ms);
    this.#frozenUntil = until;
    this.#noteStandstill(now, until);
    this.#timeline.at(this.#frozenUntil, () => {
      if (this.isFrozen) return;
      for (const act of this.#held.splice(0)) this.hear(act);
    });
  }

  /** The whole machine stands still: its Workers compute nothing either. */
  stall(ms: number): void {
    const { now } = this.#timeline;
    const until = Math.max(this.#stalledUntil, now + ms);
    this.#stalledMs += until - Math.max(now, this.#stalledUntil);
    this.#stalledUntil = until;
    this.freeze(ms);
  }

  /** As after a night: what was due meanwhile rings now. */
  jumpClock(ms: number): void {
    this.#aheadMs += ms;
    this.#jumpedAt = this.#timeline.now;
    this.#noteStandstill(this.#jumpedAt, this.#jumpedAt);
    for (const timer of this.#timers) this.#planRing(timer);
  }

  /** One that begins within the last one is part of it. */
  #noteStandstill(from: number, until: number): void {
    const last = this.#standstills.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else this.#standstills.push({ from, until });
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
    const timer = { at: this.rawNow + Math.max(0, ms), ring };
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
