import type { Clock } from "./clock.ts";

/** Length of a slice in milliseconds: half a frame, so that the page still draws and answers clicks in time. */
const sliceMs = 8;

type SliceClock = Pick<Clock, "now" | "leftOutMs">;

/** A steady clock leaves out its longest steps, in which the page itself may have been busy: no slice goes on behind one, and it is time that the page spent. */
function rawNow(clock: SliceClock): number {
  return clock.now() + (clock.leftOutMs?.() ?? 0);
}

/** A slice of the page's time, for a reader that is asked for one thing after the other. */
export class TimeSlice {
  readonly #clock: SliceClock;
  #beganMs: number;

  constructor(clock: SliceClock) {
    this.#clock = clock;
    this.#beganMs = rawNow(clock);
  }

  begin(): void {
    this.#beganMs = rawNow(this.#clock);
  }

  get isSpent(): boolean {
    return rawNow(this.#clock) - this.#beganMs >= sliceMs;
  }
}

interface Listener<Progress, Result> {
  /** Called after each slice but the last, and with each wait. */
  readonly progressed: (progress: Progress) => void;
  /** `busyMs`: milliseconds that the slices and the waits took together. A machine that slept in a slice was busy for as long, one that slept in a wait was not. */
  readonly finished: (result: Result, busyMs: number) => void;
  /** A step threw; no further step is taken. */
  readonly failed: (error: unknown) => void;
}

/**
 * Takes steps in slices of a few milliseconds, between which everything else gets its turn; the first slice at once. A step may
 * give a promise: the next one is taken as soon as that has settled, either way, since what it brought may be gone after a turn of
 * everything else. Returns the way to call the rest off.
 */
export function runInSlices<Progress, Result>(
  steps: Generator<Progress | Promise<unknown>, Result>,
  clock: Clock,
  { progressed, finished, failed }: Listener<Progress, Result>,
): () => void {
  let callOff: (() => void) | null = null;
  let busyMs = 0;
  /** When everything else had its turn last: a promise that is kept already gives it none. */
  let turnMs = 0;
  let latest: Progress | undefined;
  const isSpent = (): boolean => rawNow(clock) - turnMs >= sliceMs;
  const beginSlice = (): void => {
    turnMs = rawNow(clock);
    takeSteps();
  };
  const takeSteps = (): void => {
    const beganMs = rawNow(clock);
    let awaited: Promise<unknown> | null = null;
    let step: IteratorResult<Progress | Promise<unknown>, Result>;
    try {
      do {
        step = steps.next();
        if (step.done === true) break;
        if (step.value instanceof Promise) awaited = step.value;
        else latest = step.value;
      } while (awaited === null && !isSpent());
    } catch (error) {
      failed(error);
      return;
    }
    busyMs += rawNow(clock) - beganMs;
    if (step.done === true) {
      finished(step.value, busyMs);
      return;
    }
    callOff = awaited === null ? clock.after(0, beginSlice) : goOnAfter(awaited);
    if (latest !== undefined) progressed(latest);
  };
  const goOnAfter = (awaited: Promise<unknown>): (() => void) => {
    const beganMs = clock.now();
    let isCalledOff = false;
    const goOn = (): void => {
      if (isCalledOff) return;
      busyMs += clock.now() - beganMs;
      takeSteps();
    };
    awaited.then(goOn, goOn);
    return () => {
      isCalledOff = true;
    };
  };
  beginSlice();
  return () => callOff?.();
}

/** Resolves with the result of the steps, taken in slices; rejects with what a step throws. */
export function inSlices<Result>(steps: Generator<unknown, Result>, clock: Clock): Promise<Result> {
  return new Promise((resolve, reject) => {
    runInSlices(steps, clock, { progressed: () => {}, finished: resolve, failed: reject });
  });
}

/** Returns the result of the steps, taken without a pause. */
export function atOnce<Result>(steps: Generator<unknown, Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
