import { chunkOf, growChunks, placeOf } from "../../core/chunks.ts";

/** Tasks whose arrivals are counted together, so that the nth that waits is found without a look at all before it. */
const tasksPerCount = 1024;

interface Chunk {
  /** By task: 1 for the first that arrived; 0 before. */
  arrival: Uint32Array;
  /** By arrival: the task. */
  tasks: Uint32Array;
  readonly counts: Uint16Array;
}

function createChunk(size: number, before: Chunk | undefined): Chunk {
  const chunk = {
    arrival: new Uint32Array(size),
    tasks: new Uint32Array(size),
    counts: new Uint16Array(Math.ceil(size / tasksPerCount)),
  };
  if (before === undefined) return chunk;
  chunk.arrival.set(before.arrival);
  chunk.tasks.set(before.tasks);
  chunk.counts.set(before.counts);
  return chunk;
}

const noChunk = createChunk(0, undefined);

/** Stands for those of which nothing is asked any more. */
const goneRows = new Uint32Array(0);

/** Which task got on record as which: columns of 8 bytes a task, one for each way of asking; in chunks, since a job may grow. */
export class Arrivals {
  readonly #chunks: Chunk[] = [];
  #total = 0;
  #count = 0;
  #kept = { task: 0, arrival: 0 };
  /** Chunks without rows of one kind, the first ones. */
  #goneByTask = 0;
  #goneByArrival = 0;

  constructor(total: number) {
    this.grow(total);
  }

  get total(): number {
    return this.#total;
  }

  /** There are so many further tasks. */
  grow(count: number): void {
    this.#total += count;
    growChunks(this.#chunks, this.#total, ({ arrival }) => arrival.length, createChunk);
  }

  /**
   * Nothing is asked any more of tasks before the one, all of which have arrived, nor of the first arrivals. Their rows go, a chunk at a
   * time.
   */
  letGo(tasks: number, arrivals: number): void {
    // A table grows by its last chunk.
    const last = this.#chunks.length - 1;
    for (; this.#goneByTask < Math.min(chunkOf(tasks), last); this.#goneByTask += 1) {
      const chunk = this.#chunks[this.#goneByTask];
      if (chunk !== undefined) chunk.arrival = goneRows;
    }
    for (; this.#goneByArrival < Math.min(chunkOf(arrivals), last); this.#goneByArrival += 1) {
      const chunk = this.#chunks[this.#goneByArrival];
      if (chunk !== undefined) chunk.tasks = goneRows;
    }
    this.#kept = { task: tasks, arrival: arrivals };
  }

  /** The first task, and the number of the first arrival, that something is asked of. */
  get kept(): { readonly task: number; readonly arrival: number } {
    return this.#kept;
  }

  #chunk(row: number): Chunk {
    return this.#chunks[chunkOf(row)] ?? noChunk;
  }

  /** How many have arrived. */
  get count(): number {
    return this.#count;
  }

  /** @throws Error where it has arrived before, RangeError where there is no such task: bugs, never of a message. */
  add(task: number): void {
    if (task >= this.#total) throw new RangeError(`there is no task ${task}: tasks go from 0 to ${this.#total - 1}`);
    const { arrival, counts } = this.#chunk(task);
    const place = placeOf(task);
    if (arrival[place] !== 0) throw new Error(`task ${task} is on record twice`);
    this.#chunk(this.#count).tasks[placeOf(this.#count)] = task;
    this.#count += 1;
    arrival[place] = this.#count;
    const group = Math.floor(place / tasksPerCount);
    counts[group] = (counts[group] ?? 0) + 1;
  }

  /** 1 for the first on record; 0 before. */
  of(task: number): number {
    return this.#chunk(task).arrival[placeOf(task)] ?? 0;
  }

  /** The task that arrived after `nth` others. */
  taskAt(nth: number): number {
    return this.#chunk(nth).tasks[placeOf(nth)] ?? 0;
  }

  /** The first task from `task` on that has arrived; the number of tasks where none has. */
  nextArrived(task: number): number {
    let next = Math.max(task, this.#kept.task);
    while (next < this.total && this.of(next) === 0) next += this.#isGroupOf(next, 0) ? tasksPerCount : 1;
    return Math.min(next, this.total);
  }

  /** The last task before `task` that has arrived; -1 where none has. */
  previousArrived(task: number): number {
    let previous = Math.min(task, this.total) - 1;
    while (previous >= this.#kept.task && this.of(previous) === 0) {
      const first = previous - (previous % tasksPerCount);
      previous = this.#countedFrom(first) === 0 ? first - 1 : previous - 1;
    }
    return previous < this.#kept.task ? -1 : previous;
  }

  /** The first task from `task` on that has not arrived; the number of tasks where all have. */
  nextWaiting(task: number): number {
    let next = Math.max(task, this.#kept.task);
    while (next < this.total && this.of(next) !== 0) {
      next += this.#isGroupOf(next, tasksPerCount) ? tasksPerCount : 1;
    }
    return Math.min(next, this.total);
  }

  /** Whether the task is the first of those counted together, of which so many have arrived. */
  #isGroupOf(task: number, arrived: number): boolean {
    return task % tasksPerCount === 0 && this.#countedFrom(task) === arrived;
  }

  /** How many have arrived of the tasks that are counted together, by the first of them. */
  #countedFrom(task: number): number {
    return this.#chunk(task).counts[placeOf(task) / tasksPerCount] ?? 0;
  }

  /** The task that has not arrived and has `nth` of its kind before it, by index. */
  waitingAt(nth: number): number {
    let before = 0;
    let from = 0;
    for (; from < this.#total; from += tasksPerCount) {
      const waiting = tasksPerCount - this.#countedFrom(from);
      if (before + waiting > nth) break;
      before += waiting;
    }
    for (let task = from; task < this.#total; task += 1) {
      if (this.of(task) !== 0) continue;
      if (before === nth) return task;
      before += 1;
    }
    throw new RangeError(`there is no task ${nth} among the ${this.#total - this.#count} that wait`);
  }
}
