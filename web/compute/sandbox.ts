import type { JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { Compute, ComputeEvent, ComputeStart, OpenedJob, SlotRun } from "./compute.ts";
import type { SandboxFrame } from "./page/sandbox-frame.ts";
import { SlotHost } from "./page/slot-host.ts";
import { openCheckedFrame } from "./page/checked-frame.ts";
import { DeadlineTimer } from "./page/deadline-timer.ts";
import type { FrameReport } from "./protocol.ts";

export interface ComputeOptions {
  /** Element that the hidden frame is put into. */
  readonly container: HTMLElement;
  /** Address of the sandbox page, which must be served with the sandbox's policy. Default: `/sandbox.html` of the page's host. */
  readonly sandboxUrl?: string;
}

/** Frames that may die one after the other without a result in between. After that the pool fails. */
const fruitlessFramesUntilFailure = 3;

/** Makes the pool of slots behind a sandbox frame. */
export function createCompute(options: ComputeOptions): Compute {
  return new SandboxCompute(options);
}

class SandboxCompute implements Compute {
  readonly #container: HTMLElement;
  readonly #url: string;
  readonly #jobs = new Map<JobId, OpenedJob>();
  readonly #slots: SlotHost[] = [];
  readonly #runDeadline = new DeadlineTimer(
    () => this.#earliestDeadline(),
    () => this.#onDeadlinePassed(),
  );
  readonly #closing = new AbortController();
  #listener: (event: ComputeEvent) => void = () => {};
  #frame: SandboxFrame | null = null;
  #wanted = 0;
  #workers = 0;
  #fruitlessFrames = 0;
  #isChecking = false;

  constructor({ container, sandboxUrl = "/sandbox.html" }: ComputeOptions) {
    this.#container = container;
    this.#url = new URL(sandboxUrl, container.ownerDocument.baseURI).href;
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
    this.#runDeadline.reschedule();
  }

  start(slot: number, run: SlotRun): void {
    if (this.#closing.signal.aborted) return;
    const host = this.#slots[slot];
    if (host === undefined) throw new RangeError(`There is no slot ${slot}`);
    if (!this.#jobs.has(run.job)) throw new RangeError(`Job ${run.job} is not open`);
    host.startRun(run);
    this.#runDeadline.reschedule();
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    for (const slot of this.#slots.splice(0)) slot.closeSlot();
    this.#closing.abort();
    this.#runDeadline.cancel();
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
    this.#runDeadline.reschedule();
  }

  async #openFrame(): Promise<ComputeStart> {
    const listener = {
      onReport: (report: FrameReport): void => this.#onFrameReport(report),
      onDeath: (detail: string): void => this.#onFrameDied(detail),
    };
    const opened = await openCheckedFrame(this.#container, this.#url, listener, this.#closing.signal);
    if (opened.type !== "ready") return opened;
    this.#frame = opened.frame;
    return { type: "ready", features: opened.features };
  }

  #onFrameReport(report: FrameReport): void {
    switch (report.type) {
      case "pong":
      case "escapes-tried":
        break;
      case "worker-message": {
        const host = this.#hostOf(report.worker);
        if (host !== undefined && !host.onSlotMessage(report.message)) {
          this.#onWorkerDied(
            host,
            outcomes.crashed,
            "The slot contradicted itself; a task may have replaced built-in functions.",
          );
        }
        this.#runDeadline.reschedule();
        break;
      }
      case "worker-died": {
        const host = this.#hostOf(report.worker);
        if (host === undefined) break;
        const detail = host.isLoading ? `Its slot ended while the program was loaded. ${report.detail}` : report.detail;
        this.#onWorkerDied(host, outcomes.crashed, detail);
        break;
      }
    }
  }

  /** The slot of a Worker. Undefined for late messages of a Worker that has been replaced. */
  #hostOf(worker: number): SlotHost | undefined {
    return this.#slots.find((slot) => slot.worker === worker);
  }

  #onWorkerDied(host: SlotHost, death: typeof outcomes.crashed | typeof outcomes.timedOut, detail: string): void {
    if (!host.isReady) {
      this.#frame?.remove();
      this.#onFrameDied(`A Worker could not be started. ${detail}`);
      return;
    }
    if (host.isLoading) host.loseLoadingWorker(detail);
    else host.loseWorker(death, detail);
    if (this.#slots.includes(host)) host.startWorker();
    this.#runDeadline.reschedule();
  }

  #earliestDeadline(): number | null {
    let earliest: number | null = null;
    if (this.#frame === null || this.#isChecking) return null;
    for (const { deadline } of this.#slots) {
      if (deadline !== null && (earliest === null || deadline < earliest)) earliest = deadline;
    }
    return earliest;
  }

  /**
   * Ends the Workers that are late. In a busy page, messages may wait while a timer fires before them: so the frame is asked
   * for an answer first, and only slots that are still late when it has come are ended.
   */
  #onDeadlinePassed(): void {
    this.#isChecking = true;
    this.#frame?.whenCaughtUp(() => {
      this.#isChecking = false;
      const now = performance.now();
      for (const host of this.#slots) {
        if (host.deadline === null || host.deadline > now) continue;
        this.#onWorkerDied(host, outcomes.timedOut, this.#describeLateness(host));
      }
      this.#runDeadline.reschedule();
    });
  }

  #describeLateness({ isReady, isLoading, run }: SlotHost): string {
    if (!isReady) return "It did not start in time.";
    const limitMs = run === undefined ? 0 : (this.#jobs.get(run.job)?.timeLimitMs ?? 0);
    return isLoading
      ? `The program took longer than ${limitMs} ms to load.`
      : `The task took longer than ${limitMs} ms, and its slot was ended.`;
  }

  /** Blames the running tasks, and computes the others in a new frame. */
  #onFrameDied(detail: string): void {
    if (this.#closing.signal.aborted || this.#frame === null) return;
    this.#frame = null;
    this.#isChecking = false;
    this.#fruitlessFrames += 1;
    for (const slot of this.#slots) slot.loseWorker(outcomes.crashed, detail);
    void this.#replaceFrame(detail);
  }

  async #replaceFrame(detail: string): Promise<void> {
    let reason = detail;
    while (this.#fruitlessFrames < fruitlessFramesUntilFailure) {
      const start = await this.#openFrame();
      if (this.#closing.signal.aborted) return;
      if (start.type === "leaky") {
        this.#failForGood(`The new sandbox is not tight: ${start.escapes.join(", ")}.`);
        return;
      }
      if (start.type === "ready") {
        for (const slot of this.#slots) slot.startWorker();
        this.#fillSlots();
        return;
      }
      reason = start.reason;
      this.#fruitlessFrames += 1;
    }
    this.#failForGood(`The sandbox died ${this.#fruitlessFrames} times in a row. ${reason}`);
  }

  #failForGood(reason: string): void {
    this.#emitEvent({ type: "failed", reason });
    this.close();
  }
}
