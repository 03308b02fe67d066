import type { Compute, ComputeEvent, ComputeStart, OpenedJob, SlotRun } from "../../compute/compute.ts";
import type { JobId } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
import type { Feature } from "../../core/job/features.ts";
import { outcomes, type Outcome } from "../../core/job/job.ts";
import type { Packed } from "../../core/values/format.ts";
import { Packer, valueAt } from "../../core/values/packed.ts";

/** What a slot would do with an input of a job. */
export type PlainTask = (input: unknown, opened: OpenedJob) => unknown;

/** Returned by a task: its result ends the job. */
export class EndsJob {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Returned by a task: it has thrown this. */
export class Throws {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

function outcomeOf(returned: unknown): Outcome {
  if (returned instanceof EndsJob) return outcomes.endsJob;
  return returned instanceof Throws ? outcomes.threw : outcomes.value;
}

function packReturned(all: readonly unknown[]): Packed {
  const packer = new Packer();
  for (const one of all) {
    if (one instanceof Throws) packer.appendThrown(one.thrown, String);
    else packer.append(one instanceof EndsJob ? one.value : one);
  }
  return packer.take();
}

/** Computes in the thread of the test what a slot would compute in a Worker. Each task takes a millisecond, as it says. */
export class PlainCompute implements Compute {
  readonly #task: PlainTask;
  readonly #jobs = new Map<JobId, OpenedJob>();
  #listener: (event: ComputeEvent) => void = () => {};
  readonly #lastRuns = new Map<number, Promise<void>>();
  #isClosed = false;

  readonly #features: readonly Feature[];

  constructor(task: PlainTask, features: readonly Feature[] = []) {
    this.#task = task;
    this.#features = features;
  }

  listen(listener: (event: ComputeEvent) => void): void {
    this.#listener = listener;
  }

  #emit(event: ComputeEvent): void {
    if (!this.#isClosed) this.#listener(event);
  }

  async open(slots: number): Promise<ComputeStart> {
    this.resize(slots);
    return { type: "ready", features: this.#features };
  }

  resize(slots: number): void {
    queueMicrotask(() => {
      for (let slot = 0; slot < slots; slot += 1) this.#emit({ type: "slot-ready", slot });
    });
  }

  /** Runs of one slot follow one another; one whose task never resolves never ends. */
  start(slot: number, run: SlotRun): void {
    const before = this.#lastRuns.get(slot) ?? Promise.resolve();
    const ended = before.then(() => this.#compute(slot, run));
    this.#lastRuns.set(slot, ended);
    inBackground(ended, (reason) => {
      throw new Error(`a task of the test failed: ${reason}`);
    });
  }

  async #compute(slot: number, { run, job, inputs }: SlotRun): Promise<void> {
    const opened = this.#jobs.get(job);
    if (opened === undefined) throw new Error(`job ${job} is not open`);
    const count = inputs.ends.length;
    const returned: unknown[] = [];
    while (returned.length < count) returned.push(await this.#task(valueAt(inputs, returned.length), opened));
    const columns = {
      outcomes: Uint8Array.from(returned, outcomeOf),
      runtimesMs: new Float32Array(count).fill(1),
      values: packReturned(returned),
    };
    this.#emit({ type: "results", slot, results: { run, first: 0, ...columns, busyMs: count } });
    this.#emit({ type: "run-ended", slot, run });
  }

  /** Its sandbox is gone for good. */
  fail(): void {
    this.#emit({ type: "failed", trouble: { key: "frame-removed" } });
    this.close();
  }

  openJob(job: JobId, opened: OpenedJob): void {
    this.#jobs.set(job, opened);
  }

  closeJob(): void {}

  answerCall(): void {}

  close(): void {
    this.#isClosed = true;
  }
}
