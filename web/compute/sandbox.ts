import type { JobId } from "../core/ids.ts";
import { outcomes, type Program } from "../core/job/job.ts";
import type { Compute, ComputeEvent, ComputeStart, SlotRun } from "./compute.ts";
import type { SandboxFrame } from "./page/sandbox-frame.ts";
import { SlotHost, type OpenJob } from "./page/slot-host.ts";
import { openTightFrame } from "./page/checked-frame.ts";
import { Watch } from "./page/run-deadline.ts";
import type { FrameReport } from "./protocol.ts";

export interface ComputeOptions {
  /** Where the hidden frame goes. */
  readonly container: HTMLElement;
  /** Must come with the sandbox's policy; `/sandbox.html` of the page's own host unless told otherwise. */
  readonly sandboxUrl?: string;
}

/** Frames that died one after the other without a single result between them. */
const fruitlessFramesUntilFailure = 3;

/** The pool of slots behind the sandbox frame. */
export function createCompute(options: ComputeOptions): Compute {
  return new SandboxCompute(options);
}

class SandboxCompute implements Compute {
  readonly #container: HTMLElement;
  readonly #url: string;
  readonly #jobs = new Map<JobId, OpenJob>();
  readonly #slots: SlotHost[] = [];
  readonly #watch = new Watch(
    () => this.#deadline(),
    () => this.#deadlinePassed(),
  );
  readonly #closing = new AbortController();
  #listener: (event: ComputeEvent) => void = () => {};
  #frame: SandboxFrame | null = null;
  #wanted = 0;
  #workers = 0;
  #fruitlessFrames = 0;
  #checking = false;

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
    for (const slot of this.#slots.splice(slots)) slot.close();
    if (this.#frame !== null) this.#fillSlots();
  }

  openJob(job: JobId, program: Program, timeLimitMs: number): void {
    this.#jobs.set(job, { program, timeLimitMs });
  }

  closeJob(job: JobId): void {
    this.#jobs.delete(job);
    for (const slot of this.#slots) slot.dropJob(job);
    this.#watch.look();
  }

  start(slot: number, run: SlotRun): void {
    if (this.#closing.signal.aborted) return;
    const host = this.#slots[slot];
    if (host === undefined) throw new RangeError(`There is no slot ${slot}`);
    if (!this.#jobs.has(run.job)) throw new RangeError(`Job ${run.job} is not open`);
    host.start(run);
    this.#watch.look();
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    for (const slot of this.#slots.splice(0)) slot.close();
    this.#closing.abort();
    this.#watch.stop();
    this.#frame?.close();
    this.#frame = null;
  }

  #emit(event: ComputeEvent): void {
    if (!this.#closing.signal.aborted) this.#listener(event);
  }

  #fillSlots(): void {
    while (this.#slots.length < this.#wanted) {
      const slot = new SlotHost(this.#slots.length, {
        jobs: this.#jobs,
        order: (order) => this.#frame?.send(order),
        emit: (event) => this.#emit(event),
        nextWorker: () => (this.#workers += 1),
        progressed: () => {
          this.#fruitlessFrames = 0;
        },
      });
      this.#slots.push(slot);
      slot.begin();
    }
    this.#watch.look();
  }

  async #openFrame(): Promise<ComputeStart> {
    const listener = {
      reported: (report: FrameReport): void => this.#hear(report),
      died: (detail: string): void => this.#frameDied(detail),
    };
    const opened = await openTightFrame(this.#container, this.#url, listener, this.#closing.signal);
    if (opened.type !== "ready") return opened;
    this.#frame = opened.frame;
    return { type: "ready" };
  }

  #hear(report: FrameReport): void {
    switch (report.type) {
      case "pong":
      case "escapes-tried":
        break;
      case "worker-said": {
        const host = this.#hostOf(report.worker);
        if (host !== undefined && !host.hear(report.word)) {
          this.#slotDied(
            host,
            outcomes.crashed,
            "The slot contradicted itself; a task may have changed the built-ins.",
          );
        }
        this.#watch.look();
        break;
      }
      case "worker-died": {
        const host = this.#hostOf(report.worker);
        if (host === undefined) break;
        const detail = host.isLoading ? `Its slot ended while the program was loaded. ${report.detail}` : report.detail;
        this.#slotDied(host, outcomes.crashed, detail);
        break;
      }
    }
  }

  /** Undefined for the last words of a Worker that has been replaced. */
  #hostOf(worker: number): SlotHost | undefined {
    return this.#slots.find((slot) => slot.worker === worker);
  }

  #slotDied(host: SlotHost, death: typeof outcomes.crashed | typeof outcomes.timedOut, detail: string): void {
    if (!host.isReady) {
      this.#frame?.close();
      this.#frameDied(`A Worker could not be started. ${detail}`);
      return;
    }
    if (host.isLoading) host.loseLoading(detail);
    else host.lose(death, detail);
    if (this.#slots.includes(host)) host.begin();
    this.#watch.look();
  }

  #deadline(): number | null {
    let earliest: number | null = null;
    if (this.#frame === null || this.#checking) return null;
    for (const { deadline } of this.#slots) {
      if (deadline !== null && (earliest === null || deadline < earliest)) earliest = deadline;
    }
    return earliest;
  }

  /**
   * A busy page may have words waiting that it has not heard, and a timer goes before them. So the frame is asked first,
   * and only who is still late when its answer has come is ended.
   */
  #deadlinePassed(): void {
    this.#checking = true;
    this.#frame?.caughtUp(() => {
      this.#checking = false;
      const now = performance.now();
      for (const host of this.#slots) {
        if (host.deadline === null || host.deadline > now) continue;
        this.#slotDied(host, outcomes.timedOut, this.#lateness(host));
      }
      this.#watch.look();
    });
  }

  #lateness({ isReady, isLoading, run }: SlotHost): string {
    if (!isReady) return "It did not start in time.";
    const limitMs = run === undefined ? 0 : (this.#jobs.get(run.job)?.timeLimitMs ?? 0);
    return isLoading
      ? `The program took longer than ${limitMs} ms to load.`
      : `The task took longer than ${limitMs} ms, and its slot was ended.`;
  }

  /** Running tasks are to blame; the rest goes on in a new frame. */
  #frameDied(detail: string): void {
    if (this.#closing.signal.aborted || this.#frame === null) return;
    this.#frame = null;
    this.#checking = false;
    this.#fruitlessFrames += 1;
    for (const slot of this.#slots) slot.lose(outcomes.crashed, detail);
    void this.#replaceFrame(detail);
  }

  async #replaceFrame(detail: string): Promise<void> {
    let reason = detail;
    while (this.#fruitlessFrames < fruitlessFramesUntilFailure) {
      const start = await this.#openFrame();
      if (this.#closing.signal.aborted) return;
      if (start.type === "leaky") {
        this.#fail(`The new sandbox is not tight: ${start.escapes.join(", ")}.`);
        return;
      }
      if (start.type === "ready") {
        for (const slot of this.#slots) slot.begin();
        this.#fillSlots();
        return;
      }
      reason = start.reason;
      this.#fruitlessFrames += 1;
    }
    this.#fail(`The sandbox died ${this.#fruitlessFrames} times in a row. ${reason}`);
  }

  #fail(reason: string): void {
    this.#emit({ type: "failed", reason });
    this.close();
  }
}
