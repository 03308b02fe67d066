import { MinHeap } from "../core/scheduler/min-heap.ts";

type Act = () => void;

/** What is to happen, by virtual time; what is planned for the same moment happens in the order of its planning. */
export class Timeline {
  /** Milliseconds. */
  now = 0;
  happened = 0;
  /** How many of the acts of this moment are over. */
  #over = 0;
  readonly #heap = new MinHeap<Act[]>();
  readonly #byTime = new Map<number, Act[]>();

  /** Whole milliseconds, so that few moments hold many entries. */
  at(when: number, act: () => void): void {
    const time = Math.max(this.now, Math.ceil(when));
    const present = this.#byTime.get(time);
    if (present !== undefined) {
      present.push(act);
      return;
    }
    const entries = [act];
    this.#byTime.set(time, entries);
    this.#heap.push(time, entries);
  }

  after(ms: number, act: () => void): void {
    this.at(this.now + ms, act);
  }

  /** Lets everything up to `until` happen, or until `isOver`. */
  run(until: number, isOver: () => boolean): void {
    for (let next = this.#heap.peek(); next !== undefined && next.key <= until; next = this.#heap.peek()) {
      this.now = next.key;
      // Acts may plan more for this same moment: the list grows while it is gone through.
      for (const acts = next.value; this.#over < acts.length;) {
        const act = acts[this.#over];
        this.#over += 1;
        this.happened += 1;
        act?.();
        if (isOver()) return;
      }
      this.#over = 0;
      this.#byTime.delete(next.key);
      this.#heap.pop();
    }
    this.now = until;
  }
}
