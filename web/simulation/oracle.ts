import type { JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { taskStates } from "../core/scheduler/tasks.ts";
import { violations } from "../core/scheduler/testing/invariants.ts";
import type { VolunteerEvent } from "../core/volunteer/events.ts";
import type { Results } from "../core/volunteer/state.ts";
import type { CoordinatorProcess } from "./coordinator-process.ts";
import type { Entry } from "./journal.ts";
import type { Tab } from "./tab.ts";
import { slowSchedulerSettings } from "./time-scale.ts";
import { inputOf, valueFor } from "./work.ts";
import type { World } from "./world.ts";

/** The whole check of a scheduler goes through all tasks: it is done after each so manieth event. */
const eventsPerCheck = 16;

/** Nothing in a machine may grow without end; no honest run of this size comes near. */
const mostKept = 2_000;

/** Knows what must be true, and writes down the first things that are not. */
export class Oracle {
  readonly broken: string[] = [];
  readonly #world: World;
  readonly #kept = new Map<Tab, number>();
  /** Values whose task was open when they came last: where it is another one's by now, they were stale then. */
  readonly #openOnArrival = new Set<string>();
  /** By job, a tab for each time that its program did not load there. */
  readonly #notLoaded = new Map<number, number[]>();
  #events = 0;

  constructor(world: World) {
    this.#world = world;
  }

  must(isTrue: boolean, words: string): void {
    if (isTrue || this.broken.length >= 5) return;
    this.broken.push(`${(this.#world.timeline.now / 1_000).toFixed(1)} s: ${words}`);
  }

  /** Before the scheduler takes them. */
  noteArrival({ scheduler }: CoordinatorProcess, event: SchedulerEvent): void {
    if (event.type !== "results-arrived") return;
    const tasks = scheduler.jobs.get(event.job)?.tasks;
    const tab = this.#world.tabOf(event.volunteer);
    const parcel = tab?.machine.parcels.get(event.parcel);
    if (tasks === undefined || parcel === undefined) return;
    for (const task of event.block.indices) {
      const state = tasks.state(task);
      const isOpen = state === taskStates.pending || state === taskStates.leased;
      if (isOpen) this.#openOnArrival.add(nameOf(parcel, task));
      else this.#openOnArrival.delete(nameOf(parcel, task));
    }
  }

  /** [P4] Nobody is told to forget a value that has been accepted and is not on record. */
  checkOrder(process: CoordinatorProcess, effect: SchedulerEffect): void {
    if (effect.type === "dismiss") {
      const tab = this.#world.tabOf(effect.volunteer);
      this.must(tab?.hasForged === true, `[P6] tab ${tab?.number} is honest and sent away: ${effect.reason}`);
    }
    if (effect.type === "job-stopped") this.#checkStop(effect.job);
    if (effect.type !== "acknowledge") return;
    const machine = this.#world.tabOf(effect.volunteer)?.machine;
    for (const id of effect.parcels) {
      const parcel = machine?.parcels.get(id);
      const job = parcel === undefined ? undefined : process.scheduler.jobs.get(parcel.job);
      // A cancelled job is dropped everywhere, whatever is under way.
      if (parcel === undefined || job === undefined || job.phase === "cancelled" || job.phase === "stopped") continue;
      const { tasks } = job;
      const record = this.#world.journal.jobs.get(parcel.job)?.byTask;
      parcel.block.indices.forEach((task, at) => {
        if (parcel.block.outcomes[at] !== outcomes.value || task >= tasks.total) return;
        const state = tasks.state(task);
        const isOnRecord = record?.has(task) === true;
        const isStale = tasks.volunteer(task) !== effect.volunteer && this.#openOnArrival.has(nameOf(parcel, task));
        this.must(
          state !== taskStates.accepted || isOnRecord || isStale,
          `[P4] task ${task} is acknowledged before it is on record`,
        );
        this.must(!parcel.offered || isOnRecord, `[P4] an offered value of task ${task} is forgotten, not on record`);
      });
    }
  }

  /** [P5] Only what loads nowhere is stopped, and not for one tab's bad moment. */
  #checkStop(job: JobId): void {
    const tabs = this.#notLoaded.get(job) ?? [];
    this.must(new Set(tabs).size >= 2 || tabs.length >= 3, `[P5] job ${job} is stopped after one tab did not load it`);
    const onRecord = this.#world.journal.jobs.get(job)?.entries.length ?? 0;
    this.must(onRecord === 0, `[P5] job ${job} is stopped with ${onRecord} tasks on record`);
  }

  checkCoordinator(process: CoordinatorProcess, event: SchedulerEvent): void {
    const { scheduler } = process;
    if (event.type === "alarm-rang") {
      for (const lease of scheduler.leases.values()) {
        this.must(lease.deadline > event.now, `[I10] lease ${lease.id} outlives its deadline`);
      }
    }
    this.must(scheduler.nextLease < mostKept, "[I11] batches travel to and fro");
    this.must(scheduler.commits.size < mostKept, "[I11] commits pile up");
    this.#events += 1;
    if (this.#events % eventsPerCheck === 0) this.checkWhole(process);
  }

  /** [P2] All invariants of the scheduler, and the table against the journal. */
  checkWhole({ scheduler, clockAheadMs }: CoordinatorProcess): void {
    const now = this.#world.timeline.now + clockAheadMs;
    for (const words of violations(scheduler)) this.must(false, words);
    const { leaseFloorMs, leaseRuntimes } = slowSchedulerSettings;
    for (const { id, job, session, grantedAt, deadline } of scheduler.leases.values()) {
      const longestMs = Math.max(leaseFloorMs, leaseRuntimes * (job.runtimes.quantileMs(1) ?? 0));
      const latest = Math.max(grantedAt, session.lastHeardAt) + longestMs;
      // The timeline's grain is a millisecond, in which the alarm may come last.
      this.must(deadline > now - 2, `[I10] lease ${id} has outlived its deadline`);
      this.must(deadline <= latest, `[I10] lease ${id} is to outlive its volunteer's silence`);
    }
    for (const job of scheduler.jobs.values()) {
      const record = this.#world.journal.jobs.get(job.id)?.byTask;
      for (let task = 0; task < job.tasks.total; task += 1) {
        const state = job.tasks.state(task);
        if (state !== taskStates.done && state !== taskStates.failed) continue;
        const wanted = state === taskStates.done ? "done" : "failed";
        const entry = record?.get(task);
        const got = entry?.type;
        this.must(
          got === wanted,
          `[P2] task ${task} of job ${job.id} is ${wanted} in the table, ${got} in the journal`,
        );
        const attempts = job.tasks.attempts(task);
        this.must(
          entry?.attempts === attempts,
          `[P2] task ${task} of job ${job.id} has ${attempts} attempts in the table, ${entry?.attempts} in the journal`,
        );
      }
    }
  }

  checkRecord(job: JobId, entries: readonly Entry[]): void {
    const { journal, work } = this.#world;
    this.must(journal.twice.length === 0, `[P1] task ${journal.twice[0]?.task} of job ${job} is on record twice`);
    for (const entry of entries) {
      if (entry.type === "done") {
        const right = valueFor(inputOf(job, entry.task));
        const isRight = right.every((byte, at) => byte === entry.value[at]);
        this.must(isRight, `[P1] task ${entry.task} of job ${job} has the value of another`);
        continue;
      }
      const errors = entry.history.filter((attempt) => attempt.outcome !== "lost");
      const lost = entry.history.length - errors.length;
      const volunteers = new Set(errors.map((attempt) => attempt.volunteer)).size;
      const options = journal.jobs.get(job)?.options;
      // A first death in a large batch is counted and leaves no trace in the history.
      const isDue = lost >= 2 || volunteers >= 2 || errors.length >= (options?.maxAttempts ?? 0);
      this.must(isDue, `[P5] task ${entry.task} of job ${job} is given up too early`);
      this.must(
        errors.length <= (options?.maxAttempts ?? 0),
        `[P5] task ${entry.task} of job ${job} was tried too often`,
      );
      const nature = work.nature(job, entry.task);
      const threw = errors.some((attempt) => attempt.outcome === outcomes.threw);
      this.must(!threw || nature === "throws" || nature === "throws-once", `[P5] task ${entry.task} never threw`);
    }
  }

  /** [P4] What leaves a volunteer's keeping has been acknowledged, or its job is over. */
  checkTab(tab: Tab, event: VolunteerEvent): void {
    this.#noteAnswer(tab, event);
    const { machine, link } = tab;
    const before = this.#kept.get(tab) ?? 0;
    this.#kept.set(tab, machine.parcels.size);
    const isReleased =
      event.type === "message-arrived" && (event.message.type === "committed" || event.message.type === "close-job");
    this.must(
      isReleased || machine.parcels.size >= before,
      `[P4] tab ${tab.number} forgets a result that is not on record`,
    );
    this.must((link?.early ?? 0) === 0, "[I12] something is said before the handshake is done");
    this.must(machine.parcels.size < mostKept && machine.batches.size < mostKept, "[I11] a volunteer keeps too much");
  }

  #noteAnswer(tab: Tab, event: VolunteerEvent): void {
    if (event.type !== "run-answered" || event.outcomes[0] !== outcomes.notLoaded) return;
    const job = tab.machine.runs.get(event.run)?.batch.job;
    if (job !== undefined) this.#notLoaded.set(job, [...(this.#notLoaded.get(job) ?? []), tab.number]);
  }
}

/** One value that a tab keeps. Leases are never granted twice. */
function nameOf({ epoch, lease, parcel }: Results, task: number): string {
  return `${epoch} ${lease} ${parcel} ${task}`;
}
