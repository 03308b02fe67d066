import type { LeaseTickets } from "../../core/lease-ticket.ts";
import { Alarm } from "../../core/alarm.ts";
import type { Clock } from "../../core/clock.ts";
import { FactQueue, type Unstamped } from "../../core/fact-queue.ts";
import { jobNumber, type JobId, type VolunteerId } from "../../core/ids.ts";
import { workOf } from "../../core/job/job-definition.ts";
import { outcomes } from "../../core/job/job.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Explanation } from "../../core/scheduler/explanation.ts";
import { FactLog } from "../../core/scheduler/fact-log.ts";
import { isOver, type Scheduler } from "../../core/scheduler/state.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import type { JournalWriter } from "../record/journal-writer.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Saying } from "../../words/sayings.ts";
import type { OpenCalls } from "../people/open-calls.ts";
import type { People } from "../people/people.ts";
import { sendAway, sendMessage } from "../people/send-message.ts";
import { readThrown } from "../results/settlements.ts";
import type { Announce } from "../room-event.ts";
import type { SchedulerMachine } from "../room.ts";
import type { Job } from "./job.ts";
import { InputLoads } from "./input-loads.ts";
import type { LargeInputs } from "./large-inputs.ts";
import { TraceRecorder } from "./trace-recorder.ts";

type Batch = Extract<SchedulerEffect, { type: "send-batch" }>;
type Commit = Extract<SchedulerEffect, { type: "commit-results" }>;

interface Surroundings {
  readonly clock: Clock;
  readonly machine: SchedulerMachine;
  readonly scheduler: Scheduler;
  /** The jobs that the scheduler knows; one is there before its first order, and goes with `job-dropped`. */
  readonly jobs: Map<JobId, Job>;
  readonly people: People;
  readonly writer: Pick<JournalWriter, "append">;
  readonly log: LogBook;
  readonly announce: Announce;
  readonly largeInputs: LargeInputs;
  readonly tickets: LeaseTickets;
  readonly calls: OpenCalls;
}

