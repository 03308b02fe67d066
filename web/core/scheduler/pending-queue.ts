import type { VolunteerId } from "../ids.ts";
import { TaskLine } from "./task-line.ts";
import { taskStates, type Tasks } from "./tasks.ts";

/** How far a search for a task that the volunteer may have looks; what it passes over goes to the back. */
const dangerousLookAhead = 8;

/** What a task that waits again has behind it. */
export type Past =
  /** It came back unstarted, or its volunteer left or was too slow. */
  | "unharmed"
  /** A slot or a volunteer has died under it. */
  | "dangerous"
  /** It threw, last on that volunteer. */
  | { readonly threwOn: VolunteerId };

/**
 * The tasks that wait. Those that may have killed a slot or a volunteer travel first and in small company, so that they drag
 * nobody down. All others fill ordinary batches: those that threw, in a line for each volunteer that they threw on; then
 * those that came back unharmed; then those never sent, which cost nothing.
 * A task may have been settled while it waited (an offered result): it is passed over.
 */
export class PendingQueue {
  readonly #tasks: Tasks;
  readonly #dangerous = new TaskLine();
  /** By the volunteer that it threw on last; no line is empty. */
  readonly #thrown = new Map<VolunteerId, TaskLine>();
  readonly #returned = new TaskLine();
  #fresh = 0;

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  giveBack(task: number, past: Past): void {
    if (past === "unharmed") this.#returned.push(task);
    else if (past === "dangerous") this.#dangerous.push(task);
    else this.#thrownOn(past.threwOn).push(task);
  }

  #thrownOn(volunteer: VolunteerId): TaskLine {
    const known = this.#thrown.get(volunteer);
    if (known !== undefined) return known;
    const line = new TaskLine();
    this.#thrown.set(volunteer, line);
    return line;
  }

  /**
   * Up to `most` dangerous tasks that `mayHave` allows. `companyOf` says in how large a batch a task may travel;
   * the batch is as small as its most dangerous member wants.
   */
  takeDangerous(most: number, mayHave: (task: number) => boolean, companyOf: (task: number) => number): number[] {
    const taken: number[] = [];
    let room = most;
    for (
      let looks = Math.min(dangerousLookAhead, this.#dangerous.length);
      looks > 0 && taken.length < room;
      looks -= 1
    ) {
      const task = this.#dangerous.shift();
      if (task === undefined) break;
      if (!this.#isPending(task)) continue;
      const company = companyOf(task);
      if (mayHave(task) && (taken.length === 0 || taken.length < company)) {
        taken.push(task);
        room = Math.min(room, company);
      } else {
        this.#dangerous.push(task);
      }
    }
    return taken;
  }

  /** All that waits, in no order that matters. */
  *waiting(): Generator<number> {
    for (const line of [this.#dangerous, ...this.#thrown.values(), this.#returned]) {
      for (const task of line) if (this.#isPending(task)) yield task;
    }
    for (let task = this.#fresh; task < this.#tasks.total; task += 1) if (this.#isPending(task)) yield task;
  }

  /** Up to `most` tasks for that volunteer, none of them dangerous; those that threw on it last only where it `mayRepeat`. */
  take(most: number, volunteer: VolunteerId, mayRepeat: boolean): Uint32Array {
    const taken = new Uint32Array(Math.min(most, this.#tasks.pending));
    let count = 0;
    for (const [on, line] of this.#thrown) {
      if (count === taken.length) break;
      if (on === volunteer && !mayRepeat) continue;
      count = this.#fill(taken, count, line);
      if (line.length === 0) this.#thrown.delete(on);
    }
    count = this.#fill(taken, count, this.#returned);
    while (count < taken.length && this.#fresh < this.#tasks.total) {
      if (this.#isPending(this.#fresh)) {
        taken[count] = this.#fresh;
        count += 1;
      }
      this.#fresh += 1;
    }
    return count === taken.length ? taken : taken.slice(0, count);
  }

  /** Gives how many are taken then. */
  #fill(taken: Uint32Array, from: number, line: TaskLine): number {
    let count = from;
    while (count < taken.length) {
      const task = line.shift();
      if (task === undefined) break;
      if (!this.#isPending(task)) continue;
      taken[count] = task;
      count += 1;
    }
    return count;
  }

  #isPending(task: number): boolean {
    return this.#tasks.state(task) === taskStates.pending;
  }
}
