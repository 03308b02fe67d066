import type { Clock } from "../../core/clock.ts";
import type { JobId, VolunteerId } from "../../core/ids.ts";
import { LeakyBucket } from "../../core/leaky-bucket.ts";
import type { TaskProgress } from "../../core/wire/messages.ts";

/** Messages of one volunteer: it sends two a second, and those that a link has held up come together. */
const messagesAtOnce = 20;
const messagesASecond = 4;

/**
 * How far running tasks are, by their volunteers' words. Keeps what each volunteer said last, which is at most one task for
 * each of its slots, less the tasks that have ended since.
 */
export class TaskProgressBook {
  readonly #clock: Clock;
  readonly #running = new Map<VolunteerId, readonly TaskProgress[]>();
  readonly #budgets = new Map<VolunteerId, LeakyBucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False if it is passed over, since the volunteer says more than volunteers do. */
  noteProgress(volunteer: VolunteerId, running: readonly TaskProgress[]): boolean {
    const budget = this.#budgets.get(volunteer) ?? new LeakyBucket(messagesAtOnce, messagesASecond);
    this.#budgets.set(volunteer, budget);
    const now = this.#clock.now();
    if (!budget.fits(1, now)) return false;
    budget.addAmount(1, now);
    this.#running.set(volunteer, running);
    return true;
  }

  /** Attempts of these tasks of the job have ended there: they were answered or given back. */
  endTasks(volunteer: VolunteerId, job: JobId, ended: Uint32Array): void {
    const running = this.#running.get(volunteer);
    if (running === undefined || running.length === 0) return;
    const left = running.filter((each) => each.job !== job || !ended.includes(each.task));
    if (left.length < running.length) this.#running.set(volunteer, left);
  }

  /** The volunteer is gone, and its attempts with it. */
  endAll(volunteer: VolunteerId): void {
    this.#running.delete(volunteer);
  }

  /** From 0 to 1; null where the volunteer that holds the task has not said. */
  partOf(job: JobId, task: number, holder: VolunteerId | null): number | null {
    const running = holder === null ? undefined : this.#running.get(holder);
    return running?.find((each) => each.job === job && each.task === task)?.part ?? null;
  }
}
