import type { LeaseId, VolunteerId } from "../ids.ts";

/** A task's state as a number, for a column of bytes. */
export const taskStates = {
  pending: 0,
  leased: 1,
  /** A result has been accepted and is not yet on record; counts as leased until it is. */
  accepted: 2,
  done: 3,
  failed: 4,
} as const;

export type TaskState = (typeof taskStates)[keyof typeof taskStates];

const { pending, leased, accepted, done, failed } = taskStates;

/** From each state the ones that may follow. */
const followers: readonly (readonly number[])[] = [[leased, accepted], [pending, accepted], [done, failed], [], []];

/** What is on record of a task. */
interface RestoredTask {
  readonly volunteer: number;
  readonly runtimeMs: number;
  /** Executions begun; at most 255. */
  readonly attempts: number;
  readonly isFailed: boolean;
}

/**
 * The tasks of a job in columns: 15 bytes each, because a job may have ten million.
 * The counters are those of promise 2: done + failed + leased + pending = total, at every moment.
 */
export class Tasks {
  readonly total: number;
  readonly #state: Uint8Array;
  readonly #attempts: Uint8Array;
  readonly #deaths: Uint8Array;
  /** The lease that still has to answer for the task; 0 for none. Stays when the result of a copy is accepted. */
  readonly #holder: Uint32Array;
  readonly #volunteer: Uint32Array;
  readonly #runtimeMs: Float32Array;
  readonly #counts = new Uint32Array(5);

  constructor(total: number) {
    this.total = total;
    this.#state = new Uint8Array(total);
    this.#attempts = new Uint8Array(total);
    this.#deaths = new Uint8Array(total);
    this.#holder = new Uint32Array(total);
    this.#volunteer = new Uint32Array(total);
    this.#runtimeMs = new Float32Array(total);
    this.#counts[pending] = total;
  }

  get pending(): number {
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

  /** Tasks that are neither on record nor accepted. */
  get open(): number {
    return (this.#counts[pending] ?? 0) + (this.#counts[leased] ?? 0);
  }

  state(task: number): number {
    return this.#state[task] ?? pending;
  }

  attempts(task: number): number {
    return this.#attempts[task] ?? 0;
  }

  deaths(task: number): number {
    return this.#deaths[task] ?? 0;
  }

  /** The lease that still has to answer for the task; 0 for none. */
  holder(task: number): number {
    return this.#holder[task] ?? 0;
  }

  /** The volunteer that computed the accepted result; 0 before. */
  volunteer(task: number): number {
    return this.#volunteer[task] ?? 0;
  }

  runtimeMs(task: number): number {
    return this.#runtimeMs[task] ?? 0;
  }

  /** @throws Error where the states do not follow one another: a bug of the scheduler, never of a message. */
  #move(task: number, to: TaskState): void {
    const from = this.state(task);
    if (followers[from]?.includes(to) !== true) {
      throw new Error(
        `task ${task} cannot go from state ${from} to ${to} (attempts ${this.attempts(task)}, holder ${this.holder(task)})`,
      );
    }
    this.#state[task] = to;
    this.#counts[from] = (this.#counts[from] ?? 0) - 1;
    this.#counts[to] = (this.#counts[to] ?? 0) + 1;
  }

  lease(task: number, lease: LeaseId): void {
    this.#move(task, leased);
    this.#holder[task] = lease;
    this.countAttempt(task);
  }

  /** Executions begun; stays at 255, which only a job with that many lost volunteers reaches. */
  countAttempt(task: number): void {
    this.#attempts[task] = Math.min(255, this.attempts(task) + 1);
  }

  /**
   * Takes back an attempt: the volunteer gave the task back unstarted. A task with a result by another copy keeps its count,
   * which is on record or on its way there.
   */
  uncountAttempt(task: number): void {
    const state = this.state(task);
    const attempts = this.attempts(task);
    if ((state === pending || state === leased) && attempts > 0 && attempts < 255) this.#attempts[task] = attempts - 1;
  }

  countDeath(task: number, atMost: number): number {
    const deaths = Math.min(Math.max(atMost, this.deaths(task)), this.deaths(task) + 1);
    this.#deaths[task] = deaths;
    return deaths;
  }

  uncountDeaths(task: number, count: number): void {
    this.#deaths[task] = Math.max(0, this.deaths(task) - count);
  }

  /** Another lease has to answer for the task from now on. */
  passOn(task: number, lease: LeaseId): void {
    this.#holder[task] = lease;
  }

  release(task: number): void {
    this.#holder[task] = 0;
  }

  putBack(task: number): void {
    this.#move(task, pending);
  }

  accept(task: number, volunteer: VolunteerId, runtimeMs: number): void {
    this.#move(task, accepted);
    this.#volunteer[task] = volunteer;
    this.#runtimeMs[task] = runtimeMs;
  }

  /**
   * Settles a task that is on record since an earlier epoch.
   * @throws RangeError where there is no such task, Error where it has been restored before.
   */
  restore(task: number, { volunteer, runtimeMs, attempts, isFailed }: RestoredTask): void {
    if (task >= this.total) throw new RangeError(`there is no task ${task}: tasks go from 0 to ${this.total - 1}`);
    this.#move(task, accepted);
    this.#volunteer[task] = volunteer;
    this.#runtimeMs[task] = runtimeMs;
    this.#attempts[task] = attempts;
    this.#move(task, isFailed ? failed : done);
  }

  commitDone(task: number): void {
    this.#move(task, done);
  }

  commitFailed(task: number): void {
    this.#move(task, failed);
  }
}