/** Carries out what the scheduler orders, and submits the facts that answer. Takes no decision: one exhaustive switch. */
export class SchedulerShell {
  /** The last facts and orders, for a report of what went wrong. */
  readonly factLog = new FactLog();
  readonly #surroundings: Surroundings;
  readonly #alarm: Alarm;
  readonly #loads: InputLoads;
  readonly #trace: TraceRecorder;
  readonly #facts = new FactQueue<Unstamped<SchedulerEvent>>((fact) => this.#handleFact(fact));
  #isStopped = false;
  /** Milliseconds left out of the clock, as the machine knows. */
  #leftOutMs: number;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const { clock, largeInputs: large } = surroundings;
    this.#loads = new InputLoads({ clock, large, answer: (fact) => this.submitFact(fact) });
    this.#trace = new TraceRecorder(surroundings.scheduler, surroundings.jobs);
    this.#alarm = new Alarm(clock, () => this.submitFact({ type: "alarm-rang" }));
    this.#leftOutMs = clock.leftOutMs?.() ?? 0;
  }

  /** Returns when the fact's orders are carried out, unless a fact is being dealt with further up. */
  submitFact(fact: Unstamped<SchedulerEvent>): void {
    if (!this.#isStopped) this.#facts.submitFact(fact);
  }

  #handleFact(unstamped: Unstamped<SchedulerEvent>): void {
    const now = this.#surroundings.clock.now();
    this.#noteLeftOut(now);
    this.#handleStamped({ ...unstamped, now });
  }

  /** Told before the fact with which the page goes on. */
  #noteLeftOut(now: number): void {
    const leftOutMs = this.#surroundings.clock.leftOutMs?.() ?? 0;
    const ms = leftOutMs - this.#leftOutMs;
    this.#leftOutMs = leftOutMs;
    if (ms > 0) this.#handleStamped({ type: "time-left-out", ms, now });
  }

  #handleStamped(fact: SchedulerEvent): void {
    const { announce, jobs } = this.#surroundings;
    const effects = this.#ask(fact);
    this.#trace.note(fact, effects);
    for (const effect of effects) this.#carryOut(effect);
    if (!isSeen(fact.type, effects)) return;
    const isNamed = areSeveralOpen(jobs);
    for (const job of jobs.values()) job.noteChange(isNamed);
    announce({ type: "changed", isEnd: effects.some(({ type }) => ends.has(type)) });
  }

  /** A fact that the machine throws at is noted, too: a report of what went wrong needs it most. */
  #ask(fact: SchedulerEvent): readonly SchedulerEffect[] {
    const { machine, scheduler } = this.#surroundings;
    let effects: readonly SchedulerEffect[] = [];
    try {
      effects = machine.handle(scheduler, fact);
      return effects;
    } finally {
      this.factLog.note(fact, effects);
    }
  }

  /** For good: what links still say of their ends concerns this start of the room no more. */
  stopScheduling(): void {
    this.#isStopped = true;
    this.#loads.stop();
    this.#alarm.setAlarm(null);
  }

  #jobOf(id: JobId): Job {
    const job = this.#surroundings.jobs.get(id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  #send(volunteer: VolunteerId, message: DownMessage): void {
    const link = this.#surroundings.people.linkOf(volunteer);
    if (link !== null) sendMessage(link, message);
  }

  #carryOut(effect: SchedulerEffect): void {
    const { jobs, people, log } = this.#surroundings;
    switch (effect.type) {
      case "send-job": {
        const { definition } = this.#jobOf(effect.job);
        const { title, about = "", program, options, view, shared } = definition;
        const { unit: workUnit, ofTask: workOfTask } = workOf(definition);
        const { language, source, files } = program;
        const { timeLimitMs, seed, atMostOnce = false } = options;
        const words = { title, about, workUnit, workOfTask, part: view.part ?? null, taskTemplate: view.task };
        const told = { ...words, language, source, files, shared, timeLimitMs, seed, atMostOnce };
        this.#send(effect.volunteer, { type: "job", job: effect.job, ...told });
        return;
      }
      case "load-inputs": {
        // Not watched as the source is: what is brought here comes from the record.
        this.#loads.load(effect, this.#jobOf(effect.job).inputs);
        return;
      }
      case "want-tasks":
        this.#jobOf(effect.job).feed?.askInputs(effect.count);
        return;
      case "drop-inputs":
        this.#loads.dropInputs(effect.load);
        return;
      case "send-batch":
        this.#sendBatch(effect);
        return;
      case "send-recall": {
        const { volunteer, epoch, lease, count } = effect;
        this.#send(volunteer, { type: "recall", epoch, lease, count });
        return;
      }
      case "pass-call":
        this.#surroundings.calls.passCall(effect);
        return;
      case "fence-call":
        this.#surroundings.calls.fenceCall(effect);
        return;
      case "end-caller":
        this.#surroundings.calls.endCaller(effect);
        return;
      case "send-close-job":
        this.#send(effect.volunteer, { type: "close-job", job: effect.job, why: effect.why });
        return;
      case "commit-results":
        this.#commitResults(effect);
        return;
      case "acknowledge":
        this.#send(effect.volunteer, { type: "committed", parcels: effect.parcels });
        return;
      case "set-alarm":
        this.#alarm.setAlarm(effect.at);
        return;
      case "dismiss": {
        const { volunteer, reason: detail } = effect;
        const saying = { key: "volunteer-sent-away", name: people.nameOf(volunteer), detail } as const;
        log.write("trouble", saying, `${saying.key} ${volunteer}`, "people");
        const link = people.linkOf(volunteer);
        if (link !== null) sendAway(link, "broke-rules", detail);
        return;
      }
      case "give-up-link": {
        const { because, silentMs } = effect;
        people
          .linkOf(effect.volunteer)
          ?.close(because === "path" ? { key: "silent-path", silentMs } : { key: "task-held-too-long" });
        return;
      }
      case "job-stuck":
        this.#jobOf(effect.job).getStuck(effect.task, effect.reason);
        return;
      case "job-waits":
        this.#jobOf(effect.job).noteWaiting(effect);
        return;
      case "job-ended":
        this.#jobOf(effect.job).end(effect);
        return;
      case "job-ended-early":
        this.#jobOf(effect.job).endEarly(effect);
        return;
      case "job-stopped":
        this.#jobOf(effect.job).stop(describeThrown(readThrown(effect.error)));
        return;
      case "job-dropped":
        // The last change of which the job can be told: its last results are on record.
        this.#jobOf(effect.job).noteChange(areSeveralOpen(jobs));
        jobs.delete(effect.job);
        this.#loads.forgetJob(effect.job);
        return;
      case "explain": {
        const { explanation } = effect;
        const isNamed = areSeveralOpen(jobs);
        const refused = refusalIn(explanation, jobs);
        log.write(
          isTrouble(explanation) ? "trouble" : "people",
          () => explained(explanation, isNamed, (id) => people.nameOf(id), refused),
          groupOf(explanation),
          "volunteer" in explanation ? "people" : "room",
        );
        return;
      }
    }
  }

  #sendBatch({ volunteer, job, epoch, lease, indices, attempts, load, positions }: Batch): void {
    const inputs = this.#loads.sendInputs(load, volunteer, positions, indices.length);
    const person = this.#surroundings.people.findPerson(volunteer);
    if (person === undefined) return;
    const ticket = this.#surroundings.tickets.ticketOf({ epoch, lease, job, tab: person.tab, indices });
    this.#send(volunteer, { type: "batch", epoch, lease, job, indices, attempts, ticket, ...inputs });
  }

  /** Ends the job where its results on record satisfy it. */
  applyRule(job: Job): void {
    const task = job.findSatisfying();
    if (task !== null) this.submitFact({ type: "job-satisfied", job: job.id, task, rule: "precision" });
  }

  /** What has been accepted is shown and answered when it is on record. */
  #commitResults(order: Commit): void {
    const { clock, writer } = this.#surroundings;
    const { job: id, commit, volunteer, slot, beganMsAgo, block, positions, failures, attempts, isLast } = order;
    const job = this.#jobOf(id);
    const { elapsedMs } = job;
    const startedMs = job.elapsedAt(clock.now() - beganMsAgo);
    const results = { volunteer, block, positions, failures, attempts, elapsedMs, slot, startedMs };
    const onRecord = (): void => {
      job.settle(results, areSeveralOpen(this.#surroundings.jobs));
      this.submitFact({ type: "results-committed", commit });
      this.applyRule(job);
    };
    writer.append({ type: "results-accepted", job: id, results }, onRecord, isLast ? "at-once" : "gathered");
  }
}

