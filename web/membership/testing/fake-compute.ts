import type { CallAnswer, Compute, ComputeEvent, ComputeStart, SlotRun } from "../../compute/compute.ts";
import type { JobId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { packAll } from "../../core/values/packed.ts";

/** Slots that compute nothing: a test says when a run ends. */
export class FakeCompute implements Compute {
  readonly #start: ComputeStart | Error;
  #listener: (event: ComputeEvent) => void = () => {};
  #slots = 0;
  #isOpen = false;
  /** Slots that `open` was called with; null before. */
  openedSlots: number | null = null;
  isClosed = false;
  readonly jobs = new Set<JobId>();
  readonly answered: CallAnswer[] = [];
  /** Runs that have been started and not ended, with their slots. */
  readonly runs: { readonly slot: number; readonly run: SlotRun }[] = [];

  constructor(start: ComputeStart | Error) {
    this.#start = start;
  }

  emit(event: ComputeEvent): void {
    if (!this.isClosed) this.#listener(event);
  }

  listen(listener: (event: ComputeEvent) => void): void {
    this.#listener = listener;
  }

  async open(slots: number): Promise<ComputeStart> {
    this.openedSlots = slots;
    if (this.#start instanceof Error) throw this.#start;
    if (this.#start.type === "ready") {
      queueMicrotask(() => {
        this.#isOpen = true;
        this.resize(slots);
      });
    }
    return this.#start;
  }

  resize(slots: number): void {
    if (!this.#isOpen) return;
    for (let slot = this.#slots; slot < slots; slot += 1) this.emit({ type: "slot-ready", slot });
    this.#slots = slots;
  }

  openJob(job: JobId): void {
    this.jobs.add(job);
  }

  closeJob(job: JobId): void {
    this.jobs.delete(job);
  }

  start(slot: number, run: SlotRun): void {
    this.runs.push({ slot, run });
    this.emit({ type: "task-started", slot, run: run.run, position: 0 });
  }

  /** The oldest run brings a value for each of its inputs. */
  finishRun(): void {
    const oldest = this.runs.shift();
    if (oldest === undefined) throw new Error("nothing runs");
    const { slot, run } = oldest;
    const count = run.inputs.ends.length;
    const columns = {
      outcomes: new Uint8Array(count).fill(outcomes.value),
      runtimesMs: new Float32Array(count).fill(1_000),
      values: packAll(Array.from({ length: count }, (_, i) => i)),
    };
    this.emit({ type: "results", slot, results: { run: run.run, first: 0, ...columns, busyMs: count * 1_000 } });
    this.emit({ type: "run-ended", slot, run: run.run });
  }

  answerCall(answer: CallAnswer): void {
    this.answered.push(answer);
  }

  close(): void {
    this.isClosed = true;
  }
}
