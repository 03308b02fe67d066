import { browserClock } from "../../environment/browser/browser-clock.ts";
import { FactQueue, type Unstamped } from "../../core/fact-queue.ts";
import type { CommitId, JobId, VolunteerId } from "../../core/ids.ts";
import { InOrder } from "../../core/job/in-order.ts";
import type { InputSource } from "../../core/job/inputs.ts";
import type { ThrownError } from "../../core/job/job.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import { explain, type Explanation } from "../../core/scheduler/explanation.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import type { Scheduler } from "../../core/scheduler/state.ts";
import { messageOf } from "../../core/message-of.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import type { AcceptedResults } from "../../journal/journal.ts";
import { Alarm } from "../../core/alarm.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { Workload } from "../../workloads/workload.ts";
import type { Members } from "../people/people.ts";
import { packInputs } from "./pack-inputs.ts";
import { readThrown, type JobRecord } from "../results/job-results.ts";
import { resultInWords } from "../results/result-words.ts";
import { say, sendAway } from "../people/send-message.ts";

type Batch = Extract<SchedulerEffect, { type: "send-batch" }>;
type Commit = Extract<SchedulerEffect, { type: "commit-results" }>;

/** A job as the page knows it: what the scheduler does not need to know. */
export interface PageJob {
  readonly id: JobId;
  readonly request: JobDefinition;
  readonly workload: Workload;
  readonly inputs: InputSource;
  readonly record: JobRecord;
  /** Why its program could not be loaded; null unless the job was stopped for that. */
  problem: ThrownError | null;
}

interface Surroundings {
  readonly scheduler: Scheduler;
  readonly members: Members;
  readonly log: LogBook;
  readonly jobOf: (id: JobId) => PageJob;
  readonly jobEnded: (job: PageJob, done: number, failed: number) => void;
  /** Nothing of it will be asked for any more. */
  readonly jobDropped: (id: JobId) => void;
  readonly jobStopped: (job: PageJob, problem: ThrownError) => void;
  /** Its tasks cannot be handed out at the moment: it must stand still, or each further one would fail as this one did. */
  readonly jobStuck: (job: PageJob, reason: string) => void;
  /**
   * Puts results on record for good; `written` is called once they are there, with how long the job had been going when
   * they came, and never if they are not. `isLast`: no task of the job is left to be computed.
   */
  readonly commit: (
    job: PageJob,
    results: Omit<AcceptedResults, "elapsedMs">,
    isLast: boolean,
    written: (elapsedMs: number) => void,
  ) => void;
  /** The scheduler has dealt with a fact, and its orders are carried out. */
  readonly handled: () => void;
  /** Something that people see has changed; where a job has ended with it, they have waited for that. */
  readonly changed: (hasEnded: boolean) => void;
}

/**
 * Carries out what the scheduler orders, and tells it what came of it. Takes no decision: one exhaustive switch.
 */
export class TaskFlow {
  readonly #surroundings: Surroundings;
  #isStopped = false;
  /** Of jobs whose results are followed in the order of their tasks. */
  readonly #deliveries = new WeakMap<PageJob, InOrder>();
  readonly #alarm = new Alarm(browserClock, () => this.tell({ type: "alarm-rang" }));
  readonly #facts = new FactQueue<Unstamped<SchedulerEvent>>((fact) => this.#deal(fact));

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  tell(fact: Unstamped<SchedulerEvent>): void {
    if (this.#isStopped) return;
    this.#facts.submitFact(fact);
  }

  #deal(fact: Unstamped<SchedulerEvent>): void {
    const effects = handle(this.#surroundings.scheduler, { ...fact, now: performance.now() });
    for (const effect of effects) this.#carryOut(effect);
    this.#surroundings.handled();
    if (isSeen(fact.type, effects))
      this.#surroundings.changed(effects.some(({ type }) => type === "job-ended" || type === "job-stopped"));
  }

  /** For good: what links still say of their ends concerns nobody any more. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm.setAlarm(null);
  }

  #send(volunteer: VolunteerId, message: DownMessage): void {
    const link = this.#surroundings.members.get(volunteer)?.link ?? null;
    if (link !== null) say(link, message);
  }

  #carryOut(effect: SchedulerEffect): void {
    const { members, log, jobOf, jobEnded, jobStopped, jobDropped } = this.#surroundings;
    switch (effect.type) {
      case "send-job": {
        const { request } = jobOf(effect.job);
        const { language, source } = request.program;
        const { timeLimitMs } = request.options;
        const name = request.workload;
        this.#send(effect.volunteer, { type: "job", job: effect.job, name, language, source, timeLimitMs });
        return;
      }
      case "send-batch": {
        this.#sendBatch(effect);
        return;
      }
      case "send-recall":
        this.#send(effect.volunteer, {
          type: "recall",
          epoch: effect.epoch,
          lease: effect.lease,
          count: effect.count,
        });
        return;
      case "send-close-job":
        this.#send(effect.volunteer, { type: "close-job", job: effect.job });
        return;
      case "commit-results":
        this.#commit(effect.commit, effect);
        return;
      case "acknowledge":
        this.#send(effect.volunteer, { type: "committed", parcels: effect.parcels });
        return;
      case "set-alarm":
        this.#alarm.setAlarm(effect.at);
        return;
      case "dismiss": {
        log.write("trouble", `${members.nameOf(effect.volunteer)} is sent away: ${effect.reason}`);
        const link = members.get(effect.volunteer)?.link ?? null;
        if (link !== null) sendAway(link, effect.reason);
        return;
      }
      case "give-up-link": {
        const seconds = Math.round(effect.silentMs / 1_000);
        members.get(effect.volunteer)?.link?.close(`its path is interrupted, and nothing was heard for ${seconds} s`);
        return;
      }
      case "job-ended":
        jobEnded(jobOf(effect.job), effect.done, effect.failed);
        return;
      case "job-dropped":
        jobDropped(effect.job);
        return;
      // The clock of the job shown is set after each fact.
      case "job-waits":
        return;
      case "job-stopped":
        jobStopped(jobOf(effect.job), describeThrown(readThrown(effect.error)));
        return;
      case "explain": {
        const { explanation } = effect;
        log.write(isTrouble(explanation) ? "trouble" : "people", () =>
          explain(explanation, (id) => members.nameOf(id)),
        );
        return;
      }
    }
  }

  /**
   * Inputs were seen to travel before their job began. What may still go wrong, such as memory that has run out, stops the
   * job and not the room.
   */
  #sendBatch({ volunteer, job, epoch, lease, indices }: Batch): void {
    const { jobOf, jobStuck } = this.#surroundings;
    try {
      const inputs = packInputs(jobOf(job).inputs, indices);
      const count = inputs.ends.length;
      this.#send(volunteer, { type: "batch", epoch, lease, job, indices: indices.subarray(0, count), inputs });
      this.tell({ type: "batch-sent", lease, bytes: inputs.bytes.length, count });
    } catch (error) {
      jobStuck(jobOf(job), `inputs of tasks from ${indices[0] ?? 0} on cannot be sent: ${messageOf(error)}`);
      this.tell({ type: "batch-sent", lease, bytes: 0, count: 0 });
    }
  }

