import { MinHeap } from "../core/scheduler/min-heap.ts";

interface Entry {
  readonly order: number;
  readonly act: () => void;
}

/** What is to happen, by virtual time; what is planned for the same moment happens in the order of its planning. */
export class Timeline {
  /** Milliseconds. */
  now = 0;
  happened = 0;
  readonly #heap = new MinHeap<Entry[]>();
  readonly #byTime = new Map<number, Entry[]>();
  #planned = 0;

  /** Whole milliseconds, so that few moments hold many entries. */
  at(when: number, act: () => void): void {
    const time = Math.max(this.now, Math.ceil(when));
    this.#planned += 1;
    const entry = { order: this.#planned, act };
    const present = this.#byTime.get(time);
    if (present !== undefined) {
      present.push(entry);
      return;
    }
    const entries = [entry];
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
      for (const entry of next.value) {
        this.happened += 1;
        entry.act();
        if (isOver()) return;
      }
      this.#byTime.delete(next.key);
      this.#heap.pop();
    }
    this.now = until;
  }
}
