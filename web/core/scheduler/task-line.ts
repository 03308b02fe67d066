/** Empty places at the front that are not worth a clean-up. */
const emptyAllowed = 1_024;

/** Tasks, first in, first out. Taking the first costs the same however many are behind it. */
export class TaskLine {
  #tasks: number[] = [];
  #from = 0;

  get length(): number {
    return this.#tasks.length - this.#from;
  }

  push(task: number): void {
    this.#tasks.push(task);
  }

  shift(): number | undefined {
    const task = this.#tasks[this.#from];
    if (task === undefined) return undefined;
    this.#from += 1;
    if (this.#from === this.#tasks.length || (this.#from > emptyAllowed && 2 * this.#from > this.#tasks.length)) {
      this.#tasks = this.#tasks.slice(this.#from);
      this.#from = 0;
    }
    return task;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let at = this.#from; at < this.#tasks.length; at += 1) yield this.#tasks[at] ?? 0;
  }
}
