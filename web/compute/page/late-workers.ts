import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import type { JobId } from "../../core/ids.ts";
import type { OpenedJob } from "../compute.ts";
import type { Frame } from "./frame.ts";
import { startTimeLimitMs, type SlotHost } from "./slot-host.ts";

/** The parts of the pool that its late Workers concern. */
interface LateWorkersSurroundings {
  readonly slots: readonly SlotHost[];
  readonly jobs: ReadonlyMap<JobId, OpenedJob>;
  /** The present frame; null while there is none, when nobody is late. */
  frame(): Frame | null;
  end(slot: SlotHost, trouble: ComputeTrouble): void;
}

/**
 * Ends the Workers of slots that are late: with a task, with loading a program, or with their own start. In a busy page, messages may wait
 * while a timer fires before them, and the frame may have stood still: so it is asked for an answer first, and only slots that are still late
 * when it has come are ended.
 */
export class LateWorkers {
  readonly #surroundings: LateWorkersSurroundings;
  readonly #timer = new EarliestTimer(
    () => this.#earliestDeadline(),
    () => this.#onDeadlinePassed(),
  );
  #isAsking = false;

  constructor(surroundings: LateWorkersSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Call after each change that may have moved a slot's deadline forward. */
  reschedule(): void {
    this.#timer.reschedule();
  }

  /** Call when the frame has died: its answer will not come. */
  loseFrame(): void {
    this.#isAsking = false;
  }

  close(): void {
    this.#timer.cancel();
  }

  #earliestDeadline(): number | null {
    let earliest: number | null = null;
    if (this.#isAsking || this.#surroundings.frame() === null) return null;
    for (const { deadline } of this.#surroundings.slots) {
      if (deadline !== null && (earliest === null || deadline < earliest)) earliest = deadline;
    }
    return earliest;
  }

  #onDeadlinePassed(): void {
    this.#isAsking = true;
    this.#surroundings.frame()?.whenCaughtUp(() => {
      this.#isAsking = false;
      const now = performance.now();
      for (const slot of this.#surroundings.slots) {
        if (slot.deadline !== null && slot.deadline <= now) this.#surroundings.end(slot, this.#latenessOf(slot));
      }
      this.#timer.reschedule();
    });
  }

  #latenessOf({ isReady, isLoading, run }: SlotHost): ComputeTrouble {
    if (!isReady) return { key: "worker-late", limitMs: startTimeLimitMs };
    const limitMs = run === undefined ? 0 : (this.#surroundings.jobs.get(run.job)?.timeLimitMs ?? 0);
    return { key: isLoading ? "loading-too-long" : "task-too-long", limitMs };
  }
}

/** The longest delay that `setTimeout` takes, in milliseconds; with a longer one it fires at once. */
const longestDelayMs = 0x7fff_ffff;

/**
 * One timer for the earliest of many deadlines, which change far more often than they pass: it is set anew only when a
 * deadline moves forward. A deadline that moved back is noticed when the timer fires.
 */
class EarliestTimer {
  readonly #earliest: () => number | null;
  readonly #onPassed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerDeadline = 0;

  /**
   * `earliest` gives the next deadline by `performance.now()`, or null. `onPassed` is called when it has passed, and must
   * change what `earliest` gives.
   */
  constructor(earliest: () => number | null, onPassed: () => void) {
    this.#earliest = earliest;
    this.#onPassed = onPassed;
  }

  /** Call after each change that may have moved a deadline forward. */
  reschedule(): void {
    const deadline = this.#earliest();
    if (deadline === null || (this.#timer !== null && this.#timerDeadline <= deadline)) return;
    this.cancel();
    this.#timerDeadline = deadline;
    const delay = Math.min(Math.max(0, deadline - performance.now()), longestDelayMs);
    this.#timer = setTimeout(() => this.#onTimer(), delay);
    // In Node: the slots keep a process alive, and not their deadlines.
    Object(this.#timer).unref?.();
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #onTimer(): void {
    this.#timer = null;
    const deadline = this.#earliest();
    if (deadline !== null && deadline <= performance.now()) this.#onPassed();
    this.reschedule();
  }
}
