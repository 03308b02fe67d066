import type { Reasoned } from "../core/or-aborted.ts";

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
