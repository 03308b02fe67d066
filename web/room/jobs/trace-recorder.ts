import type { CommitId, JobId, LeaseId, LoadId, VolunteerId } from "../../core/ids.ts";
import { bringsValue } from "../../core/job/job.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { Departure, SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Scheduler } from "../../core/scheduler/state.ts";
import { fates, type JobTrace, type LeaseEnd, type TraceEvent } from "../results/job-trace.ts";

type Fact<Type extends SchedulerEvent["type"]> = Extract<SchedulerEvent, { type: Type }>;
type Order<Type extends SchedulerEffect["type"]> = Extract<SchedulerEffect, { type: Type }>;

interface Traced {
  readonly id: JobId;
  readonly trace: JobTrace;
}

interface OpenLease {
  readonly job: JobId;
  readonly volunteer: VolunteerId;
  /** Tasks that are neither answered nor given back. */
  left: number;
}

/** Explanations of leases that end before all of their tasks are answered. */
const endings: ReadonlyMap<string, LeaseEnd> = new Map([
  ["lease-expired", "expired"],
  ["lost-for-good", "expired"],
  ["job-cancelled", "taken-back"],
  ["job-ended-early", "taken-back"],
]);

/** Notes in the traces of jobs what facts and orders say of attempts. Reads them as they pass, and decides nothing. */
export class TraceRecorder {
  readonly #scheduler: Scheduler;
  readonly #jobs: ReadonlyMap<JobId, Traced>;
  readonly #leases = new Map<LeaseId, OpenLease>();
  /** When the inputs of a batch were asked for. */
  readonly #loads = new Map<LoadId, number>();
  /** Volunteers that are taken for gone, until their links have ended. */
  readonly #givenUp = new Set<VolunteerId>();
  /** Which job an unfinished commit is of. */
  readonly #commits = new Map<CommitId, JobId>();

  constructor(scheduler: Scheduler, jobs: ReadonlyMap<JobId, Traced>) {
    this.#scheduler = scheduler;
    this.#jobs = jobs;
  }

  /** To be called before the orders are carried out: `inputs-ready` comes within one of them. */
  note(fact: SchedulerEvent, orders: readonly SchedulerEffect[]): void {
    this.#noteFact(fact, orders);
    for (const order of orders) this.#noteOrder(order, fact.now);
    const how = this.#howLeasesEnd(fact, orders);
    if (how !== null) this.#endLeases(how, fact.now);
    if (fact.type === "volunteer-left") this.#givenUp.delete(fact.volunteer);
  }

