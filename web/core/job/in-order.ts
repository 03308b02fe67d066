/**
 * Delivers results that get on record in any order in the order of their tasks. Keeps only the place of the next task:
 * results that came early are on record, and are asked for when their turn has come.
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

  /** Hands over each task whose turn has come, once. Call it whenever a result has got on record. */
  deliver(take: (task: number) => void): void {
    while (this.#next < this.#total && this.#isOnRecord(this.#next)) {
      const task = this.#next;
      this.#next += 1;
      take(task);
    }
  }
}
