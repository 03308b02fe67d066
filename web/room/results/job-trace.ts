import type { Clock } from "../../core/clock.ts";
import type { CommitId, LeaseId, VolunteerId } from "../../core/ids.ts";
import type { Departure } from "../../core/scheduler/events.ts";

/** How an attempt that was answered has ended. `late`: another answer of the task counted, or the job was over. */
export const fates = { kept: 0, failed: 1, threw: 2, late: 3 } as const;

/** How a lease ended without all of its answers. */
export type LeaseEnd = Departure | "expired" | "taken-back";

/** One thing that happened to the job's attempts or its volunteers. `atMs`: on the axis of the job's trace. */
export type TraceEvent = { readonly atMs: number } &
  /** `isNew`: it was not in the room before. Otherwise the job has begun with it, or it has other limits. */
  (
    | { readonly type: "came"; readonly volunteer: VolunteerId; readonly slots: number; readonly isNew: boolean }
    | { readonly type: "went"; readonly volunteer: VolunteerId; readonly departure: Departure }
    | {
        readonly type: "sent";
        readonly volunteer: VolunteerId;
        readonly lease: LeaseId;
        /** When the tasks were chosen for the volunteer. */
        readonly chosenMs: number;
        readonly isCopy: boolean;
        readonly indices: Uint32Array;
        /** Executions begun of each task, this one included. */
        readonly attempts: Uint8Array;
      }
    | {
        readonly type: "answered";
        readonly volunteer: VolunteerId;
        /** One that is not open is that of an offer. */
        readonly lease: LeaseId;
        readonly slot: number;
        /** When the first task began, as the volunteer says how long ago that was. */
        readonly startedMs: number;
        readonly indices: Uint32Array;
        readonly runtimesMs: Float32Array;
        /** One of `fates` each; null where all were kept. */
        readonly fates: Uint8Array | null;
        /** What puts the kept ones on record; null where none is. */
        readonly commit: CommitId | null;
      }
    | { readonly type: "recorded"; readonly commit: CommitId }
    | { readonly type: "recalled"; readonly volunteer: VolunteerId; readonly lease: LeaseId; readonly count: number }
    | {
        readonly type: "returned";
        readonly volunteer: VolunteerId;
        readonly lease: LeaseId;
        readonly indices: Uint32Array;
      }
    | { readonly type: "ended"; readonly volunteer: VolunteerId; readonly lease: LeaseId; readonly how: LeaseEnd }
  );

/** Events and tasks named in them that are kept. A task takes 4 to 9 bytes of each event that names it. */
const mostEvents = 65_536;
const mostTasks = 262_144;

interface TraceLimits {
  readonly events: number;
  readonly tasks: number;
}

/**
 * What happened to a job in this start of the room, in its order, for readers that come back for more. Bounded: the oldest events are
 * dropped, and counted. Noting an event costs the same however many tasks it names, but for a copy of their columns.
 */
export class JobTrace {
  /** Results on record before it: those of earlier starts. */
  readonly resultsBefore: number;
  readonly #limits: TraceLimits;
  readonly #clock: Pick<Clock, "now">;
  readonly #beganAt: number;
  readonly #beganMs: number;
  #events: TraceEvent[] = [];
  /** Place in `#events` of the oldest that is kept. */
  #head = 0;
  #tasks = 0;
  #dropped = 0;

  /** The axis goes on at `beganMs`, the time that the job took in earlier starts. `clock`: the room's. */
  constructor(
    clock: Pick<Clock, "now">,
    beganMs = 0,
    resultsBefore = 0,
    limits: TraceLimits = { events: mostEvents, tasks: mostTasks },
  ) {
    this.#clock = clock;
    this.#beganAt = clock.now();
    this.#beganMs = beganMs;
    this.resultsBefore = resultsBefore;
    this.#limits = limits;
  }

  /** Milliseconds on the axis: those of the room's clock, on which pauses count, too. */
  timeOf(now: number): number {
    return this.#beganMs + Math.max(0, now - this.#beganAt);
  }

  /** The present moment on the axis. */
  get nowMs(): number {
    return this.timeOf(this.#clock.now());
  }

  /** Events that had to make room for newer ones. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Events so far, with those that are dropped. */
  get count(): number {
    return this.#dropped + this.#events.length - this.#head;
  }

  /** The nth of all, from 0; null where it is dropped or has not happened. */
  at(nth: number): TraceEvent | null {
    return nth < this.#dropped ? null : (this.#events[this.#head + nth - this.#dropped] ?? null);
  }

  note(event: TraceEvent): void {
    this.#events.push(event);
    this.#tasks += tasksIn(event);
    while (this.#events.length - this.#head > this.#limits.events || this.#tasks > this.#limits.tasks) {
      const oldest = this.#events[this.#head];
      if (oldest === undefined || oldest === event) break;
      this.#tasks -= tasksIn(oldest);
      this.#head += 1;
      this.#dropped += 1;
    }
    // A shift for each event would move all others each time.
    if (2 * this.#head > this.#events.length) {
      this.#events = this.#events.slice(this.#head);
      this.#head = 0;
    }
  }
}

function tasksIn(event: TraceEvent): number {
  return "indices" in event ? event.indices.length : 0;
}
