/** Tasks whose arrivals are counted together, so that the nth that waits is found without a look at all before it. */
const tasksPerCount = 1024;

/** Which task got on record as which: columns of 8 bytes a task, one for each way of asking. */
export class Arrivals {
  readonly total: number;
  /** 1 for the first; 0 before. */
  readonly #arrival: Uint32Array;
  readonly #tasks: Uint32Array;
  readonly #counts: Uint16Array;
  #count = 0;

  constructor(total: number) {
    this.total = total;
    this.#arrival = new Uint32Array(total);
    this.#tasks = new Uint32Array(total);
    this.#counts = new Uint16Array(Math.ceil(total / tasksPerCount));
  }

  /** How many have arrived. */
  get count(): number {
    return this.#count;
  }

  /** @throws Error where it has arrived before, RangeError where there is no such task: bugs, never of a message. */
  add(task: number): void {
    const before = this.#arrival[task];
    if (before === undefined) throw new RangeError(`there is no task ${task}: tasks go from 0 to ${this.total - 1}`);
    if (before !== 0) throw new Error(`task ${task} is on record twice`);
    this.#tasks[this.#count] = task;
    this.#count += 1;
    this.#arrival[task] = this.#count;
    const group = Math.floor(task / tasksPerCount);
    this.#counts[group] = (this.#counts[group] ?? 0) + 1;
  }

  /** 1 for the first on record; 0 before. */
  of(task: number): number {
    return this.#arrival[task] ?? 0;
  }

  /** The task that arrived after `nth` others. */
  taskAt(nth: number): number {
    return this.#tasks[nth] ?? 0;
  }

  /** The first task from `task` on that has arrived; the number of tasks where none has. */
  nextArrived(task: number): number {
    let next = task;
    while (next < this.total && this.#arrival[next] === 0) next += this.#isGroupOf(next, 0) ? tasksPerCount : 1;
    return Math.min(next, this.total);
  }

  /** The last task before `task` that has arrived; -1 where none has. */
  previousArrived(task: number): number {
    let previous = Math.min(task, this.total) - 1;
    while (previous >= 0 && this.#arrival[previous] === 0) {
      const first = previous - (previous % tasksPerCount);
      previous = this.#counts[first / tasksPerCount] === 0 ? first - 1 : previous - 1;
    }
    return previous;
  }

  /** The first task from `task` on that has not arrived; the number of tasks where all have. */
  nextWaiting(task: number): number {
    let next = task;
    while (next < this.total && this.#arrival[next] !== 0) {
      next += this.#isGroupOf(next, tasksPerCount) ? tasksPerCount : 1;
    }
    return Math.min(next, this.total);
  }

  /** Whether the task is the first of those counted together, of which so many have arrived. */
  #isGroupOf(task: number, arrived: number): boolean {
    return task % tasksPerCount === 0 && this.#counts[task / tasksPerCount] === arrived;
  }

  /** The task that has not arrived and has `nth` of its kind before it, by index. */
  waitingAt(nth: number): number {
    let before = 0;
    let group = 0;
    for (; group < this.#counts.length; group += 1) {
      const waiting = tasksPerCount - (this.#counts[group] ?? 0);
      if (before + waiting > nth) break;
      before += waiting;
    }
    for (let task = group * tasksPerCount; task < this.total; task += 1) {
      if (this.#arrival[task] !== 0) continue;
      if (before === nth) return task;
      before += 1;
    }
    throw new RangeError(`there is no task ${nth} among the ${this.total - this.#count} that wait`);
  }
}
