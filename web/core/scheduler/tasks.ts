import { chunkOf, growChunks, placeOf } from "../chunks.ts";
import type { LeaseId, VolunteerId } from "../ids.ts";

/** A task's state as a number, for a column of bytes. */
export const taskStates = {
  pending: 0,
  leased: 1,
  /** A result has been accepted and is not yet on record; counts as leased until it is. */
  accepted: 2,
  done: 3,
  failed: 4,
  /** Chosen for a volunteer, and its input is on its way; counts as pending until the batch is sent. */
  loading: 5,
  /** Had no result when its job ended early. */
  notNeeded: 6,
  /** In place of its input stands a row that is none. */
  skipped: 7,
} as const;

export type TaskState = (typeof taskStates)[keyof typeof taskStates];

const { pending, leased, accepted, done, failed, loading, notNeeded, skipped } = taskStates;

/** For each state a bit for each one that may follow. */
const followers: Readonly<Record<TaskState, number>> & Readonly<Record<number, number>> = {
  [pending]: (1 << loading) | (1 << accepted) | (1 << skipped),
  [leased]: (1 << pending) | (1 << accepted),
  [accepted]: (1 << done) | (1 << failed),
  [done]: 0,
  [failed]: 0,
  [loading]: (1 << leased) | (1 << pending) | (1 << accepted),
  [notNeeded]: 0,
  [skipped]: 0,
};

/** Attempts are counted in a byte. */
const mostAttempts = 255;

/** Columns of neighbouring tasks. */
interface Chunk {
  readonly state: Uint8Array;
  readonly attempts: Uint8Array;
  readonly deaths: Uint8Array;
  /** The lease that still has to answer for the task; 0 for none. Stays when the result of a copy is accepted. */
  readonly holder: Uint32Array;
  readonly volunteer: Uint32Array;
  readonly runtimeMs: Float32Array;
}

function createChunk(size: number, before: Chunk | undefined): Chunk {
  const chunk = {
    state: new Uint8Array(size),
    attempts: new Uint8Array(size),
    deaths: new Uint8Array(size),
    holder: new Uint32Array(size),
    volunteer: new Uint32Array(size),
    runtimeMs: new Float32Array(size),
  };
  if (before === undefined) return chunk;
  chunk.state.set(before.state);
  chunk.attempts.set(before.attempts);
  chunk.deaths.set(before.deaths);
  chunk.holder.set(before.holder);
  chunk.volunteer.set(before.volunteer);
  chunk.runtimeMs.set(before.runtimeMs);
  return chunk;
}

/** Stands for the columns of a task that is not there. */
const noChunk = createChunk(0, undefined);

/** Stands for those of tasks that were let go: all of them are done, as far as anybody asks. */
const goneChunk = createChunk(0, undefined);

function isSettled({ state, holder }: Chunk): boolean {
  return state.every((one) => one === done || one === failed || one === skipped) && holder.every((one) => one === 0);
}

/** What is on record of a task. */
interface RestoredTask {
  readonly volunteer: number;
  readonly runtimeMs: number;
  /** Executions begun; at most 255. */
  readonly attempts: number;
  readonly isFailed: boolean;
}

/**
 * The tasks of a job in columns: 15 bytes each, because a job may have ten million. The columns are in chunks, so that a job
 * may grow without a copy of what is there.
 * The counters are those of promise 2: done + failed + leased + pending + notNeeded + skipped = total, at every moment.
 */
export class Tasks {
  readonly #chunks: Chunk[] = [];
  readonly #counts = new Uint32Array(8);
  #total = 0;
  /** Chunks that were let go, the first ones. */
  #gone = 0;
  #hasEndedEarly = false;

  constructor(total: number) {
    this.add(total);
  }

  /** Rises while the job grows. */
  get total(): number {
    return this.#total;
  }

  /** Further tasks, pending, behind those that are there. */
  add(count: number): void {
    growChunks(this.#chunks, this.#total + count, ({ state }) => state.length, createChunk);
    this.#total += count;
    this.#count(pending, count);
  }

  /**
   * Nobody asks for tasks before this one any more. Their columns go, a chunk at a time, once all in it are settled and no lease has to
   * answer for one of them; the counters stay.
   */
  letGo(before: number): void {
    // A table grows by its last chunk.
    const end = Math.min(chunkOf(before), this.#chunks.length - 1);
    for (; this.#gone < end; this.#gone += 1) {
      const chunk = this.#chunks[this.#gone] ?? noChunk;
      if (!isSettled(chunk)) return;
      this.#chunks[this.#gone] = goneChunk;
    }
  }

  #chunk(task: number): Chunk {
    return this.#chunks[chunkOf(task)] ?? noChunk;
  }

  #count(state: number, by: number): void {
    this.#counts[state] = (this.#counts[state] ?? 0) + by;
  }