  #traceOf(job: JobId): JobTrace | null {
    return this.#jobs.get(job)?.trace ?? null;
  }

  #noteFact(fact: SchedulerEvent, orders: readonly SchedulerEffect[]): void {
    const { type, now } = fact;
    if (type === "job-submitted" || type === "job-restored") {
      for (const { id, slots } of this.#scheduler.sessions.values())
        this.#noteCame(fact.job, { volunteer: id, slots, isNew: false }, now);
    }
    if (type === "volunteer-joined" || type === "limits-changed") {
      const { volunteer, slots } = fact;
      const isNew = type === "volunteer-joined";
      for (const { id } of this.#jobs.values()) this.#noteCame(id, { volunteer, slots, isNew }, now);
    }
    if (type === "volunteer-left") {
      const { volunteer } = fact;
      const departure = this.#departureOf(fact);
      for (const { trace } of this.#jobs.values()) {
        trace.note({ type: "went", atMs: trace.timeOf(now), volunteer, departure });
      }
    }
    if (type === "results-arrived") this.#noteAnswer(fact, orders);
    if (type === "tasks-returned") this.#noteReturn(fact);
    if (type === "results-committed") this.#noteRecorded(fact);
  }

  /** A volunteer whose link was given up said no goodbye, although it was the room that has closed the link. */
  #departureOf({ volunteer, departure }: Fact<"volunteer-left">): Departure {
    return this.#givenUp.has(volunteer) ? "lost" : departure;
  }

  #noteRecorded({ now, commit }: Fact<"results-committed">): void {
    const job = this.#commits.get(commit);
    const trace = job === undefined ? null : this.#traceOf(job);
    this.#commits.delete(commit);
    trace?.note({ type: "recorded", atMs: trace.timeOf(now), commit });
  }

  #noteCame(job: JobId, came: Omit<Extract<TraceEvent, { type: "came" }>, "type" | "atMs">, now: number): void {
    const trace = this.#traceOf(job);
    trace?.note({ type: "came", atMs: trace.timeOf(now), ...came });
  }

  #noteAnswer(fact: Fact<"results-arrived">, orders: readonly SchedulerEffect[]): void {
    const { now, job, volunteer, lease, slot, block } = fact;
    const trace = this.#traceOf(job);
    if (trace === null) return;
    const commit = orders.find((order) => isCommitOfAnswer(order)) ?? null;
    const { indices, runtimesMs } = block;
    trace.note({
      type: "answered",
      atMs: trace.timeOf(now),
      volunteer,
      lease,
      slot,
      startedMs: trace.timeOf(now - fact.beganMsAgo),
      // What came in one message shares its bytes, which would be kept with the columns.
      indices: indices.slice(),
      runtimesMs: runtimesMs.slice(),
      fates: fatesOf(fact, commit),
      commit: commit?.commit ?? null,
    });
    this.#settle(lease, indices.length, now);
  }

  #noteReturn({ now, volunteer, lease, indices }: Fact<"tasks-returned">): void {
    const open = this.#leases.get(lease);
    const trace = open === undefined ? null : this.#traceOf(open.job);
    trace?.note({ type: "returned", atMs: trace.timeOf(now), volunteer, lease, indices: indices.slice() });
    this.#settle(lease, indices.length, now);
  }

  /** So many tasks of the lease are answered or given back. */
  #settle(lease: LeaseId, count: number, now: number): void {
    const open = this.#leases.get(lease);
    if (open === undefined) return;
    open.left -= count;
    if (open.left <= 0) this.#leases.delete(lease);
    else if (!this.#scheduler.leases.has(lease)) this.#end(lease, open, "taken-back", now);
  }

  #noteOrder(order: SchedulerEffect, now: number): void {
    if (order.type === "load-inputs") this.#loads.set(order.load, now);
    if (order.type === "drop-inputs") this.#loads.delete(order.load);
    if (order.type === "send-batch") this.#noteBatch(order, now);
    if (order.type === "send-recall") this.#noteRecall(order, now);
    if (order.type === "give-up-link") this.#givenUp.add(order.volunteer);
    if (order.type === "commit-results") this.#commits.set(order.commit, order.job);
  }

  #noteRecall({ volunteer, lease, count }: Order<"send-recall">, now: number): void {
    const open = this.#leases.get(lease);
    const trace = open === undefined ? null : this.#traceOf(open.job);
    trace?.note({ type: "recalled", atMs: trace.timeOf(now), volunteer, lease, count });
  }

  #noteBatch({ volunteer, job, lease, indices, attempts, load }: Order<"send-batch">, now: number): void {
    const trace = this.#traceOf(job);
    if (trace === null) return;
    const chosenMs = trace.timeOf(this.#loads.get(load) ?? now);
    this.#loads.delete(load);
    this.#leases.set(lease, { job, volunteer, left: indices.length });
    const isCopy = this.#scheduler.leases.get(lease)?.copy ?? false;
    const tasks = { indices: indices.slice(), attempts: attempts.slice() };
    trace.note({ type: "sent", atMs: trace.timeOf(now), volunteer, lease, chosenMs, isCopy, ...tasks });
  }

  /** null where all leases go on, but for those that were answered. */
  #howLeasesEnd(fact: SchedulerEvent, orders: readonly SchedulerEffect[]): LeaseEnd | null {
    if (fact.type === "volunteer-left") return this.#departureOf(fact);
    if (fact.type === "job-cancelled") return "taken-back";
    for (const order of orders) {
      if (order.type === "job-ended" || order.type === "job-stopped" || order.type === "job-ended-early") {
        return "taken-back";
      }
      const how = order.type === "explain" ? endings.get(order.explanation.type) : undefined;
      if (how !== undefined) return how;
    }
    return null;
  }

  #endLeases(how: LeaseEnd, now: number): void {
    for (const [lease, open] of this.#leases) {
      if (!this.#scheduler.leases.has(lease)) this.#end(lease, open, how, now);
    }
  }

  #end(lease: LeaseId, { job, volunteer }: OpenLease, how: LeaseEnd, now: number): void {
    this.#leases.delete(lease);
    const trace = this.#traceOf(job);
    trace?.note({ type: "ended", atMs: trace.timeOf(now), volunteer, lease, how });
  }
}

/** A commit without a slot gives tasks up that no answer has settled. */
function isCommitOfAnswer(order: SchedulerEffect): order is Order<"commit-results"> {
  return order.type === "commit-results" && order.slot !== null;
}

/** null where all are kept. */
function fatesOf({ block }: Fact<"results-arrived">, commit: Order<"commit-results"> | null): Uint8Array | null {
  const { indices, outcomes } = block;
  if (commit !== null && commit.positions === null && commit.failures.length === 0) return null;
  const found = Uint8Array.from(outcomes, (outcome) => (bringsValue(outcome) ? fates.late : fates.threw));
  for (const position of commit?.positions ?? []) found[position] = fates.kept;
  const failed = new Set(commit?.failures.map(({ task }) => task));
  for (const [position, task] of indices.entries()) if (failed.has(task)) found[position] = fates.failed;
  return found;
}