  /** What has been accepted is shown and answered when it is on record. */
  #commit(commit: CommitId, effect: Commit): void {
    const { jobOf, commit: put } = this.#surroundings;
    const { volunteer, block, positions, failures, attempts, isLast } = effect;
    put(jobOf(effect.job), { volunteer, block, positions, failures, attempts }, isLast, (elapsedMs) =>
      this.#settle(commit, effect, elapsedMs),
    );
  }

  /** In the order that the job wants. */
  #settle(commit: CommitId, effect: Commit, elapsedMs: number): void {
    const { jobOf, log } = this.#surroundings;
    const { block, positions, failures, settled } = effect;
    const job = jobOf(effect.job);
    job.record.beginParcel(elapsedMs);
    if (block.indices.length > 0) job.record.add(block, positions, effect.volunteer);
    for (const failure of failures) job.record.addFailure(failure);
    if (job.request.options.order === "index") {
      this.#inOrder(job).deliver((task) => this.#report(job, task));
    } else {
      log.writeAll(settled.length, (at) => this.#report(job, settled[at] ?? 0));
    }
    this.tell({ type: "results-committed", commit });
  }

  #inOrder(job: PageJob): InOrder {
    const known = this.#deliveries.get(job);
    if (known !== undefined) return known;
    const delivery = new InOrder(job.inputs.total, (task) => job.record.has(task));
    this.#deliveries.set(job, delivery);
    return delivery;
  }

  #report(job: PageJob, task: number): void {
    const { scheduler, log } = this.#surroundings;
    const runtimeMs = scheduler.jobs.get(job.id)?.tasks.runtimeMs(task) ?? 0;
    if (job.record.failureOf(task) !== undefined) log.write("trouble", () => failureLine(job, task));
    else log.write("result", () => resultLine(job, task, runtimeMs));
  }
}

/** Hundreds of heartbeats a second change nothing that people see, unless an order follows from one. */
function isSeen(fact: SchedulerEvent["type"], effects: readonly SchedulerEffect[]): boolean {
  const isRoutine = fact === "heartbeat-arrived" || fact === "alarm-rang" || fact === "batch-sent";
  return !isRoutine || effects.some(({ type }) => type !== "set-alarm");
}

/** What is in the order of things, such as a copy at the end of a job, is no trouble. */
function isTrouble({ type }: Explanation): boolean {
  return type === "volunteer-gone" || type === "lease-expired" || type === "will-retry" || type === "given-up";
}

/** `Result: 8399 * 8399 = 70543201, runtime: 1s` */
function resultLine(job: PageJob, task: number, runtimeMs: number): string {
  const seconds = Math.round(runtimeMs / 1_000);
  return `Result: ${resultInWords(job, task)}, runtime: ${seconds}s`;
}

/** `Failed: 8399 * 8399, RangeError: too large, attempts: 2` */
function failureLine(job: PageJob, task: number): string {
  const { workload, inputs, record } = job;
  const attempts = record.failureOf(task)?.history.length ?? 0;
  const words = cutWords(workload.describeTask(inputs.look(task)));
  return `Failed: ${words}, ${resultInWords(job, task)}, attempts: ${attempts}`;
}
