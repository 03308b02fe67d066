import type { JobId } from "../../core/ids.ts";
import { outcomes, type Program } from "../../core/job/job.ts";
import type { Packed } from "../../core/values/format.ts";
import { inFull } from "../brief-results.ts";
import type { ComputeEvent, SlotRun } from "../compute.ts";
import type { FrameOrder, SlotOrder, SlotWord, WorkerId } from "../protocol.ts";
import { announceAfterMs } from "../slot/rhythm.ts";
import { RunLedger, type Verdict } from "./run-ledger.ts";
import { StartedNotices } from "./started-notices.ts";
import { deathResults, type Death } from "./verdict-results.ts";

export interface OpenJob {
  readonly program: Program;
  readonly timeLimitMs: number;
}

/** What a slot needs of the pool around it. */
export interface SlotSurroundings {
  readonly jobs: ReadonlyMap<JobId, OpenJob>;
  /** To the frame of the day; dropped while there is none. */
  order(order: FrameOrder): void;
  emit(event: ComputeEvent): void;
  nextWorker(): WorkerId;
  /** A position was reported: the sandbox is good for something. */
  progressed(): void;
}

/** A task may start this much after the slot's last word, and words take their time in a busy page. */
const slackMs = announceAfterMs + 100;

/** A Worker that takes longer will not come; the frame is replaced. */
const startMs = 15_000;

/**
 * How long a Worker whose job is closed waits for another one of the same program, which need not be loaded again then. No
 * longer than a browser takes to end a thread: what the closed job has left in it runs on meanwhile.
 */
const restMs = 2_000;

/** A copy that may be transferred: the original is needed if the Worker dies. Also cuts views off larger buffers. */
function copied({ ends, bytes }: Packed): Packed {
  return { ends: ends.slice(), bytes: bytes.slice() };
}

function isSame(a: Program, b: Program): boolean {
  return a.language === b.language && a.source === b.source;
}

/** The page's side of one slot: its runs outlive its Workers. */
export class SlotHost {
  readonly slot: number;
  readonly #surroundings: SlotSurroundings;
  readonly #ledger = new RunLedger();
  readonly #notices: StartedNotices;
  /** Jobs that the Worker has been told of. */
  readonly #told = new Map<JobId, Program>();
  /** Jobs whose program the Worker has loaded, or tried to. */
  readonly #loaded = new Set<JobId>();
  #worker: WorkerId | null = null;
  #ready = false;
  #announcedReady = false;
  /** Code of a closed job may still be about in its timers and its memory. */
  #soiled = false;
  /** Set while the Worker rests: it has seen one job, which is closed, and nothing is at hand. */
  #resting: { readonly job: JobId; readonly program: Program; readonly timer: ReturnType<typeof setTimeout> } | null =
    null;
  /** When the task at hand can have started at the latest, by this page's clock; null when none is. */
  #since: number | null = null;

