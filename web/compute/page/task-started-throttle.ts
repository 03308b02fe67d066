import type { RunId } from "../compute.ts";

/** Ten a second are as many as people can follow. */
const gapMs = 100;

/** Passes on what a slot starts, the latest of what comes too fast: a task that stays is always told of, a short one seldom. */
export class StartedNotices {
  readonly #tell: (run: RunId, position: number) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #latest: { readonly run: RunId; readonly position: number } | null = null;
  #told = "";

  constructor(tell: (run: RunId, position: number) => void) {
    this.#tell = tell;
  }

  started(run: RunId, position: number): void {
    this.#latest = { run, position };
    if (this.#timer === null) this.#tellLatest();
  }

  /** Nothing runs now. */
  stopped(): void {
    this.#latest = null;
    this.#told = "";
  }

  close(): void {
    this.stopped();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tellLatest(): void {
    this.#timer = null;
    if (this.#latest === null) return;
    const { run, position } = this.#latest;
    this.#latest = null;
    const name = `${run}:${position}`;
    if (name === this.#told) return;
    this.#told = name;
    this.#timer = setTimeout(() => this.#tellLatest(), gapMs);
    this.#tell(run, position);
  }
}
