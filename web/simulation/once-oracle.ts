import type { Epoch, JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { isOnceOnly, type Scheduler } from "../core/scheduler/state.ts";
import type { JournalEntry } from "../journal/journal.ts";
import type { Findings } from "./findings.ts";
import type { RoomPage } from "./room-page.ts";
import type { TaskPlace } from "./sample-task.ts";
import type { JobPlan } from "./scenario.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

interface OnceOracleWorld {
  readonly findings: Findings;
  readonly jobs: readonly JobPlan[];
  readonly findTab: (number: number) => VolunteerTab | null;
}

/** [P11]: tasks that are executed at most once. */
export class OnceOracle {
  readonly #world: OnceOracleWorld;
  /** By job, the start of the room that put it on record. */
  readonly #recordedBy = new Map<JobId, Epoch>();
  /** By start and job, the start in which it was submitted: a job that was lost with its page may be submitted again, by the same number. */
  readonly #submittedIn = new Map<string, Epoch>();
  /** Tasks that have begun, and those that were given out and may not be given out again. */
  readonly #begun = new Set<string>();
  readonly #given = new Set<string>();
  /** Losses that the log has told of. */
  readonly #told = new Set<string>();

  constructor(world: OnceOracleWorld) {
    this.#world = world;
  }

  #must(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[P11] ${words}`);
  }

  #isOnce(plan: number): boolean {
    return this.#world.jobs[plan - 1]?.options.atMostOnce === true;
  }

  /** A task has begun in a slot, or has ended there. Its run's batch has come over the link that is there, and its lease has not ended with that. */
  computes({ machine, number }: VolunteerTab, run: number, place: TaskPlace, isBeginning: boolean): void {
    const batch = machine?.runs.get(run)?.batch;
    if (!this.#isOnce(place.plan) || batch === undefined) return;
    const words = `task ${place.task} of job ${batch.job} in tab ${number}`;
    this.#must(!batch.orphaned, `${words} is computed though its link has ended`);
    if (!isBeginning) return;
    const name = this.#nameOf(batch.name.epoch, batch.job, place.task);
    this.#must(!this.#begun.has(name), `${words} is begun a second time`);
    this.#begun.add(name);
  }

  #nameOf(epoch: Epoch, job: JobId, task: number): string {
    return `${this.#submittedIn.get(`${epoch} ${job}`)} ${job} ${task}`;
  }

  factArrives(room: RoomPage, event: SchedulerEvent): void {
    const { scheduler } = room;
    if (scheduler === null) return;
    const { epoch } = scheduler;
    if (event.type === "job-submitted") this.#submittedIn.set(`${epoch} ${event.job}`, epoch);
    if (event.type === "job-restored") {
      this.#submittedIn.set(`${epoch} ${event.job}`, this.#recordedBy.get(event.job) ?? epoch);
    }
    if (event.type === "results-arrived") this.#noteUnloaded(room, scheduler, event);
  }

  /** Nothing of it was executed, unless the volunteer lies: it may be given out again. */
  #noteUnloaded(
    room: RoomPage,
    scheduler: Scheduler,
    event: Extract<SchedulerEvent, { type: "results-arrived" }>,
  ): void {
    const lease = scheduler.leases.get(event.lease);
    if (event.epoch !== scheduler.epoch || lease?.session.id !== event.volunteer) return;
    if (event.block.outcomes[0] !== outcomes.notLoaded) return;
    const [, link] = [...room.links].find(([id]) => id === event.volunteer) ?? [];
    const tab = link === undefined ? null : this.#world.findTab(link.ends.volunteer.page.tab);
    for (const task of event.block.indices) {
      const name = this.#nameOf(event.epoch, event.job, task);
      this.#given.delete(name);
      const wasBegun = this.#begun.delete(name);
      this.#must(
        !wasBegun || tab?.hasForged === true,
        `task ${task} of job ${event.job} is begun and said not to have loaded`,
      );
    }
  }

  orderGiven({ scheduler }: RoomPage, effect: SchedulerEffect): void {
    if (scheduler === null) return;
    if (effect.type === "explain" && effect.explanation.type === "lost-for-good") {
      const { job, first, volunteer, because } = effect.explanation;
      // Over a link that lives, the task would go on and keep its slot.
      this.#must(
        because !== "expired" || !scheduler.sessions.has(volunteer),
        `the link outlives task ${first} of job ${job}`,
      );
      this.#told.add(this.#nameOf(scheduler.epoch, job, first));
    }
    if (effect.type === "send-recall") this.#checkRecall(scheduler, effect.lease);
    if (effect.type === "send-batch") this.#checkBatch(scheduler, effect);
    if (effect.type === "commit-results") this.#checkLosses(scheduler, effect);
  }

  #checkBatch(
    scheduler: Scheduler,
    { job: id, epoch, indices }: Extract<SchedulerEffect, { type: "send-batch" }>,
  ): void {
    const job = scheduler.jobs.get(id);
    if (job === undefined || !isOnceOnly(job)) return;
    const isNew = this.#submittedIn.get(`${epoch} ${id}`) === epoch;
    this.#must(
      isNew && indices.length === 1,
      `${indices.length} tasks of job ${id} go out, which is of an earlier start`,
    );
    for (const task of indices) {
      const name = this.#nameOf(epoch, id, task);
      this.#must(!this.#given.has(name), `task ${task} of job ${id} is given out again`);
      this.#given.add(name);
    }
  }

  /** Of a lease that has ended, what has not begun is called back. Of one that lives, only where its volunteer has taken a slot away. */
  #checkRecall(scheduler: Scheduler, lease: number): void {
    const live = [...scheduler.leases.values()].find(({ id }) => id === lease);
    if (live === undefined || !isOnceOnly(live.job)) return;
    const { keptSlots, slots } = live.session;
    this.#must(keptSlots > slots, `the task of lease ${lease} is called back from its slot`);
  }

  #checkLosses(
    { jobs, epoch }: Scheduler,
    { job: id, failures }: Extract<SchedulerEffect, { type: "commit-results" }>,
  ): void {
    const job = jobs.get(id);
    if (job === undefined || !isOnceOnly(job)) return;
    for (const { task, history } of failures) {
      this.#must(history.length <= 1, `task ${task} of job ${id} fails after ${history.length} attempts`);
      const isTold = history[0]?.outcome !== "lost" || this.#told.has(this.#nameOf(epoch, id, task));
      this.#must(isTold, `the log does not say why task ${task} of job ${id} is lost`);
    }
  }

  noteRecord(writer: Epoch, entry: JournalEntry): void {
    if (entry.type === "job-created") this.#recordedBy.set(entry.job, writer);
  }
}
