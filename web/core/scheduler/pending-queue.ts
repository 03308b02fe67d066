import { taskStates, type Tasks } from "./tasks.ts";

/** How far a search for a task that the volunteer may have looks; what it passes over goes to the back. */
const troubledLookAhead = 8;

/**
 * The tasks that wait, in three lines: those in trouble (an error or a death in their past) travel in small
 * company so that they drag nobody down; then those that came back unharmed; then those never sent, which cost nothing.
 * A task may have been settled while it waited (an offered result): it is passed over.
 */
export class PendingQueue {
  readonly #tasks: Tasks;
  #fresh = 0;
  #returned: number[] = [];
  #returnedFrom = 0;
  #troubled: number[] = [];

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  giveBack(task: number, inTrouble: boolean): void {
    (inTrouble ? this.#troubled : this.#returned).push(task);
  }

  /**
   * Up to `most` tasks in trouble that `mayHave` allows. `companyOf` says in how large a batch a task may travel;
   * the batch is as small as its most dangerous member wants.
   */
  takeTroubled(most: number, mayHave: (task: number) => boolean, companyOf: (task: number) => number): number[] {
    const taken: number[] = [];
    let room = most;
    for (let looks = Math.min(troubledLookAhead, this.#troubled.length); looks > 0 && taken.length < room; looks -= 1) {
      const task = this.#troubled.shift();
      if (task === undefined) break;
      if (this.#tasks.state(task) !== taskStates.pending) continue;
      const company = companyOf(task);
      if (mayHave(task) && (taken.length === 0 || taken.length < company)) {
        taken.push(task);
        room = Math.min(room, company);
      } else {
        this.#troubled.push(task);
      }
    }
    return taken;
  }

  /** All that waits, in no order that matters. */
  *waiting(): Generator<number> {
    const { pending } = taskStates;
    for (const task of this.#troubled) if (this.#tasks.state(task) === pending) yield task;
    for (const task of this.#returned.slice(this.#returnedFrom)) if (this.#tasks.state(task) === pending) yield task;
    for (let task = this.#fresh; task < this.#tasks.total; task += 1) {
      if (this.#tasks.state(task) === pending) yield task;
    }
  }

  /** Up to `most` tasks without a past. */
  take(most: number): Uint32Array {
    const taken = new Uint32Array(
      Math.min(most, this.#returned.length - this.#returnedFrom + this.#tasks.total - this.#fresh),
    );
    let count = 0;
    while (count < taken.length && this.#returnedFrom < this.#returned.length) {
      const task = this.#returned[this.#returnedFrom] ?? 0;
      this.#returnedFrom += 1;
      if (this.#tasks.state(task) !== taskStates.pending) continue;
      taken[count] = task;
      count += 1;
    }
    if (this.#returnedFrom === this.#returned.length && this.#returnedFrom > 0) {
      this.#returned = [];
      this.#returnedFrom = 0;
    }
    while (count < taken.length && this.#fresh < this.#tasks.total) {
      if (this.#tasks.state(this.#fresh) === taskStates.pending) {
        taken[count] = this.#fresh;
        count += 1;
      }
      this.#fresh += 1;
    }
    return count === taken.length ? taken : taken.slice(0, count);
  }
}
