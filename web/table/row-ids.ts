import { rowsAStep } from "./queryable.ts";

/** Positions of tasks: those to be sorted, and behind them those that have nothing to be sorted by. */
export class RowIds {
  readonly #tasks: Uint32Array;
  readonly #positions: Uint32Array;
  #present = 0;
  #last = 0;

  constructor(tasks: Uint32Array) {
    this.#tasks = tasks;
    this.#positions = new Uint32Array(tasks.length);
  }

  get present(): Uint32Array {
    return this.#positions.subarray(0, this.#present);
  }

  put(position: number): void {
    this.#positions[this.#present] = position;
    this.#present += 1;
  }

  /** From the end on, the last one first. */
  putLast(position: number): void {
    this.#last += 1;
    this.#positions[this.#positions.length - this.#last] = position;
  }

  /** Tasks instead of positions. Yields now and then. */
  *tasksOf(sorted: Uint32Array): Generator<void, Uint32Array> {
    const count = this.#tasks.length;
    const tasks = new Uint32Array(count);
    for (let at = 0; at < count; at += 1) {
      const position = at < sorted.length ? sorted[at] : this.#positions[count - 1 - (at - sorted.length)];
      tasks[at] = this.#tasks[position ?? 0] ?? 0;
      if (at % rowsAStep === 0) yield;
    }
    return tasks;
  }
}
