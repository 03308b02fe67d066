import type { Abortable } from "../core/abortable.ts";

interface Reasoned extends Abortable {
  readonly reason?: unknown;
}

/** A pool's end. No `AbortSignal`: Node warns of one that more than ten calls listen to. */
export class Ending implements Reasoned {
  readonly #listeners = new Set<() => void>();
  aborted = false;
  reason: unknown = undefined;

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Without effect the second time. */
  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener();
  }
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
