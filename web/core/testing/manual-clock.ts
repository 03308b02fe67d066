import type { CallOff, Clock } from "../clock.ts";

interface Alarm {
  readonly dueMs: number;
  readonly ring: () => void;
}

/** A clock that a test moves: by working for some milliseconds, and by waiting for what is due next. */
export class ManualClock implements Clock {
  #nowMs = 0;
  readonly #alarms = new Set<Alarm>();

  now(): number {
    return this.#nowMs;
  }

  /** Counts from 1 January 2020. */
  date(): number {
    return 1_577_836_800_000 + this.#nowMs;
  }

  /** Alarms that have neither rung nor been called off. */
  get pending(): number {
    return this.#alarms.size;
  }

  after(ms: number, ring: () => void): CallOff {
    const alarm = { dueMs: this.#nowMs + ms, ring };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** The caller is busy for so long. */
  work(ms: number): void {
    this.#nowMs += ms;
  }

  /** Rings the alarm that is due next, of those due at one moment the oldest; false where there is none. */
  ringNext(): boolean {
    let next: Alarm | null = null;
    for (const alarm of this.#alarms) if (next === null || alarm.dueMs < next.dueMs) next = alarm;
    if (next === null) return false;
    this.#alarms.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.dueMs);
    next.ring();
    return true;
  }

  /** So long passes, and what is due meanwhile rings in order. */
  pass(ms: number): void {
    const untilMs = this.#nowMs + ms;
    while ([...this.#alarms].some(({ dueMs }) => dueMs <= untilMs)) this.ringNext();
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /** Rings until nothing is due any more. */
  ringAll(): void {
    while (this.ringNext());
  }
}
