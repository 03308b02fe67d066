import type { Compute, RunResults } from "../../compute/compute.ts";
import { createCompute } from "../../compute/create-compute.ts";
import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import { jobId } from "../../core/ids.ts";
import { bringsValue, outcomes } from "../../core/job/job.ts";
import type { Trial, TrialEnd, TrialLine, TrialReport } from "../../core/job/trial.ts";
import { noObjectsAnswer } from "../../core/objects/error-answer.ts";
import { thrownSeen, type Seen } from "../../core/seen.ts";
import type { Packed } from "../../core/values/format.ts";
import { lookAtMost, packAll, thrownAt, valueAt } from "../../core/values/packed.ts";

const closed = unavailable({ key: "sandbox-closed" });

/**
 * A sandbox of the same kind as a volunteer's, with its own test of the ways out, for programs that are tried. The frame is
 * opened at the first trial and stays; each trial gets a Worker of its own, which ends with it.
 */
export class TrialBench {
  readonly #createCompute: () => Compute;
  #compute: Compute | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #trials = 0;
  #isClosed = false;
  /** Ends the trial that runs. */
  #giveUp: (() => void) | null = null;

  constructor(create = (): Compute => createCompute({ container: document.body })) {
    this.#createCompute = create;
  }

  /** Never rejects. Trials wait for those before them. */
  runTrial(trial: Trial): Promise<TrialReport> {
    const report = this.#last
      .then(() => this.#runNow(trial))
      .catch((error: unknown): TrialReport => {
        // The next trial opens a sandbox anew.
        this.#dropCompute();
        return unavailable(thrownSeen(error));
      });
    this.#last = report;
    return report;
  }

  close(): void {
    this.#isClosed = true;
    this.#giveUp?.();
    this.#dropCompute();
  }

  #dropCompute(): void {
    this.#compute?.close();
    this.#compute = null;
  }

  async #runNow(trial: Trial): Promise<TrialReport> {
    if (this.#isClosed || isCalledOff(trial)) return closed;
    const inputs = packInput(trial);
    if ("end" in inputs) return inputs;
    const compute = await this.#openCompute();
    if (this.#isClosed || isCalledOff(trial)) return closed;
    if ("key" in compute) return unavailable(compute);
    this.#trials += 1;
    const job = jobId(this.#trials);
    const giveUp = (): void => this.#giveUp?.();
    trial.signal?.addEventListener("abort", giveUp);
    const report = await this.#watchTrial(compute, trial, inputs, this.#trials);
    trial.signal?.removeEventListener("abort", giveUp);
    this.#giveUp = null;
    if (this.#compute !== compute) return report;
    // The Worker goes, and with it all that the program has left behind.
    compute.resize(0);
    compute.closeJob(job);
    return report;
  }

  #watchTrial(
    compute: Compute,
    { source, timeLimitMs, shared = null, files = new Map(), isGlanced = false }: Trial,
    inputs: Packed,
    run: number,
  ): Promise<TrialReport> {
    const job = jobId(run);
    const lines: TrialLine[] = [];
    let end: TrialEnd = { type: "unavailable", seen: { key: "sandbox-silent" } };
    return new Promise((resolve) => {
      this.#giveUp = () => resolve(closed);
      compute.listen((event) => {
        switch (event.type) {
          case "slot-ready":
            compute.start(0, {
              run,
              job,
              inputs,
              indices: Uint32Array.of(0),
              attempts: Uint8Array.of(1),
            });
            break;
          case "task-said":
            lines.push({ level: event.level, text: event.text, dropped: event.dropped });
            break;
          case "results":
            end = endOf(event.results, isGlanced ? lookAtMost : valueAt);
            break;
          case "run-ended":
            resolve({ end, lines });
            break;
          case "failed":
            resolve(unavailable(event.trouble, lines));
            // Which ends the run: what is told of that comes too late.
            this.#dropCompute();
            break;
          case "task-called":
            // What is tried has its input alone.
            compute.answerCall({ ...event, answer: noObjectsAnswer() });
            break;
          case "task-started":
          case "task-progressed":
          case "slot-replaced":
            break;
        }
      });
      compute.openJob(job, {
        program: { language: "javascript", source },
        timeLimitMs,
        seed: 0,
        shared,
        files,
      });
      compute.resize(1);
    });
  }

  /** The open pool, which has no slot yet; or why there is none. */
  async #openCompute(): Promise<Compute | ComputeTrouble> {
    if (this.#compute !== null) return this.#compute;
    const compute = this.#createCompute();
    this.#compute = compute;
    const start = await compute.open(0);
    if (start.type === "ready") return compute;
    this.#compute = null;
    return start.type === "failed" ? start.trouble : { key: "ways-out", escapes: start.escapes };
  }
}

function isCalledOff({ signal }: Trial): boolean {
  return signal?.aborted === true;
}

function unavailable(seen: Seen, lines: readonly TrialLine[] = []): TrialReport {
  return { end: { type: "unavailable", seen }, lines };
}

/** A report where the input cannot travel. */
function packInput({ input }: Trial): Packed | TrialReport {
  try {
    return packAll([input]);
  } catch (error) {
    return { end: { type: "unsent", thrown: error }, lines: [] };
  }
}

function endOf({ outcomes: ended, values, runtimesMs }: RunResults, read: typeof valueAt): TrialEnd {
  const runtimeMs = runtimesMs[0] ?? 0;
  const [outcome = outcomes.notLoaded] = ended;
  if (!bringsValue(outcome)) return { type: "failed", thrown: thrownAt(values, 0), runtimeMs };
  try {
    return { type: "value", value: read(values, 0), runtimeMs, endsJob: outcome === outcomes.endsJob };
  } catch (error) {
    return { type: "failed", thrown: error, runtimeMs };
  }
}