  constructor(slot: number, surroundings: SlotSurroundings) {
    this.slot = slot;
    this.#surroundings = surroundings;
    this.#notices = new StartedNotices((run, position) =>
      surroundings.emit({ type: "task-started", slot, run, position }),
    );
  }

  get worker(): WorkerId | null {
    return this.#worker;
  }

  /** By this page's clock, when the slot has been silent for too long; null when it may be. */
  get deadline(): number | null {
    if (this.#worker === null || this.#since === null) return null;
    if (!this.#ready) return this.#since + startMs;
    const run = this.#ledger.atHand;
    const job = run === undefined ? undefined : this.#surroundings.jobs.get(run.job);
    return job === undefined ? null : this.#since + job.timeLimitMs + slackMs;
  }

  /** The run at hand. */
  get run(): SlotRun | undefined {
    return this.#ledger.atHand;
  }

  get isReady(): boolean {
    return this.#ready;
  }

  /** Whether the Worker is loading the program of the run at hand. */
  get isLoading(): boolean {
    const run = this.#ledger.atHand;
    return this.#ready && run !== undefined && !this.#loaded.has(run.job);
  }

  /** Starts a Worker, and hands it whatever is owed. */
  begin(): void {
    const worker = this.#surroundings.nextWorker();
    this.#worker = worker;
    this.#ready = false;
    this.#soiled = false;
    this.#told.clear();
    this.#loaded.clear();
    this.#since = performance.now();
    this.#surroundings.order({ type: "start-worker", worker });
    for (const order of this.#ledger.orders()) this.#hand(order);
  }

  start(run: SlotRun): void {
    const program = this.#surroundings.jobs.get(run.job)?.program;
    if (this.#resting !== null && program !== undefined && !isSame(program, this.#resting.program)) {
      this.#renew("Its job was closed, and another program comes.");
    }
    this.#ledger.accept(run);
    const order = this.#ledger.orders().at(-1);
    const isHead = this.#ledger.atHand === run;
    if (isHead && this.#ready) this.#since = performance.now();
    if (this.#worker === null || order === undefined) return;
    this.#hand(order);
    if (isHead && this.#ready) this.#notices.started(run.run, 0);
  }

  /** The next word of the slot's Worker. False if it is not to be believed. */
  hear(word: SlotWord): boolean {
    switch (word.type) {
      case "ready":
        return this.#heardReady();
      case "loaded":
        if (this.#ledger.atHand?.run !== word.run) return false;
        this.#loaded.add(this.#ledger.atHand.job);
        this.#since = performance.now();
        return true;
      case "at": {
        const heard = this.#ledger.at(word.run, word.position, word.exact);
        if (heard === null) return false;
        if (heard.moved) this.#since = performance.now();
        this.#notices.started(word.run, word.position);
        return true;
      }
      case "brief-results": {
        const results = inFull(word);
        return results !== null && this.hear({ type: "results", results });
      }
      case "results": {
        const heard = this.#ledger.report(word.results);
        if (heard === null) return false;
        this.#surroundings.progressed();
        this.#surroundings.emit({ type: "results", slot: this.slot, results: word.results });
        if (heard.ended) this.#ended(word.results.run);
        else if (word.results.outcomes.at(-1) === outcomes.notLoaded) this.#abandonRun();
        this.#movedOn();
        return true;
      }
    }
  }

  /**
   * The Worker died, or must. `begin` takes up the rest, in this frame or in the next. No task is to blame for a Worker
   * that was not ready for one.
   */
  lose(death: Death, detail: string): void {
    const elapsedMs = this.#since === null ? 0 : performance.now() - this.#since;
    const verdict: Verdict = this.#ready ? this.#ledger.lost() : { type: "innocent" };
    this.#endWorker();
    if (verdict.type === "guilty") {
      const results = deathResults(verdict.run, verdict.position, death, detail, elapsedMs);
      this.#surroundings.progressed();
      this.#surroundings.emit({ type: "results", slot: this.slot, results });
      if (verdict.ended) this.#ended(verdict.run);
    }
    this.#surroundings.emit({ type: "slot-replaced", slot: this.slot, cause: death, detail });
  }

  /** The Worker must be ended, or has ended, before the program of the run at hand was loaded: that is reported once. */
  loseLoading(detail: string): void {
    const elapsedMs = this.#since === null ? 0 : performance.now() - this.#since;
    const { run } = this.#ledger.atHand ?? { run: 0 };
    const results = deathResults(run, this.#ledger.firstUnreported, outcomes.notLoaded, detail, elapsedMs);
    this.#endWorker();
    this.#surroundings.progressed();
    this.#surroundings.emit({ type: "results", slot: this.slot, results });
    this.#abandonRun();
    this.#surroundings.emit({ type: "slot-replaced", slot: this.slot, cause: outcomes.notLoaded, detail });
  }

  /** What is left of the run at hand is not computed here. */
  #abandonRun(): void {
    const run = this.#ledger.abandon();
    if (run !== null) this.#ended(run);
  }

  /** The job is no more: its runs end, and so does a Worker that has seen its code, at once or when it is free. */
  dropJob(job: JobId): void {
    const hadSeen = this.#told.has(job);
    const { runs, headDropped } = this.#ledger.drop(job);
    for (const run of runs) this.#surroundings.emit({ type: "run-ended", slot: this.slot, run });
    const isIdle = this.#ledger.atHand === undefined;
    if (hadSeen && isIdle && !headDropped && this.#told.size === 1) this.#rest(job);
    else if (headDropped || (hadSeen && isIdle)) this.#renew("The job was closed.");
    // Its second run may wait in the Worker behind another job's: only a new Worker forgets it.
    else if (hadSeen) this.#soiled = true;
  }

  /** Ends the slot; its runs end without results. */
  close(): void {
    this.#endWorker();
    this.#notices.close();
    for (const run of this.#ledger.drop().runs) {
      this.#surroundings.emit({ type: "run-ended", slot: this.slot, run });
    }
  }

  #rest(job: JobId): void {
    const program = this.#told.get(job);
    if (program === undefined) return;
    const timer = setTimeout(() => this.#renew("Its job was closed."), restMs);
    this.#resting = { job, program, timer };
  }

  /** Gives the job that the Worker rested from, if it did. */
  #wake(): JobId | null {
    if (this.#resting === null) return null;
    const { job, timer } = this.#resting;
    clearTimeout(timer);
    this.#resting = null;
    return job;
  }

  #heardReady(): boolean {
    if (this.#ready) return false;
    this.#ready = true;
    const run = this.#ledger.atHand;
    this.#since = run === undefined ? null : performance.now();
    if (!this.#announcedReady) {
      this.#announcedReady = true;
      this.#surroundings.emit({ type: "slot-ready", slot: this.slot });
    }
    if (run !== undefined) this.#notices.started(run.run, this.#ledger.position);
    return true;
  }

  #ended(run: number): void {
    this.#notices.stopped();
    this.#surroundings.emit({ type: "run-ended", slot: this.slot, run });
    if (this.#soiled) this.#renew("A job that it had worked for was closed.");
  }

  /** What the last word left behind is over; the next position, if there is one, starts about now. */
  #movedOn(): void {
    const run = this.#ledger.atHand;
    if (run === undefined) {
      if (this.#ready) this.#since = null;
      return;
    }
    this.#since = performance.now();
    if (this.#ready) this.#notices.started(run.run, this.#ledger.position);
  }

  #renew(detail: string): void {
    if (this.#worker === null) return;
    this.#ledger.interrupted();
    this.#endWorker();
    this.#surroundings.emit({ type: "slot-replaced", slot: this.slot, cause: "aborted", detail });
    this.begin();
  }

  #endWorker(): void {
    if (this.#worker !== null) this.#surroundings.order({ type: "end-worker", worker: this.#worker });
    this.#wake();
    this.#worker = null;
    this.#ready = false;
    this.#since = null;
    this.#notices.stopped();
  }

  #hand(order: Extract<SlotOrder, { readonly type: "run" }>): void {
    const worker = this.#worker;
    const job = this.#surroundings.jobs.get(order.job);
    if (worker === null || job === undefined) return;
    const orders: SlotOrder[] = [];
    if (!this.#told.has(order.job)) {
      const insteadOf = this.#wake();
      if (insteadOf !== null) this.#told.delete(insteadOf);
      if (insteadOf !== null && this.#loaded.delete(insteadOf)) this.#loaded.add(order.job);
      this.#told.set(order.job, job.program);
      const { program, timeLimitMs } = job;
      orders.push({ type: "load", job: order.job, source: program.source, timeLimitMs, insteadOf });
    }
    orders.push({ ...order, inputs: copied(order.inputs) });
    this.#surroundings.order({ type: "tell-worker", worker, orders });
  }
}
