import type { Compute, ComputeEvent, ComputeStart, OpenedJob, RunId, SlotRun } from "../../web/compute/compute.ts";
import { createCompute } from "../../web/compute/create-compute.ts";
import { troubleInData } from "../../web/core/compute-trouble.ts";
import type { JobId } from "../../web/core/ids.ts";

/** Runs that a slot takes at a time, by the contract of Compute. */
const runsASlot = 2;

interface Handed {
  readonly view: ComputeView;
  readonly slot: number;
  readonly run: SlotRun;
}

/** One sandbox that many volunteers of a page share as if each had its own: a hundred sandboxes would be a hundred processes. */
export class SharedCompute {
  readonly #compute = createCompute({ container: document.body });
  readonly #slots: number;
  readonly #waiting: Handed[] = [];
  readonly #running = new Map<RunId, Handed & { readonly on: number }>();
  readonly #ready = new Set<number>();
  readonly #users = new Map<JobId, Set<ComputeView>>();
  #opening: Promise<ComputeStart> | null = null;
  #nextRun = 1;

  constructor(slots: number) {
    this.#slots = slots;
    this.#compute.listen((event) => this.#onEvent(event));
  }

  createView(): Compute {
    return new ComputeView(this);
  }

  open(): Promise<ComputeStart> {
    this.#opening ??= this.#compute.open(this.#slots);
    return this.#opening;
  }

  openJob(view: ComputeView, job: JobId, opened: OpenedJob): void {
    const users = this.#users.get(job) ?? new Set();
    if (users.size === 0) this.#compute.openJob(job, opened);
    this.#users.set(job, users.add(view));
  }

  closeJob(view: ComputeView, job: JobId): void {
    this.#dropRuns(view, ({ run }) => run.job === job);
    const users = this.#users.get(job);
    if (users?.delete(view) !== true || users.size > 0) return;
    this.#users.delete(job);
    this.#compute.closeJob(job);
  }

  start(handed: Handed): void {
    this.#waiting.push(handed);
    this.#handOutRuns();
  }

  /** Ends waiting runs of this view without results. */
  #dropRuns(view: ComputeView, isDropped: (handed: Handed) => boolean): void {
    for (const handed of this.#waiting.filter((each) => each.view === view && isDropped(each))) {
      this.#waiting.splice(this.#waiting.indexOf(handed), 1);
      view.emit({ type: "run-ended", slot: handed.slot, run: handed.run.run });
    }
  }

  closeView(view: ComputeView): void {
    for (const job of this.#users.keys()) this.closeJob(view, job);
  }

  #handOutRuns(): void {
    for (const on of this.#ready) {
      const held = [...this.#running.values()].filter((each) => each.on === on).length;
      for (let free = runsASlot - held; free > 0; free -= 1) {
        const handed = this.#waiting.shift();
        if (handed === undefined) return;
        const run = this.#nextRun;
        this.#nextRun += 1;
        this.#running.set(run, { ...handed, on });
        this.#compute.start(on, { ...handed.run, run });
      }
    }
  }

  #onEvent(event: ComputeEvent): void {
    switch (event.type) {
      case "slot-ready":
        this.#ready.add(event.slot);
        this.#handOutRuns();
        return;
      case "results": {
        const handed = this.#running.get(event.results.run);
        if (handed === undefined) return;
        const results = { ...event.results, run: handed.run.run };
        handed.view.emit({ type: "results", slot: handed.slot, results });
        return;
      }
      case "run-ended": {
        const handed = this.#running.get(event.run);
        this.#running.delete(event.run);
        handed?.view.emit({ type: "run-ended", slot: handed.slot, run: handed.run.run });
        this.#handOutRuns();
        return;
      }
      case "failed":
        throw new Error(`the shared sandbox failed: ${troubleInData(event.trouble)}`);
      case "task-started":
      case "task-said":
      case "task-progressed":
      case "slot-replaced":
      case "task-called":
        // For display, and this page has none. No program of the bench calls anything.
        return;
    }
  }
}

/** One volunteer's share of the sandbox. Every slot is always ready; runs wait in line for a real one. */
class ComputeView implements Compute {
  readonly #shared: SharedCompute;
  #listener: (event: ComputeEvent) => void = () => {};
  #slots = 0;

  constructor(shared: SharedCompute) {
    this.#shared = shared;
  }

  emit(event: ComputeEvent): void {
    this.#listener(event);
  }

  listen(listener: (event: ComputeEvent) => void): void {
    this.#listener = listener;
  }

  async open(slots: number): Promise<ComputeStart> {
    const start = await this.#shared.open();
    if (start.type === "ready") setTimeout(() => this.resize(slots), 0);
    return start;
  }

  resize(slots: number): void {
    for (let slot = this.#slots; slot < slots; slot += 1) this.emit({ type: "slot-ready", slot });
    this.#slots = slots;
  }

  openJob(job: JobId, opened: OpenedJob): void {
    this.#shared.openJob(this, job, opened);
  }

  closeJob(job: JobId): void {
    this.#shared.closeJob(this, job);
  }

  start(slot: number, run: SlotRun): void {
    this.#shared.start({ view: this, slot, run });
  }

  answerCall(): void {}

  close(): void {
    this.#listener = () => {};
    this.#shared.closeView(this);
  }
}
