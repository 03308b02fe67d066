import type { RunId } from "../compute.ts";

/** Milliseconds between two notices: people cannot follow more than ten a second. */
const gapMs = 100;

/**
 * Announces the task that a slot runs, at most every `gapMs`, the latest one each time. A long task is always announced, a
 * short one only sometimes.
 */
export class TaskStartedThrottle {
  readonly #emitNotice: (run: RunId, position: number) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #latest: { readonly run: RunId; readonly position: number } | null = null;
  /** `run:position` of the last notice; "" if nothing has run since. */
  #lastEmitted = "";

  constructor(emitNotice: (run: RunId, position: number) => void) {
    this.#emitNotice = emitNotice;
  }

  noteStart(run: RunId, position: number): void {
    this.#latest = { run, position };
    if (this.#timer === null) this.#emitLatest();
  }

  /** The slot runs nothing now. */
  noteStop(): void {
    this.#latest = null;
    this.#lastEmitted = "";
  }

  stopTimer(): void {
    this.noteStop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #emitLatest(): void {
    this.#timer = null;
    if (this.#latest === null) return;
    const { run, position } = this.#latest;
    this.#latest = null;
    const name = `${run}:${position}`;
    if (name === this.#lastEmitted) return;
    this.#lastEmitted = name;
    this.#timer = setTimeout(() => this.#emitLatest(), gapMs);
    this.#emitNotice(run, position);
  }
}
