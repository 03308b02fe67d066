import type { VolunteerId } from "../ids.ts";
import { TaskLine } from "./task-line.ts";
import { taskStates, type Tasks } from "./tasks.ts";

/** Dangerous tasks that one search looks at. Those that the volunteer may not have go to the back of the line. */
const dangerousLookAhead = 8;

/** Doubted tasks that one search looks at: as many as a batch may have. */
const doubtedLookAhead = 8_192;

/** Which doubted tasks a volunteer may have, and when. */
interface Judging {
  readonly doubted: "first" | "last" | "never";
  readonly mayJudge: (task: number) => boolean;
}

/** What happened to a task before it became pending again. */
export type Past =
  /** The task came back unstarted, or its volunteer left or was too slow. */
  | "unharmed"
  /** A slot or a volunteer died while executing the task. */
  | "dangerous"
  /** The task threw on doubtful volunteers only, as often as is enough to give it up. */
  | "doubted"
  /** The task threw, last on that volunteer. */
  | { readonly threwOn: VolunteerId };

/**
 * The pending tasks. Those that may have killed a slot or a volunteer go first and in small batches, so that few others are
 * lost with them. All others fill ordinary batches: first those that threw, in a line for each volunteer that they threw on
 * (or, if on doubtful ones only, in a line of their own), then those that came back unharmed, then those never sent, which take no memory here.
 * A task may be settled while it is in a line (by an offered result): it is passed over.
 */
export class PendingQueue {
  readonly #tasks: Tasks;
  readonly #dangerous = new TaskLine();
  /** Tasks by the volunteer that they threw on last; no line is empty. */
  readonly #thrown = new Map<VolunteerId, TaskLine>();
  readonly #doubted = new TaskLine();
  readonly #returned = new TaskLine();
  #fresh = 0;

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  giveBack(task: number, past: Past): void {
    if (past === "unharmed") this.#returned.push(task);
    else if (past === "dangerous") this.#dangerous.push(task);
    else if (past === "doubted") this.#doubted.push(task);
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

  /** All pending tasks that no volunteer has been chosen for, in no particular order. */
  *waiting(): Generator<number> {
    for (const line of [this.#dangerous, this.#doubted, ...this.#thrown.values(), this.#returned]) {
      for (const task of line) if (this.#isPending(task)) yield task;
    }
    for (let task = this.#fresh; task < this.#tasks.total; task += 1) if (this.#isPending(task)) yield task;
  }

  /**
   * Up to `most` tasks for the volunteer, none of them dangerous. Those that threw on it last are given only if it `mayRepeat`,
   * doubted ones before or after all others, or never.
   */
  take(most: number, volunteer: VolunteerId, mayRepeat: boolean, { doubted, mayJudge }: Judging): Uint32Array {
    const taken = new Uint32Array(Math.min(most, this.#tasks.queued));
    let count = doubted === "first" ? this.#fillDoubted(taken, 0, mayJudge) : 0;
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
    if (doubted === "last") count = this.#fillDoubted(taken, count, mayJudge);
    return count === taken.length ? taken : taken.slice(0, count);
  }

  /** Fills `taken` from the line, from index `from` on. Gives the index after the last one filled. */
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

  /** As `#fill`. Tasks that are not for the volunteer go to the back of their line. */
  #fillDoubted(taken: Uint32Array, from: number, mayJudge: (task: number) => boolean): number {
    let count = from;
    for (let looks = Math.min(doubtedLookAhead, this.#doubted.length); looks > 0 && count < taken.length; looks -= 1) {
      const task = this.#doubted.shift();
      if (task === undefined) break;
      if (!this.#isPending(task)) continue;
      if (mayJudge(task)) {
        taken[count] = task;
        count += 1;
      } else {
        this.#doubted.push(task);
      }
    }
    return count;
  }

  #isPending(task: number): boolean {
    return this.#tasks.state(task) === taskStates.pending;
  }
}
