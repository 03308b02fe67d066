import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import type { JobId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { mostOpenCalls } from "../../core/objects/call-bounds.ts";
import { isSameBytes } from "../../core/same-bytes.ts";
import type { Packed } from "../../core/values/format.ts";
import { fromBriefResults } from "../brief-results.ts";
import type { CallAnswer, ComputeEvent, OpenedJob, SlotRun, TaskCall } from "../compute.ts";
import type { WorkerOrder, SlotOrder, SlotMessage, WorkerId } from "../protocol.ts";
import { announceAfterMs } from "../slot/report-timing.ts";
import { RunLedger, type Verdict } from "./run-ledger.ts";
import { TaskStartedThrottle } from "./task-started-throttle.ts";
import { deathResults, type Death } from "./death-results.ts";

/** The parts of the pool that a slot uses. */
export interface SlotSurroundings {
  readonly jobs: ReadonlyMap<JobId, OpenedJob>;
  /** Whether an idle Worker outlives its jobs until a run of another program comes. */
  readonly keepsProgram: boolean;
  /** Most tasks that a Worker computes before it is replaced; Infinity for any number. */
  readonly tasksPerWorker: number;
  /** Sends the order to the present frame. Dropped while there is none. */
  sendToFrame(order: WorkerOrder): void;
  emitEvent(event: ComputeEvent): void;
  nextWorkerId(): WorkerId;
  /** Called when a position was reported, which shows that the sandbox works. */
  noteProgress(): void;
}

/** Milliseconds that a task may start after the slot's last message, and 100 for the message's way through a busy page. */
const slackMs = announceAfterMs + 100;

/** Milliseconds until a Worker must be ready. After that the frame is replaced. */
export const startTimeLimitMs = 15_000;

/**
 * Milliseconds that an idle Worker is kept when a job is closed, so that a job with the same program need not load it again.
 * Short, since timers that the closed job left behind go on meanwhile.
 */
const restMs = 2_000;

/** A copy of the first ones that may be transferred. The original is needed again if the Worker dies, and may be part of a larger buffer. */
function copyPacked({ ends, bytes }: Packed, count = ends.length): Packed {
  return { ends: ends.slice(0, count), bytes: bytes.slice(0, ends[count - 1]) };
}

/** The order that gives a Worker what it needs of the job, with copies of its bytes. */
function loadOrder(job: JobId, opened: OpenedJob): SlotOrder {
  const { program, timeLimitMs, seed, shared, files } = opened;
  const copied = new Map(Array.from(files, ([name, bytes]) => [name, bytes.slice()] as const));
  return {
    type: "load",
    job,
    source: program.source,
    timeLimitMs,
    seed,
    shared: shared?.slice() ?? null,
    files: copied,
  };
}

function isSame(a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean {
  return a && b ? isSameBytes(a, b) : a === b;
}

/** Whether a Worker may serve both: a module may keep what it has made of its files and of the shared value. */
function isSameProgram(a: OpenedJob, b: OpenedJob): boolean {
  return (
    a.program.language === b.program.language &&
    a.program.source === b.program.source &&
    isSame(a.shared, b.shared) &&
    a.files.size === b.files.size &&
    [...a.files].every(([name, bytes]) => isSame(bytes, b.files.get(name)))
  );
}

/**
 * The page's side of one slot. Its runs outlive its Workers: a new Worker goes on where the last one ended. A Worker serves
 * one program, since task code can change all of its global and leave timers behind.
 */
export class SlotHost {
  readonly slot: number;
  readonly #surroundings: SlotSurroundings;
  readonly #ledger = new RunLedger();
  readonly #startedThrottle: TaskStartedThrottle;
  #worker: WorkerId | null = null;
  /** The first job that the Worker was sent, whose program it is there for; null until there is one. */
  #program: OpenedJob | null = null;
  /** Jobs of that program that the Worker knows. */
  readonly #sentJobs = new Set<JobId>();
  /** Tasks that the Worker was sent, and those of them that it has answered. */
  #tasks = { sent: 0, answered: 0 };
  /** True once the Worker has loaded its program, or failed to load it. */
  #hasLoaded = false;
  #ready = false;
  #announcedReady = false;
  /**
   * True if no further run may be given to the Worker: timers and memory of a closed job may still be in it, which a run of another
   * job keeps in use, it has failed to load its program, or it has computed as many tasks as it may.
   */
  #isSpent = false;
  /** Replaces the Worker at its end; runs while the Worker is idle and a job that it has seen is closed. */
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  /** Calls of the running task. */
  #calls = { made: 0, open: 0 };
  /** Latest moment at which the current task may have started, by `performance.now()`; null while the slot is idle. */
  #latestStart: number | null = null;

  constructor(slot: number, surroundings: SlotSurroundings) {
    this.slot = slot;
    this.#surroundings = surroundings;
    this.#startedThrottle = new TaskStartedThrottle((run, position) =>
      surroundings.emitEvent({ type: "task-started", slot, run, position }),
    );
  }

  get worker(): WorkerId | null {
    return this.#worker;
  }

  /** When the Worker is ended unless a message comes before, by `performance.now()`; null while the slot is idle. */
  get deadline(): number | null {
    if (this.#worker === null || this.#latestStart === null) return null;
    if (!this.#ready) return this.#latestStart + startTimeLimitMs;
    const run = this.#ledger.currentRun;
    const job = run === undefined ? undefined : this.#surroundings.jobs.get(run.job);
    return job === undefined ? null : this.#latestStart + job.timeLimitMs + slackMs;
  }

  /** The slot stood still for so long: that is not its task's time. One that began in the middle has all of its time. */
  leaveOut(ms: number): void {
    if (this.#latestStart !== null) this.#latestStart = Math.min(performance.now(), this.#latestStart + ms);
  }

  /** The current run; undefined while the slot is idle. */
  get run(): SlotRun | undefined {
    return this.#ledger.currentRun;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** True while the Worker loads the program of the current run. */
  get isLoading(): boolean {
    const run = this.#ledger.currentRun;
    return this.#ready && run !== undefined && !this.#hasLoaded;
  }

  /** Whether the current run may have begun. What a Worker says last, such as that it is ready, may be lost with its frame. */
  get #mayHaveBegun(): boolean {
    const run = this.#ledger.currentRun;
    return this.#ready || (run !== undefined && this.#surroundings.jobs.get(run.job)?.atMostOnce === true);
  }

  /** Starts a new Worker, and sends it what is left of the runs, up to the first one of another program. */
  startWorker(): void {
    const worker = this.#surroundings.nextWorkerId();
    this.#worker = worker;
    this.#calls = { made: 0, open: 0 };
    this.#tasks = { sent: 0, answered: 0 };
    this.#ready = false;
    this.#program = null;
    this.#sentJobs.clear();
    this.#hasLoaded = false;
    this.#isSpent = false;
    this.#latestStart = performance.now();
    this.#surroundings.sendToFrame({ type: "start-worker", worker });
    for (const order of this.#ledger.runOrders()) if (!this.#sendRun(order)) break;
  }

  /** Adds the run. One of another program than the Worker's waits here, until it is the current one and gets a new Worker. */
  startRun(run: SlotRun): void {
    this.#ledger.addRun(run);
    clearTimeout(this.#restTimer);
    if (this.#worker === null) return;
    if (this.#ledger.currentRun !== run) {
      const order = this.#ledger.runOrders().at(-1);
      if (order !== undefined) this.#sendRun(order);
      return;
    }
    if (this.#replaceUnfitWorker()) return;
    for (const order of this.#ledger.runOrders()) this.#sendRun(order);
    if (!this.#ready) return;
    this.#latestStart = performance.now();
    this.#startedThrottle.noteStart(run.run, 0);
  }

  /** Handles the next message of the slot's Worker. False if it contradicts the messages before. */
  onSlotMessage(message: SlotMessage): boolean {
    switch (message.type) {
      case "ready":
        return this.#onReady();
      case "loaded":
        if (this.#ledger.currentRun?.run !== message.run) return false;
        this.#hasLoaded = true;
        this.#latestStart = performance.now();
        return true;
      case "at": {
        const noted = this.#ledger.notePosition(message.run, message.position, message.exact);
        if (noted === null) return false;
        if (noted.moved) this.#latestStart = performance.now();
        this.#startedThrottle.noteStart(message.run, message.position);
        return true;
      }
      // For people only. What comes of another run than the current one is of one that was dropped.
      case "said":
        if (message.run === this.#ledger.currentRun?.run) {
          this.#surroundings.emitEvent({ ...message, type: "task-said", slot: this.slot });
        }
        return true;
      case "progressed":
        if (message.run === this.#ledger.currentRun?.run) {
          this.#surroundings.emitEvent({ ...message, type: "task-progressed", slot: this.slot });
        }
        return true;
      case "called":
        return this.#onCalled(message);
      // Said to the frame, of a Worker that is no slot's any more.
      case "retired":
        return false;
      case "brief-results": {
        const results = fromBriefResults(message);
        return results !== null && this.onSlotMessage({ type: "results", results });
      }
      case "results": {
        const reported = this.#ledger.reportResults(message.results);
        if (reported === null) return false;
        this.#calls = { made: 0, open: 0 };
        this.#surroundings.noteProgress();
        const hasFailedToLoad = message.results.outcomes.at(-1) === outcomes.notLoaded;
        // A program that has failed once fails in this Worker for ever; in the next one, what was missing may be there.
        this.#tasks.answered += message.results.outcomes.length;
        const isUsedUp = !hasFailedToLoad && this.#tasks.answered >= this.#surroundings.tasksPerWorker;
        if (hasFailedToLoad || isUsedUp) this.#isSpent = true;
        // Before anything is told: the listener may start the next run at once.
        if (reported.ended || isUsedUp) this.#replaceUnfitWorker();
        this.#surroundings.emitEvent({ type: "results", slot: this.slot, results: message.results });
        if (reported.ended) this.#endRun(message.results.run);
        else if (hasFailedToLoad) this.#abandonRun();
        this.#onPositionsReported();
        return true;
      }
    }
  }

  /**
   * Call when the Worker has died or must be ended. `startWorker` continues the runs, in this frame or in the next one. No
   * task is blamed for a Worker that was not ready yet, unless it would be begun again though it may have begun.
   */
  loseWorker(death: Death, trouble: ComputeTrouble): void {
    const elapsedMs = this.#latestStart === null ? 0 : performance.now() - this.#latestStart;
    const verdict: Verdict = this.#mayHaveBegun ? this.#ledger.judgeDeath() : { type: "innocent" };
    this.#endWorker();
    if (verdict.type === "guilty") {
      const results = deathResults(verdict.run, verdict.position, death, trouble, elapsedMs);
      this.#surroundings.noteProgress();
      this.#surroundings.emitEvent({ type: "results", slot: this.slot, results });
      if (verdict.ended) this.#endRun(verdict.run);
    }
    this.#surroundings.emitEvent({ type: "slot-replaced", slot: this.slot, cause: death, trouble });
  }

  /** Call when the Worker died or must be ended while it loads a program. Reports that once and ends the run. */
  loseLoadingWorker(trouble: ComputeTrouble): void {
    const elapsedMs = this.#latestStart === null ? 0 : performance.now() - this.#latestStart;
    const { run } = this.#ledger.currentRun ?? { run: 0 };
    const results = deathResults(run, this.#ledger.firstUnreported, outcomes.notLoaded, trouble, elapsedMs);
    this.#endWorker();
    this.#surroundings.noteProgress();
    this.#surroundings.emitEvent({ type: "results", slot: this.slot, results });
    this.#abandonRun();
    this.#surroundings.emitEvent({ type: "slot-replaced", slot: this.slot, cause: outcomes.notLoaded, trouble });
  }

  /** Ends the current run. The rest of it is not computed here. */
  #abandonRun(): void {
    const run = this.#ledger.abandonRun();
    if (run === null) return;
    this.#replaceUnfitWorker();
    this.#endRun(run);
  }

  /**
   * Ends the runs of a closed job, and a Worker that has seen its code: at once if it runs a task of the job, otherwise after a
   * rest or after the run of another job, unless it is kept. One that may have begun with a waiting run cannot be.
   */
  dropJob(job: JobId): void {
    const hadSeen = this.#sentJobs.delete(job);
    const { runs, headDropped } = this.#ledger.dropRuns(job);
    if (headDropped) this.#replaceWorker(this.#howToStopTask());
    else if (hadSeen) this.#forgetJob(job, runs.length > 0 || !this.#surroundings.keepsProgram);
    for (const run of runs) this.#surroundings.emitEvent({ type: "run-ended", slot: this.slot, run });
  }

  /** Timers of the job go on in the Worker until that is replaced. */
  #forgetJob(job: JobId, endsWorker: boolean): void {
    const worker = this.#worker;
    if (worker !== null) {
      this.#surroundings.sendToFrame({ type: "forward-orders", worker, orders: [{ type: "forget", job }] });
    }
    if (this.#ledger.currentRun !== undefined) this.#isSpent ||= endsWorker;
    else if (endsWorker) {
      clearTimeout(this.#restTimer);
      this.#restTimer = setTimeout(() => this.#replaceWorker(), restMs);
    }
  }

  /** Ends the slot; its runs end without results. */
  closeSlot(): void {
    this.#endWorker(this.#ledger.currentRun === undefined ? "end-worker" : this.#howToStopTask());
    this.#startedThrottle.stopTimer();
    for (const run of this.#ledger.dropRuns().runs) {
      this.#surroundings.emitEvent({ type: "run-ended", slot: this.slot, run });
    }
  }

  /** A slot that says so of another task than the running one, out of turn or too often is not ours any more. */
  #onCalled({ run, position, call, received, request }: TaskCall): boolean {
    const calls = this.#calls;
    if (!this.#ledger.isLocatedAt(run, position) || call !== calls.made + 1 || calls.open >= mostOpenCalls)
      return false;
    calls.made = call;
    calls.open += 1;
    this.#surroundings.emitEvent({ type: "task-called", slot: this.slot, run, position, call, received, request });
    return true;
  }

  /** Passes the answer on if the task is this slot's, and still runs. */
  answerCall({ run, position, call, answer }: CallAnswer): void {
    const worker = this.#worker;
    if (worker === null || !this.#ledger.isLocatedAt(run, position) || call > this.#calls.made) return;
    this.#calls.open -= 1;
    const order = { type: "answer", run, position, call, answer: copyPacked(answer) } as const;
    this.#surroundings.sendToFrame({ type: "forward-orders", worker, orders: [order] });
  }

  #onReady(): boolean {
    if (this.#ready) return false;
    this.#ready = true;
    const run = this.#ledger.currentRun;
    this.#latestStart = run === undefined ? null : performance.now();
    if (!this.#announcedReady) {
      this.#announcedReady = true;
      this.#surroundings.emitEvent({ type: "slot-ready", slot: this.slot });
    }
    if (run !== undefined) this.#startedThrottle.noteStart(run.run, this.#ledger.position);
    return true;
  }

  #endRun(run: number): void {
    this.#startedThrottle.noteStop();
    this.#surroundings.emitEvent({ type: "run-ended", slot: this.slot, run });
  }

  /** Call after a report: the next position, if there is one, starts about now. */
  #onPositionsReported(): void {
    const run = this.#ledger.currentRun;
    if (run === undefined) {
      if (this.#ready) this.#latestStart = null;
      return;
    }
    this.#latestStart = performance.now();
    if (this.#ready) this.#startedThrottle.noteStart(run.run, this.#ledger.position);
  }

  /**
   * Call when another run has become the current one. Replaces a Worker that served another program, whose timers and
   * changed prototypes the run must not meet, or that is spent. Tells whether it did.
   */
  #replaceUnfitWorker(): boolean {
    const run = this.#ledger.currentRun;
    const job = run === undefined ? undefined : this.#surroundings.jobs.get(run.job);
    const isForeign = job !== undefined && !this.#fits(job);
    if (this.#worker === null || !(isForeign || this.#isSpent)) return false;
    this.#replaceWorker();
    return true;
  }

  #fits(job: OpenedJob): boolean {
    return this.#program === null || isSameProgram(this.#program, job);
  }

  /** Ends the Worker through no fault of its runs, and starts a new one. */
  #replaceWorker(how: "end-worker" | "retire-worker" = "end-worker"): void {
    if (this.#worker === null) return;
    this.#ledger.restartRun();
    this.#endWorker(how);
    this.#surroundings.emitEvent({ type: "slot-replaced", slot: this.slot, cause: "aborted" });
    this.startWorker();
  }

  /**
   * A Worker is retired only where a task runs, which then has a moment to stop by itself. One that starts or still loads its
   * program has no task to tell, and is ended at once.
   */
  #howToStopTask(): "end-worker" | "retire-worker" {
    return this.#hasLoaded ? "retire-worker" : "end-worker";
  }

  #endWorker(how: "end-worker" | "retire-worker" = "end-worker"): void {
    if (this.#worker !== null) this.#surroundings.sendToFrame({ type: how, worker: this.#worker });
    clearTimeout(this.#restTimer);
    this.#worker = null;
    this.#ready = false;
    this.#latestStart = null;
    this.#startedThrottle.noteStop();
  }

  /** Sends the run to the Worker, as far as that may compute it. False if it waits here: the Worker serves another program, or gets no more tasks. */
  #sendRun(order: Extract<SlotOrder, { readonly type: "run" }>): boolean {
    const worker = this.#worker;
    const job = this.#surroundings.jobs.get(order.job);
    if (worker === null || job === undefined || !this.#fits(job)) return false;
    const { inputs, indices, attempts, from } = order;
    const end = Math.min(indices.length, from + this.#surroundings.tasksPerWorker - this.#tasks.sent);
    if (end <= from) return false;
    this.#tasks.sent += end - from;
    const orders: SlotOrder[] = [];
    if (!this.#sentJobs.has(order.job)) {
      this.#program ??= job;
      this.#sentJobs.add(order.job);
      orders.push(loadOrder(order.job, job));
    }
    orders.push({
      ...order,
      inputs: copyPacked(inputs, end),
      indices: indices.slice(0, end),
      attempts: attempts.slice(0, end),
    });
    this.#surroundings.sendToFrame({ type: "forward-orders", worker, orders });
    return true;
  }
}
