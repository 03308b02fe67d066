/** Most parts that a picture is drawn of: about as many as a screen has columns. */
export const mostParts = 1024;

/** One part of the picture: a task, or tasks that follow each other. */
export interface Part {
  /** The first of its tasks. */
  readonly from: number;
  /** Tasks that it has room for. */
  readonly width: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Numbers over the index of their tasks, of any number of tasks in the same memory: where there are more tasks than parts,
 * two parts become one. Adding a number takes the same time always.
 */
export class IndexSeries {
  #width = 1;
  #sums = new Map<number, Sums>();

  add(task: number, number: number): void {
    while (task >= this.#width * mostParts) this.#halve();
    this.#put(Math.floor(task / this.#width), { count: 1, sum: number, least: number, most: number });
  }

  /** Those that have a number, in the order of their tasks. */
  parts(): readonly Part[] {
    const inOrder = [...this.#sums].toSorted(([a], [b]) => a - b);
    return inOrder.map(([at, { count, sum, least, most }]) => {
      // The sum of large numbers may be none.
      const mean = Math.min(most, Math.max(least, sum / count));
      return { from: at * this.#width, width: this.#width, least, most, mean };
    });
  }

  #halve(): void {
    const before = this.#sums;
    this.#sums = new Map();
    this.#width *= 2;
    for (const [at, sums] of before) this.#put(at >> 1, sums);
  }

  #put(at: number, added: Sums): void {
    const held = this.#sums.get(at);
    this.#sums.set(
      at,
      held === undefined
        ? added
        : {
            count: held.count + added.count,
            sum: held.sum + added.sum,
            least: Math.min(held.least, added.least),
            most: Math.max(held.most, added.most),
          },
    );
  }
}
