import type { JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import type { Findings } from "./findings.ts";
import { timeLimitMs } from "./time-scale.ts";

/** Runtimes have 24 bits. */
const rounding = 1 + 2 ** -23;

/** A histogram of runtimes tells them within a quarter of an octave, and none below a hundredth of a millisecond. */
const grain = 2 ** 0.25;
const shortestMs = 0.01;

/** Runtimes of one answer that the pace is made of. */
const paceSamples = 32;

/** By job and volunteer, one runtime of each. */
class Told {
  readonly #byJob = new Map<JobId, Map<number, number>>();
  readonly #pick: (a: number, b: number) => number;

  /** `pick` says which of two runtimes of a volunteer is kept. */
  constructor(pick: (a: number, b: number) => number) {
    this.#pick = pick;
  }

  note(job: JobId, volunteer: number, runtimeMs: number): void {
    const kept = this.#byJob.get(job) ?? new Map<number, number>();
    this.#byJob.set(job, kept);
    kept.set(volunteer, this.#pick(runtimeMs, kept.get(volunteer) ?? runtimeMs));
  }

  /** The longest one of the job; 0 where there is none. */
  longestOf(job: JobId): number {
    return Math.max(0, ...(this.#byJob.get(job)?.values() ?? []));
  }

  /** The second one when those of a job are sorted, of each job that has two or more. */
  *seconds(order: (a: number, b: number) => number): Generator<readonly [JobId, number]> {
    for (const [job, kept] of this.#byJob) {
      const [, second] = [...kept.values()].toSorted(order);
      if (second !== undefined) yield [job, second];
    }
  }
}

/** What volunteers have told a scheduler that counts: runtimes of results, and those that its pace is made of. */
interface Counted {
  readonly longest: Told;
  readonly shortest: Told;
}

/** [I16] and [I17]: what volunteers say of time. */
export class TimeOracle {
  readonly #findings: Findings;
  readonly #counted = new WeakMap<Scheduler, Counted>();
  /** Milliseconds that the attempts of the fact that is being handled can have taken. */
  #longestMs = 0;
  /** The volunteer that answers under its live lease in the fact that is being handled; null where none does. */
  #answers: number | null = null;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  #of(scheduler: Scheduler): Counted {
    const counted = this.#counted.get(scheduler) ?? { longest: new Told(Math.max), shortest: new Told(Math.min) };
    this.#counted.set(scheduler, counted);
    return counted;
  }

  /** Milliseconds that the job's runtimes say at most. */
  longestMs(scheduler: Scheduler, job: JobId): number {
    return Math.max(shortestMs, this.#of(scheduler).longest.longestOf(job)) * grain * rounding;
  }

  factArrives(scheduler: Scheduler, event: SchedulerEvent): void {
    this.#answers = null;
    if (event.type === "job-restored") {
      const { volunteers, runtimesMs, failed } = event.records;
      for (const [at, volunteer] of volunteers.entries()) {
        if (failed[at] === 1) continue;
        this.#of(scheduler).longest.note(event.job, volunteer, Math.min(runtimesMs[at] ?? 0, timeLimitMs));
      }
    }
    if (event.type !== "results-arrived") return;
    const lease = event.epoch === scheduler.epoch ? scheduler.leases.get(event.lease) : undefined;
    if (lease?.session.id !== event.volunteer || lease.job.id !== event.job) {
      this.#longestMs = timeLimitMs;
      return;
    }
    this.#answers = event.volunteer;
    this.#longestMs = event.now - lease.grantedAt + scheduler.leftOutMs - lease.leftOutBeforeMs;
    const { outcomes: ended, runtimesMs } = event.block;
    const isWithoutInputs = event.busyMs === 0 && ended.every((outcome) => outcome === outcomes.crashed);
    if (ended[0] === outcomes.notLoaded || isWithoutInputs) return;
    for (const runtimeMs of runtimesMs.subarray(0, paceSamples)) {
      this.#of(scheduler).shortest.note(event.job, event.volunteer, Math.min(runtimeMs, this.#longestMs));
    }
  }

  orderGiven(scheduler: Scheduler, effect: SchedulerEffect): void {
    if (effect.type !== "commit-results") return;
    const longest = this.#longestMs * rounding;
    // What is offered may have waited for its link since it began.
    const hasBegunSince = this.#answers === null || effect.beganMsAgo <= longest;
    const arePossible = effect.block.runtimesMs.every((ms) => ms <= longest);
    this.#findings.must(
      hasBegunSince && arePossible,
      `[I16] results of job ${effect.job} took longer than can have passed`,
    );
    if (this.#answers === null) return;
    for (const at of effect.positions ?? effect.block.indices.keys()) {
      this.#of(scheduler).longest.note(effect.job, this.#answers, effect.block.runtimesMs[at] ?? 0);
    }
  }

  /** A single volunteer may say the shortest or the longest runtime; it takes two that what counts for all is as short or as long. */
  factHandled(scheduler: Scheduler): void {
    const { longest, shortest } = this.#of(scheduler);
    for (const [id, second] of longest.seconds((a, b) => b - a)) {
      const known = scheduler.jobs.get(id)?.times.quantileMs(0.95) ?? 0;
      const mostMs = Math.max(shortestMs, second) * grain * rounding;
      this.#findings.must(known <= mostMs, `[I17] one volunteer alone makes job ${id} seem slow`);
    }
    for (const [id, second] of shortest.seconds((a, b) => a - b)) {
      const known = scheduler.jobs.get(id)?.times.typicalMs ?? second;
      this.#findings.must(known * 1.001 >= second, `[I17] one volunteer alone makes job ${id} seem fast`);
    }
  }
}
