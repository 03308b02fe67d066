import { MinHeap } from "../core/min-heap.ts";

type Act = () => void;

/**
 * Turns of the microtask queue after an act that has kept a promise: the longest chain of awaits in the shells that waits for
 * nothing of the simulation's takes fewer. Always as many, so that a seed gives the same events.
 */
const turnsAfterPromise = 12;

/** What is planned, by virtual time. Acts of the same moment happen in the order in which they were planned. */
export class Timeline {
  /** Milliseconds since the beginning. */
  now = 0;
  /** Acts that are over. */
  happened = 0;
  /** Acts of this moment that are over. */
  #over = 0;
  #hasKeptPromise = false;
  readonly #heap = new MinHeap<Act[]>();
  readonly #byTime = new Map<number, Act[]>();

  /** Rounds up to whole milliseconds, so that few moments hold many acts. */
  at(when: number, act: Act): void {
    const time = Math.max(this.now, Math.ceil(when));
    const present = this.#byTime.get(time);
    if (present !== undefined) {
      present.push(act);
      return;
    }
    const acts = [act];
    this.#byTime.set(time, acts);
    this.#heap.push(time, acts);
  }

  after(ms: number, act: Act): void {
    this.at(this.now + ms, act);
  }

  /** Lets what waits for a promise go on once the present act is over. To be called where an act may have kept one. */
  notePromise(): void {
    this.#hasKeptPromise = true;
  }

  /** Lets everything up to `until` happen, or until `isOver`. */
  async run(until: number, isOver: () => boolean): Promise<void> {
    for (let next = this.#heap.peek(); next !== undefined && next.key <= until; next = this.#heap.peek()) {
      this.now = next.key;
      // Acts may plan more for this same moment: the list grows while it is gone through.
      for (const acts = next.value; this.#over < acts.length;) {
        const act = acts[this.#over];
        this.#over += 1;
        this.happened += 1;
        act?.();
        if (this.#hasKeptPromise) await this.#passTurns();
        if (isOver()) return;
      }
      this.#over = 0;
      this.#byTime.delete(next.key);
      this.#heap.pop();
    }
    this.now = until;
  }

  async #passTurns(): Promise<void> {
    this.#hasKeptPromise = false;
    for (let turn = 0; turn < turnsAfterPromise; turn += 1) await Promise.resolve();
  }
}
