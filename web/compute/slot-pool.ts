import type { ComputeTrouble } from "../core/compute-trouble.ts";
import type { JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { CallAnswer, Compute, ComputeEvent, ComputeStart, OpenedJob, SlotRun } from "./compute.ts";
import type { Frame, FrameListener, OpenFrame } from "./page/frame.ts";
import { SlotHost } from "./page/slot-host.ts";
import type { Death } from "./page/death-results.ts";
import { LateWorkers } from "./page/late-workers.ts";
import type { WorkerReport } from "./protocol.ts";

/** Frames that may die one after the other without a result in between. After that the pool fails. */
const fruitlessFramesUntilFailure = 3;

/** The pool of slots behind a frame. */
export class SlotPool implements Compute {
  readonly #open: OpenFrame;
  readonly #keepsProgram: boolean;
  readonly #tasksPerWorker: number;
  readonly #jobs = new Map<JobId, OpenedJob>();
  readonly #slots: SlotHost[] = [];
  readonly #late = new LateWorkers({
    slots: this.#slots,
    jobs: this.#jobs,
    frame: () => this.#frame,
    end: (slot, trouble) => this.#onWorkerDied(slot, outcomes.timedOut, trouble),
  });
  readonly #closing = new AbortController();
  #listener: (event: ComputeEvent) => void = () => {};
  #frame: Frame | null = null;
  #wanted = 0;
  #workers = 0;
  #fruitlessFrames = 0;

  /**
   * `keepsProgram`: whether a Worker outlives the jobs of its program, idle or not, until its slot is given a run of another program.
   * Their timers and what they keep in memory go on as long: for programs that the owner of the machine trusts. `tasksPerWorker`: most
   * tasks that one computes before it is replaced.
   */
  constructor(open: OpenFrame, keepsProgram = false, tasksPerWorker = Infinity) {
    this.#open = open;
    this.#keepsProgram = keepsProgram;
    this.#tasksPerWorker = tasksPerWorker;
  }

  listen(listener: (event: ComputeEvent) => void): void {
    this.#listener = listener;
  }

  async open(slots: number): Promise<ComputeStart> {
    this.#wanted = slots;
    const start = await this.#openFrame();
    if (start.type !== "ready") {
      this.close();
      return start;
    }
    this.#fillSlots();
    return start;
  }

  resize(slots: number): void {
    this.#wanted = slots;
    for (const slot of this.#slots.splice(slots)) slot.closeSlot();
    if (this.#frame !== null) this.#fillSlots();
  }

  openJob(job: JobId, opened: OpenedJob): void {
    this.#jobs.set(job, opened);
  }

  closeJob(job: JobId): void {
    this.#jobs.delete(job);
    for (const slot of this.#slots) slot.dropJob(job);
    this.#late.reschedule();
  }

  start(slot: number, run: SlotRun): void {
    if (this.#closing.signal.aborted) return;
    const host = this.#slots[slot];
    if (host === undefined) throw new RangeError(`There is no slot ${slot}`);
    if (!this.#jobs.has(run.job)) throw new RangeError(`Job ${run.job} is not open`);
    host.startRun(run);
    this.#late.reschedule();
  }

  answerCall(answer: CallAnswer): void {
    for (const slot of this.#slots) slot.answerCall(answer);
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    for (const slot of this.#slots.splice(0)) slot.closeSlot();
    this.#closing.abort();
    this.#late.close();
    this.#frame?.remove();
    this.#frame = null;
  }

  #emitEvent(event: ComputeEvent): void {
    if (!this.#closing.signal.aborted) this.#listener(event);
  }

  #fillSlots(): void {
    while (this.#slots.length < this.#wanted) {
      const slot = new SlotHost(this.#slots.length, {
        jobs: this.#jobs,
        keepsProgram: this.#keepsProgram,
        tasksPerWorker: this.#tasksPerWorker,
        sendToFrame: (order) => this.#frame?.sendOrder(order),
        emitEvent: (event) => this.#emitEvent(event),
        nextWorkerId: () => (this.#workers += 1),
        noteProgress: () => {
          this.#fruitlessFrames = 0;
        },
      });
      this.#slots.push(slot);
      slot.startWorker();
    }
    this.#late.reschedule();
  }

  async #openFrame(): Promise<ComputeStart> {
    const listener: FrameListener = {
      onReport: (report) => this.#onWorkerReport(report),
      onStandstill: (ms) => {
        for (const slot of this.#slots) slot.leaveOut(ms);
      },
      onDeath: (trouble) => this.#onFrameDied(trouble),
    };
    const opened = await this.#open(listener, this.#closing.signal);
    if (opened.type !== "ready") return opened;
    this.#frame = opened.frame;
    return { type: "ready", features: opened.features };
  }

  #onWorkerReport(report: WorkerReport): void {
    const host = this.#slots.find(({ worker }) => worker === report.worker);
    // A late message of a Worker that has been replaced.
    if (host === undefined) return;
    if (report.type === "worker-died") this.#onWorkerDied(host, outcomes.crashed, report.trouble);
    else if (!host.onSlotMessage(report.message)) {
      this.#onWorkerDied(host, outcomes.crashed, { key: "slot-contradiction" });
    }
    this.#late.reschedule();
  }

  #onWorkerDied(host: SlotHost, death: Death, trouble: ComputeTrouble): void {
    if (!host.isReady) {
      this.#frame?.remove();
      this.#onFrameDied(trouble);
      return;
    }
    if (host.isLoading) host.loseLoadingWorker(trouble);
    else host.loseWorker(death, trouble);
    if (this.#slots.includes(host)) host.startWorker();
    this.#late.reschedule();
  }

  /** Blames the running tasks, and computes the others in a new frame. */
  #onFrameDied(trouble: ComputeTrouble): void {
    if (this.#closing.signal.aborted || this.#frame === null) return;
    this.#frame = null;
    this.#late.loseFrame();
    this.#fruitlessFrames += 1;
    for (const slot of this.#slots) slot.loseWorker(outcomes.crashed, trouble);
    void this.#replaceFrame(trouble);
  }

  async #replaceFrame(death: ComputeTrouble): Promise<void> {
    let trouble = death;
    while (this.#fruitlessFrames < fruitlessFramesUntilFailure) {
      const start = await this.#openFrame();
      if (this.#closing.signal.aborted) return;
      if (start.type === "leaky") {
        this.#failForGood({ key: "ways-out", escapes: start.escapes });
        return;
      }
      if (start.type === "ready") {
        for (const slot of this.#slots) slot.startWorker();
        this.#fillSlots();
        return;
      }
      trouble = start.trouble;
      this.#fruitlessFrames += 1;
    }
    this.#failForGood(trouble);
  }

  #failForGood(trouble: ComputeTrouble): void {
    this.#emitEvent({ type: "failed", trouble });
    this.close();
  }
}
