import type { Abortable } from "./abortable.ts";

/** An `AbortSignal`, or what ends as one does. */
export interface Reasoned extends Abortable {
  readonly reason?: unknown;
}

/** Settles as the promise does, or rejects with the reason of the first signal that is aborted before. */
export function orAborted<Value>(promise: Promise<Value>, signals: readonly (Reasoned | undefined)[]): Promise<Value> {
  const present = signals.filter((signal) => signal !== undefined);
  return new Promise((resolve, reject) => {
    const end = (): void => {
      for (const signal of present) signal.removeEventListener("abort", abort);
    };
    const abort = (): void => {
      end();
      reject(present.find(({ aborted }) => aborted)?.reason);
    };
    for (const signal of present) signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(end);
    if (present.some(({ aborted }) => aborted)) abort();
  });
}
