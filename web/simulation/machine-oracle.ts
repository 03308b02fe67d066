import type { Epoch, JobId } from "../core/ids.ts";
import { bringsValue, outcomes } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { Explanation } from "../core/scheduler/explanation.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { isOver } from "../core/scheduler/state.ts";
import { taskStates } from "../core/scheduler/tasks.ts";
import { violations } from "../core/scheduler/testing/invariants.ts";
import { valueAt } from "../core/values/packed.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import type { JobMessage, Parcel, VolunteerMachine } from "../core/volunteer/state.ts";
import type { JournalEntry } from "../journal/journal.ts";
import type { BlobOracle } from "./blob-oracle.ts";
import type { EndOracle } from "./end-oracle.ts";
import type { EventLog } from "./event-log.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook, TaskEntry } from "./record-book.ts";
import type { RoomMachineWatch, RoomPage } from "./room-page.ts";
import { planOfProgram, valueOf, type SampleTasks } from "./sample-task.ts";
import { FailureOracle } from "./failure-oracle.ts";
import { TimeOracle } from "./time-oracle.ts";
import { slowSchedulerSettings } from "./time-scale.ts";
import type { Timeline } from "./timeline.ts";
import type { TabMachineWatch, VolunteerTab } from "./volunteer-tab.ts";

/** The whole check of a scheduler goes through all tasks: it is done after every 16th event that is no heartbeat. */
const eventsPerCheck = 16;

/** Nothing in a machine may grow without end; no honest run of this size comes near. */
const mostKept = 2_000;

/** What the oracle looks at beside what it is told. */
export interface MachineOracleWorld {
  readonly timeline: Timeline;
  readonly findings: Findings;
  readonly log: EventLog;
  readonly record: RecordBook;
  readonly tasks: SampleTasks;
  readonly blobs: BlobOracle;
  readonly ends: EndOracle;
  readonly findTab: (number: number) => VolunteerTab | null;
}

/** Checks what the machines promise: at each fact and order, and against what is on record. */
export class MachineOracle implements RoomMachineWatch, TabMachineWatch {
  readonly #world: MachineOracleWorld;
  /** Of each tab the parcels that it keeps, and those among them that it would offer over another link. */
  readonly #kept = new Map<VolunteerMachine, { readonly all: number; readonly offered: number }>();
  /** Values whose task was open when they came last: where another value has been accepted by now, they were stale then. */
  readonly #openOnArrival = new Set<string>();
  /** By job and task, the value that was accepted. */
  readonly #acceptedValue = new Map<string, string>();
  /** The parcel of the fact that is being handled; null where that brings none, or one that its tab does not keep. */
  #arriving: Parcel | null = null;
  /** By job, a tab for each time that its program did not load there, or that it could not have its blobs. */
  readonly #notLoaded = new Map<number, number[]>();
  /** By job, a volunteer for each time that the room was told so. One that is sent away for a lie comes back as another. */
  readonly #notLoadedOn = new Map<number, number[]>();
  readonly #times: TimeOracle;
  readonly #failures: FailureOracle;
  #events = 0;

  constructor(world: MachineOracleWorld) {
    this.#world = world;
    this.#times = new TimeOracle(world.findings);
    this.#failures = new FailureOracle(world);
  }

  factArrives(room: RoomPage, event: SchedulerEvent): void {
    const { log, timeline } = this.#world;
    const { scheduler } = room;
    const volunteer = "volunteer" in event ? event.volunteer : 0;
    log.note(timeline.now, event.type, volunteer, "lease" in event ? event.lease : 0);
    this.#arriving = null;
    if (isNotLoaded(event)) {
      this.#notLoadedOn.set(event.job, [...(this.#notLoadedOn.get(event.job) ?? []), event.volunteer]);
    }
    if (event.type === "volunteer-unequipped") {
      const tab = this.#tabOf(room, event.volunteer);
      if (tab !== null) this.#noteNotLoaded(tab, event.job);
    }
    if (scheduler !== null) this.#times.factArrives(scheduler, event);
    const isSentAway = event.type === "volunteer-left" && event.departure === "dismissed";
    if (isSentAway && scheduler?.sessions.has(event.volunteer)) this.#failures.sentAway(scheduler, event.volunteer);
    if (scheduler !== null && event.type === "job-restored") this.#failures.jobRestored(scheduler, event);
    if (event.type !== "results-arrived" || scheduler === null) return;
    this.#failures.resultsArrive(scheduler, this.#tabOf(room, event.volunteer), event);
    const tasks = scheduler.jobs.get(event.job)?.tasks;
    const parcel = this.#tabOf(room, event.volunteer)?.machine?.parcels.get(event.parcel);
    if (tasks === undefined || parcel === undefined || parcel.lease !== event.lease) return;
    this.#arriving = parcel;
    for (const task of event.block.indices) {
      const state = tasks.state(task);
      const isPending = state === taskStates.pending || state === taskStates.loading;
      const isOpen = isPending || state === taskStates.leased;
      if (isOpen) this.#openOnArrival.add(nameOf(parcel, task));
      else this.#openOnArrival.delete(nameOf(parcel, task));
    }
  }