  /** Tasks in nobody's hands. */
  get pending(): number {
    return this.queued + (this.#counts[loading] ?? 0);
  }

  /** Pending tasks that no volunteer has been chosen for. */
  get queued(): number {
    return this.#counts[pending] ?? 0;
  }

  get leased(): number {
    return (this.#counts[leased] ?? 0) + (this.#counts[accepted] ?? 0);
  }

  /** Whether a result has been accepted and is not yet on record. */
  get hasAccepted(): boolean {
    return (this.#counts[accepted] ?? 0) > 0;
  }

  get done(): number {
    return this.#counts[done] ?? 0;
  }

  get failed(): number {
    return this.#counts[failed] ?? 0;
  }

  get notNeeded(): number {
    return this.#counts[notNeeded] ?? 0;
  }

  get skipped(): number {
    return this.#counts[skipped] ?? 0;
  }

  /** Tasks that nothing more will become of: each has a result on record, or is skipped. */
  get settled(): number {
    return this.done + this.failed + this.skipped;
  }

  /** Tasks that are neither on record nor accepted, and are to be computed. */
  get open(): number {
    return this.pending + (this.#counts[leased] ?? 0);
  }

  state(task: number): number {
    const chunk = this.#chunk(task);
    return chunk === goneChunk ? done : this.#shownAs(chunk.state[placeOf(task)] ?? pending);
  }

  /** All pending tasks stop being needed at once, without a look at each of ten million. */
  #shownAs(state: number): number {
    return this.#hasEndedEarly && state === pending ? notNeeded : state;
  }

  /** The job has ended early: what is pending is not needed. To be called when no task is leased, or awaits its input. */
  endEarly(): void {
    this.#hasEndedEarly = true;
    this.#counts[notNeeded] = this.queued;
    this.#counts[pending] = 0;
  }

  attempts(task: number): number {
    return this.#chunk(task).attempts[placeOf(task)] ?? 0;
  }

  deaths(task: number): number {
    return this.#chunk(task).deaths[placeOf(task)] ?? 0;
  }

  /** The lease that still has to answer for the task; 0 for none. */
  holder(task: number): number {
    return this.#chunk(task).holder[placeOf(task)] ?? 0;
  }

  /** The volunteer that computed the accepted result; 0 before. */
  volunteer(task: number): number {
    return this.#chunk(task).volunteer[placeOf(task)] ?? 0;
  }

  runtimeMs(task: number): number {
    return this.#chunk(task).runtimeMs[placeOf(task)] ?? 0;
  }

  /**
   * Gives the task's columns, for what changes with its state.
   * @throws Error where the states do not follow one another: a bug of the scheduler, never of a message.
   */
  #move(task: number, to: TaskState): Chunk {
    const chunk = this.#chunk(task);
    const place = placeOf(task);
    const from = this.state(task);
    if (task >= this.#total || ((followers[from] ?? 0) & (1 << to)) === 0) {
      throw new Error(
        `task ${task} cannot go from state ${from} to ${to} (attempts ${this.attempts(task)}, holder ${this.holder(task)})`,
      );
    }
    chunk.state[place] = to;
    this.#count(from, -1);
    this.#count(to, 1);
    return chunk;
  }

  /** The task has no input, and will never be computed. */
  skip(task: number): void {
    this.#move(task, skipped);
  }

  /** The task's input is asked for. */
  load(task: number): void {
    this.#move(task, loading);
  }

  /** Gives the executions begun, as `countAttempt`. */
  lease(task: number, lease: LeaseId): number {
    const { holder, attempts } = this.#move(task, leased);
    const place = placeOf(task);
    holder[place] = lease;
    const begun = Math.min(mostAttempts, (attempts[place] ?? 0) + 1);
    attempts[place] = begun;
    return begun;
  }

  /** Gives the executions begun; stays at 255, which only a job with that many lost volunteers reaches. */
  countAttempt(task: number): number {
    const begun = Math.min(mostAttempts, this.attempts(task) + 1);
    this.#chunk(task).attempts[placeOf(task)] = begun;
    return begun;
  }

  /**
   * Takes back an attempt: the volunteer gave the task back unstarted. A task with a result by another copy keeps its count,
   * which is on record or on its way there.
   */
  uncountAttempt(task: number): void {
    const state = this.state(task);
    const attempts = this.attempts(task);
    const isOpen = state === pending || state === loading || state === leased;
    if (isOpen && attempts > 0 && attempts < mostAttempts) this.#chunk(task).attempts[placeOf(task)] = attempts - 1;
  }

  countDeath(task: number, atMost: number): number {
    const deaths = Math.min(Math.max(atMost, this.deaths(task)), this.deaths(task) + 1);
    this.#chunk(task).deaths[placeOf(task)] = deaths;
    return deaths;
  }

  uncountDeaths(task: number, count: number): void {
    this.#chunk(task).deaths[placeOf(task)] = Math.max(0, this.deaths(task) - count);
  }

  /** Another lease has to answer for the task from now on. */
  passOn(task: number, lease: LeaseId): void {
    this.#chunk(task).holder[placeOf(task)] = lease;
  }

  release(task: number): void {
    this.#chunk(task).holder[placeOf(task)] = 0;
  }

  putBack(task: number): void {
    this.#move(task, pending);
  }

  accept(task: number, volunteer: VolunteerId, runtimeMs: number): void {
    const chunk = this.#move(task, accepted);
    const place = placeOf(task);
    chunk.volunteer[place] = volunteer;
    chunk.runtimeMs[place] = runtimeMs;
  }

  /**
   * Settles a task that is on record since an earlier epoch.
   * @throws RangeError where there is no such task, Error where it has been restored before.
   */
  restore(task: number, { volunteer, runtimeMs, attempts, isFailed }: RestoredTask): void {
    if (task >= this.total) throw new RangeError(`there is no task ${task}: tasks go from 0 to ${this.total - 1}`);
    const chunk = this.#move(task, accepted);
    const place = placeOf(task);
    chunk.volunteer[place] = volunteer;
    chunk.runtimeMs[place] = runtimeMs;
    chunk.attempts[place] = attempts;
    this.#move(task, isFailed ? failed : done);
  }

  commitDone(task: number): void {
    this.#move(task, done);
  }

  commitFailed(task: number): void {
    this.#move(task, failed);
  }
}
