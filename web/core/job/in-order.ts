/**
 * Puts what gets on record in any order back into the order of the tasks. It keeps a place in the line and nothing else:
 * what came early is on record already, and is asked about when its turn has come.
 */
export class InOrder {
  readonly #total: number;
  readonly #isOnRecord: (task: number) => boolean;
  #next = 0;

  constructor(total: number, isOnRecord: (task: number) => boolean) {
    this.#total = total;
    this.#isOnRecord = isOnRecord;
  }

  /** The first task that has not been delivered; the number of tasks once all have. */
  get next(): number {
    return this.#next;
  }

  /** Hands over each task whose turn has come, once. To be called when something has got on record. */
  deliver(take: (task: number) => void): void {
    while (this.#next < this.#total && this.#isOnRecord(this.#next)) {
      const task = this.#next;
      this.#next += 1;
      take(task);
    }
  }
}