  orderGiven(room: RoomPage, effect: SchedulerEffect): void {
    if (room.scheduler !== null) this.#times.orderGiven(room.scheduler, effect);
    if (effect.type === "dismiss") {
      if (room.scheduler !== null) this.#failures.sentAway(room.scheduler, effect.volunteer);
      const tab = this.#tabOf(room, effect.volunteer);
      const isHonest = tab?.hasForged !== true;
      this.#world.findings.must(!isHonest, `[P6] tab ${tab?.number} is honest and sent away: ${effect.reason}`);
    }
    if (effect.type === "explain") this.#checkRest(room, effect.explanation);
    if (effect.type === "commit-results") {
      if (room.scheduler !== null) this.#failures.resultsOrdered(room.scheduler, effect);
      const parcel = this.#arriving;
      for (const task of effect.settled)
        this.#acceptedValue.set(`${effect.job} ${task}`, parcel === null ? "" : nameOf(parcel, task));
    }
    if (effect.type === "job-stopped") this.#checkStop(effect.job);
    if (effect.type === "acknowledge") this.#checkAcknowledgement(room, effect);
  }

  /** [S7] Who pauses, takes slots away or leaves gives tasks back without a fault, and so does a tab in which a program does not load. */
  #checkRest(room: RoomPage, explanation: Explanation): void {
    if (explanation.type !== "rests" || explanation.because !== "gave-back-unasked") return;
    const tab = this.#tabOf(room, explanation.volunteer);
    // A tab that keeps tasks to itself does not say that their program did not load.
    const isHonest = tab !== null && !tab.hasForged && tab.silence === 0;
    this.#world.findings.must(
      !isHonest || tab.weather.hasDuplicated,
      `[S7] tab ${tab?.number} is honest, and rests for what it gave back`,
    );
  }

  /** [P4] No tab is told to forget a value that has been accepted and is not on record. */
  #checkAcknowledgement(room: RoomPage, effect: Extract<SchedulerEffect, { type: "acknowledge" }>): void {
    const tab = this.#tabOf(room, effect.volunteer);
    // Of what it has put together it may have told a part.
    if (tab !== null && tab.silence > 0) return;
    const machine = tab?.machine;
    for (const id of effect.parcels) {
      const parcel = machine?.parcels.get(id);
      const job = parcel === undefined ? undefined : room.scheduler?.jobs.get(parcel.job);
      // A job that is over before its last task is dropped everywhere, whatever is under way.
      if (parcel === undefined || job === undefined || (isOver(job) && job.phase !== "done")) continue;
      const { tasks } = job;
      // What is added in this epoch may be another input than the one that an older one had there.
      const total = room.scheduler !== null && parcel.epoch < room.scheduler.epoch ? job.restoredTotal : tasks.total;
      const record = this.#world.record.jobs.get(parcel.job)?.byTask;
      for (const [at, task] of parcel.block.indices.entries()) {
        if (!bringsValue(parcel.block.outcomes[at] ?? outcomes.threw) || task >= total) continue;
        const state = tasks.state(task);
        const isOnRecord = record?.has(task) === true;
        const name = nameOf(parcel, task);
        const isStale = this.#acceptedValue.get(`${parcel.job} ${task}`) !== name && this.#openOnArrival.has(name);
        this.#world.findings.must(
          state !== taskStates.accepted || isOnRecord || isStale,
          `[P4] task ${task} is acknowledged before it is on record`,
        );
        this.#world.findings.must(
          !parcel.isOffered || isOnRecord,
          `[P4] an offered value of task ${task} is forgotten, not on record`,
        );
      }
    }
  }

  /** [P5] Only what loads nowhere is stopped, and not for one volunteer's bad moment. */
  #checkStop(job: JobId): void {
    const volunteers = this.#notLoadedOn.get(job) ?? [];
    this.#world.findings.must(
      new Set(volunteers).size >= 2 || volunteers.length >= 3,
      `[P5] job ${job} is stopped after one volunteer did not load it`,
    );
  }

  /**
   * [P5] A value proves that the program loads somewhere. A task that failed by deaths proves nothing of that; nor can a page
   * that does not know yet that its room was taken over know of values, and what it stops gets on no record.
   */
  #checkStopOnRecord(job: JobId): void {
    const entries = [...(this.#world.record.jobs.get(job)?.byTask.values() ?? [])];
    const values = entries.filter(({ type }) => type === "done").length;
    this.#world.findings.must(values === 0, `[P5] job ${job} is stopped with ${values} values on record`);
  }

  factHandled(room: RoomPage, event: SchedulerEvent): void {
    const { scheduler } = room;
    if (scheduler === null) return;
    if (event.type === "alarm-rang") {
      for (const lease of scheduler.leases.values()) {
        this.#world.findings.must(lease.deadline > event.now, `[I10] lease ${lease.id} outlives its deadline`);
      }
    }
    this.#failures.factHandled(scheduler);
    if (event.type === "job-restored") this.#checkRestored(room, event.job);
    this.#world.findings.must(scheduler.nextLease < mostKept, "[I11] batches travel to and fro");
    this.#world.findings.must(scheduler.commits.size < mostKept, "[I11] commits pile up");
    // Half of all facts. What one of them may break is still broken after the next fact.
    if (event.type === "heartbeat-arrived") return;
    // Of a room that dies in the middle of its orders not all were seen.
    if (!room.isDying) this.#times.factHandled(scheduler);
    this.#events += 1;
    if (this.#events % eventsPerCheck === 0) this.checkWhole(room);
  }

  /** [S7] What a person wanted of a job holds in the next start of its room, unless every task was on record by then. */
  #checkRestored({ scheduler }: RoomPage, id: JobId): void {
    const now = scheduler?.jobs.get(id)?.phase;
    const recorded = this.#world.record.jobs.get(id)?.phase;
    const isSame = (now === "paused") === (recorded === "paused");
    const isEnded = now === "done" || now === "ended-early";
    this.#world.findings.must(isSame || isEnded, `[S7] job ${id} is ${recorded} on record and comes back ${now}`);
  }

  /** [P2] All invariants of the scheduler, and its table against the journal. */
  checkWhole(room: RoomPage): void {
    const { scheduler, page } = room;
    if (scheduler === null) return;
    this.#world.ends.checkWhole(room);
    for (const words of violations(scheduler)) this.#world.findings.must(false, words);
    const { leaseFloorMs, leaseRuntimes } = slowSchedulerSettings;
    for (const { id, job, session, grantedAt, deadline } of scheduler.leases.values()) {
      const longestMs = Math.max(leaseFloorMs, leaseRuntimes * this.#times.longestMs(scheduler, job.id));
      const latest = Math.max(grantedAt, session.lastHeardAt) + longestMs;
      // The alarm may come last within the timeline's grain of a millisecond, and within all that a page has slept through or its clock has jumped over.
      this.#world.findings.must(
        page.isCatchingUp || deadline > page.now - 2,
        `[I10] lease ${id} has outlived its deadline`,
      );
      this.#world.findings.must(deadline <= latest, `[I10] lease ${id} is to outlive its volunteer's silence`);
    }
    for (const job of scheduler.jobs.values()) {
      const record = this.#world.record.jobs.get(job.id)?.byTask;
      for (let task = 0; task < job.tasks.total; task += 1) {
        const state = job.tasks.state(task);
        if (state === taskStates.skipped) {
          this.#world.findings.must(
            record?.has(task) !== true,
            `[P9] task ${task} of job ${job.id} is skipped, and has a result`,
          );
        }
        if (state !== taskStates.done && state !== taskStates.failed) continue;
        const wanted = state === taskStates.done ? "done" : "failed";
        const entry = record?.get(task);
        const name = `[P2] task ${task} of job ${job.id}`;
        this.#world.findings.must(
          entry?.type === wanted,
          `${name} is ${wanted} in the table, ${entry?.type} in the journal`,
        );
        const attempts = job.tasks.attempts(task);
        this.#world.findings.must(
          entry?.attempts === attempts,
          `${name} has ${attempts} attempts in the table, ${entry?.attempts} in the journal`,
        );
      }
    }
  }

  /** What the journal has taken: `written` is new on record, from the writer with that epoch. */
  noteRecord(writer: Epoch, entry: JournalEntry, written: readonly TaskEntry[]): void {
    const { record, log, timeline } = this.#world;
    const [twice] = record.twice;
    this.#world.findings.must(twice === undefined, `[P1] task ${twice?.task} of job ${twice?.job} is on record twice`);
    if (entry.type === "job-changed" && entry.phase === "stopped") this.#checkStopOnRecord(entry.job);
    if (entry.type !== "results-accepted") return;
    const job = record.jobs.get(entry.job);
    if (job === undefined) return;
    for (const one of written) {
      log.note(timeline.now, `recorded ${one.type}`, job.id, one.task, writer);
      if (one.type === "done") {
        const right = valueOf({ plan: planOfProgram(job.source), task: one.task });
        const isRight = valueAt(one.values, one.at) === right;
        this.#world.findings.must(isRight, `[P1] task ${one.task} of job ${job.id} has the value of another`);
      } else this.#failures.checkOnRecord(entry.job, one);
    }
  }

  tabOrders(tab: VolunteerTab, effect: VolunteerEffect): void {
    const { number } = tab;
    const { log, timeline } = this.#world;
    if (effect.type === "send") log.note(timeline.now, `tab says ${effect.message.type}`, number);
    this.#world.blobs.tabOrders(tab, effect);
  }

  /** [S9] A run ends early only if its job is over here, its slot was taken away or its program does not load. */
  tabHears(tab: VolunteerTab, machine: VolunteerMachine, event: VolunteerEvent): void {
    this.#noteAnswer(tab, machine, event);
    this.#world.blobs.tabHears(machine, event);
    if (event.type === "message-arrived" && event.message.type === "job") this.#checkNeeds(tab, event.message);
    const run = event.type === "run-ended" ? machine.runs.get(event.run) : undefined;
    if (run === undefined || run.answered === run.count || run.batch.closed || run.slot >= machine.slots) return;
    const { job } = run.batch;
    const mayEnd = !machine.jobs.has(job) || this.#hasNotLoaded(tab, job);
    this.#world.findings.must(mayEnd, `[S9] a run of job ${job} ends early in tab ${tab.number}, and the job goes on`);
  }

  /** [S12] A tab that is told a job offers all that the job needs. */
  #checkNeeds({ number, isModern }: VolunteerTab, { job, source }: JobMessage): void {
    const { tasks, findings } = this.#world;
    const offered = tasks.featuresIn(number, isModern);
    const isRight = tasks.needsOf(planOfProgram(source)).every((need) => offered.includes(need));
    findings.must(isRight, `[S12] tab ${number} is told job ${job}, and lacks what that needs`);
  }

  #hasNotLoaded({ number }: VolunteerTab, job: JobId): boolean {
    return this.#notLoaded.get(job)?.includes(number) === true;
  }

  /**
   * [P4] What leaves a volunteer's keeping has been acknowledged, or its job is over; [P10] or its attempts have called shared objects, and
   * lost their leases.
   */
  tabHandled(tab: VolunteerTab, machine: VolunteerMachine, event: VolunteerEvent): void {
    this.#world.blobs.tabHandled(tab, machine);
    const isWelcome = event.type === "message-arrived" && event.message.type === "welcome";
    const before = this.#kept.get(machine) ?? { all: 0, offered: 0 };
    const offered = [...machine.parcels.values()].filter(({ hasCalled }) => !hasCalled).length;
    this.#kept.set(machine, { all: machine.parcels.size, offered });
    const isReleased =
      event.type === "message-arrived" && (event.message.type === "committed" || event.message.type === "close-job");
    this.#world.findings.must(
      isReleased || (isWelcome ? offered >= before.offered : machine.parcels.size >= before.all),
      `[P4] tab ${tab.number} forgets a result that is not on record`,
    );
    this.#world.findings.must(
      machine.parcels.size < mostKept && machine.batches.size < mostKept,
      "[I11] a volunteer keeps too much",
    );
  }

  #noteAnswer(tab: VolunteerTab, machine: VolunteerMachine, event: VolunteerEvent): void {
    if (event.type !== "run-answered" || event.outcomes[0] !== outcomes.notLoaded) return;
    const job = machine.runs.get(event.run)?.batch.job;
    if (job !== undefined) this.#noteNotLoaded(tab, job);
  }

  #noteNotLoaded({ number }: VolunteerTab, job: JobId): void {
    this.#notLoaded.set(job, [...(this.#notLoaded.get(job) ?? []), number]);
  }

  #tabOf(room: RoomPage, volunteer: number): VolunteerTab | null {
    for (const [id, link] of room.links) {
      if (id === volunteer) return this.#world.findTab(link.ends.volunteer.page.tab);
    }
    return null;
  }
}

/** Whether a volunteer says that the job's program does not load there, or that its blobs cannot be had. */
function isNotLoaded(
  event: SchedulerEvent,
): event is Extract<SchedulerEvent, { type: "results-arrived" | "volunteer-unequipped" }> {
  if (event.type === "results-arrived") return event.block.outcomes.includes(outcomes.notLoaded);
  return event.type === "volunteer-unequipped";
}

/** One value that a tab keeps. Leases are never granted twice. */
function nameOf({ epoch, lease, parcel }: Parcel, task: number): string {
  return `${epoch} ${lease} ${parcel} ${task}`;
}
