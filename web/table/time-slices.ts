/** Half a frame: with what else a frame has to do it stays far below what people feel. */
const sliceMs = 8;

interface Listener<Progress, Result> {
  /** After each slice but the last. */
  readonly progressed: (progress: Progress) => void;
  /** `busyMs`: how long the slices took together. */
  readonly finished: (result: Result, busyMs: number) => void;
  /** A step threw; there is none after it. */
  readonly failed: (error: unknown) => void;
}

/**
 * Takes the steps in slices of a few milliseconds, between which everything else gets its turn; the first one at once.
 * Returns the way to call the rest off.
 */
export function runInSlices<Progress, Result>(
  steps: Generator<Progress, Result>,
  { progressed, finished, failed }: Listener<Progress, Result>,
): () => void {
  // Unlike timers, messages to oneself are not held back by four milliseconds each.
  const { port1, port2 } = new MessageChannel();
  let isOver = false;
  let busyMs = 0;
  const end = (): void => {
    isOver = true;
    port1.close();
  };
  const slice = (): void => {
    if (isOver) return;
    const beganMs = performance.now();
    let step: IteratorResult<Progress, Result>;
    try {
      step = steps.next();
      while (step.done !== true && performance.now() - beganMs < sliceMs) step = steps.next();
    } catch (error) {
      end();
      failed(error);
      return;
    }
    busyMs += performance.now() - beganMs;
    if (step.done === true) {
      end();
      finished(step.value, busyMs);
      return;
    }
    port2.postMessage(null);
    progressed(step.value);
  };
  port1.addEventListener("message", slice);
  port1.start();
  slice();
  return end;
}

/** What the steps come to, taken in slices; rejects with what one of them throws. */
export function inSlices<Result>(steps: Generator<unknown, Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    runInSlices(steps, { progressed: () => {}, finished: resolve, failed: reject });
  });
}

/** What the steps come to, taken at a stroke. */
export function atOnce<Result>(steps: Generator<unknown, Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