const ends: ReadonlySet<SchedulerEffect["type"]> = new Set(["job-ended", "job-ended-early", "job-stopped"]);

const routine: ReadonlySet<SchedulerEvent["type"]> = new Set([
  "heartbeat-arrived",
  "alarm-rang",
  "inputs-ready",
  "task-called",
  "piece-sent",
]);

const unseen: ReadonlySet<SchedulerEffect["type"]> = new Set(["set-alarm", "pass-call", "fence-call"]);

/** Hundreds of heartbeats and calls a second change nothing that people see, unless an order follows from one. */
function isSeen(fact: SchedulerEvent["type"], effects: readonly SchedulerEffect[]): boolean {
  return !routine.has(fact) || effects.some(({ type }) => !unseen.has(type));
}

/** Then lines of the log say which job they are about. */
export function areSeveralOpen(jobs: ReadonlyMap<JobId, Job>): boolean {
  let open = 0;
  for (const job of jobs.values()) open += isOver(job) ? 0 : 1;
  return open > 1;
}

function explained(
  explanation: Explanation,
  isNamed: boolean,
  nameOf: (volunteer: VolunteerId) => string,
  refused: string | null,
): Saying<"explained"> {
  const job = isNamed && "job" in explanation ? jobNumber(explanation.job) : null;
  const volunteer = "volunteer" in explanation ? nameOf(explanation.volunteer) : "";
  const loser = "loser" in explanation ? nameOf(explanation.loser) : "";
  return { key: "explained", job, explanation, volunteer, loser, ...(refused === null ? {} : { refused }) };
}

/** What is wrong with the value of the explanation's first task, where its error stands for a value that was refused. */
function refusalIn(explanation: Explanation, jobs: ReadonlyMap<JobId, Job>): string | null {
  if (explanation.type !== "will-retry" && explanation.type !== "doubted") return null;
  if (explanation.outcome !== outcomes.threw) return null;
  return jobs.get(explanation.job)?.refusalOf(explanation.first) ?? null;
}

/** Explanations that a volunteer can cause as often as it likes, whatever number of tasks they are about. */
function groupOf(explanation: Explanation): string | null {
  return explanation.type === "stale" ? `stale ${explanation.volunteer} ${explanation.what}` : null;
}

const troubles: ReadonlySet<Explanation["type"]> = new Set([
  "volunteer-gone",
  "lease-expired",
  "will-retry",
  "doubted",
  "given-up",
  "lost-for-good",
  "lost-in-restart",
  "source-failed",
]);

/** What is in the order of things, such as a copy at the end of a job, is no trouble. */
function isTrouble({ type }: Explanation): boolean {
  return troubles.has(type);
}
