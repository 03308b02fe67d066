import type { CallerState } from "./call-book.ts";

/** How many of something each caller has taken and not given back. */
export class Holdings {
  /** Callers with at least one, in the order in which they first took one. */
  readonly #counts = new Map<CallerState, number>();

  add(caller: CallerState): void {
    this.#counts.set(caller, (this.#counts.get(caller) ?? 0) + 1);
  }

  /** One of the caller's is given back. Where it has none, it gives one back for the caller that has had one for longest. */
  remove(caller: CallerState): void {
    if (this.removeOwn(caller)) return;
    const oldest = this.#counts.keys().next().value;
    if (oldest !== undefined) this.removeOwn(oldest);
  }

  /** False where the caller has none. */
  removeOwn(caller: CallerState): boolean {
    const count = this.#counts.get(caller) ?? 0;
    if (count > 1) this.#counts.set(caller, count - 1);
    else this.#counts.delete(caller);
    return count > 0;
  }

  /** How many the caller had. */
  clear(caller: CallerState): number {
    const count = this.#counts.get(caller) ?? 0;
    this.#counts.delete(caller);
    return count;
  }
}
