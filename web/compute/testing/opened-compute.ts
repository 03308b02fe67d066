import { jobId, type JobId } from "../../core/ids.ts";
import { bringsValue, isOutcome, outcomes, type Outcome } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { packAll, valueAt } from "../../core/values/packed.ts";
import type { Compute, ComputeEvent, OpenedJob, RunId, SlotRun } from "../compute.ts";

/** The reported result of one position: a value, or the outcome with the error's message. */
export type Answer =
  | { readonly value: unknown; readonly endsJob?: true }
  | { readonly ended: Exclude<Outcome, 0 | 5>; readonly message: string };

interface Waiting {
  readonly answers: Answer[];
  readonly end: (answers: Answer[]) => void;
  readonly fail: (error: Error) => void;
}

function messageOf(thrown: unknown): string {
  const { name, message } = describeThrown(thrown);
  return `${name}: ${message}`;
}

/** An open pool whose runs are promises. A gap, a repeat and a result of an ended run are errors. */
export class OpenedCompute {
  readonly compute: Compute;
  readonly events: ComputeEvent[] = [];
  /** Values that tasks have thrown, in the order of the reports. */
  readonly thrown: unknown[] = [];
  readonly #runs = new Map<RunId, Waiting>();
  readonly #awaited: { readonly matches: (event: ComputeEvent) => boolean; readonly act: () => void }[] = [];
  #lastRun = 0;
  #lastJob = 0;

  private constructor(compute: Compute) {
    this.compute = compute;
    compute.listen((event) => this.#onEvent(event));
  }

  static async open(compute: Compute, slots: number): Promise<OpenedCompute> {
    const opened = new OpenedCompute(compute);
    const start = await compute.open(slots);
    if (start.type !== "ready") throw new Error(`The pool is ${JSON.stringify(start)}`);
    return opened;
  }

  openJob(source: string, timeLimitMs = 20_000, more: Partial<OpenedJob> = {}): JobId {
    this.#lastJob += 1;
    const job = jobId(this.#lastJob);
    const program = { language: "javascript", source } as const;
    this.compute.openJob(job, { program, timeLimitMs, seed: 0, shared: null, files: new Map(), ...more });
    return job;
  }

  /** Starts a run, unless told otherwise of the tasks from 100 on, each for the first time. Resolves to all its results at its end. */
  run(job: JobId, inputs: readonly unknown[], slot = 0, tasks: Partial<SlotRun> = {}): Promise<Answer[]> {
    this.#lastRun += 1;
    const run = this.#lastRun;
    return new Promise((resolve, reject) => {
      this.#runs.set(run, { answers: [], end: resolve, fail: reject });
      const indices = Uint32Array.from(inputs, (_, at) => 100 + at);
      const attempts = new Uint8Array(inputs.length).fill(1);
      this.compute.start(slot, { run, job, inputs: packAll(inputs), indices, attempts, ...tasks });
    });
  }

  /** Opens a job with this program and starts one run of it. */
  runProgram(source: string, inputs: readonly unknown[], timeLimitMs?: number): Promise<Answer[]> {
    return this.run(this.openJob(source, timeLimitMs), inputs);
  }

  /** Resolves when an event matches, or at once if an earlier one did. */
  happened(matches: (event: ComputeEvent) => boolean): Promise<void> {
    if (this.events.some(matches)) return Promise.resolve();
    return new Promise((resolve) => this.upon(matches, resolve));
  }

  /** Calls `act` within the pool's call for each later event that matches. */
  upon(matches: (event: ComputeEvent) => boolean, act: () => void): void {
    this.#awaited.push({ matches, act });
  }

  close(): void {
    this.compute.close();
  }

  #onEvent(event: ComputeEvent): void {
    this.events.push(event);
    if (event.type === "results") this.#addResults(event);
    if (event.type === "run-ended") {
      const waiting = this.#runs.get(event.run);
      this.#runs.delete(event.run);
      waiting?.end(waiting.answers);
    }
    for (const { matches, act } of this.#awaited) if (matches(event)) act();
  }

  #addResults({ results }: Extract<ComputeEvent, { readonly type: "results" }>): void {
    const waiting = this.#runs.get(results.run);
    if (waiting === undefined) throw new Error(`Results of run ${results.run}, which is over`);
    if (results.first !== waiting.answers.length) {
      waiting.fail(new Error(`Position ${results.first} reported after ${waiting.answers.length}`));
    }
    results.outcomes.forEach((outcome, i) => {
      const value = valueAt(results.values, i);
      if (outcome === outcomes.value) waiting.answers.push({ value });
      else if (outcome === outcomes.endsJob) waiting.answers.push({ value, endsJob: true });
      else if (isOutcome(outcome) && !bringsValue(outcome)) {
        waiting.answers.push({ ended: outcome, message: messageOf(value) });
        this.thrown.push(value);
      }
    });
  }
}
