import type { Compute, RunResults } from "../../compute/compute.ts";
import { createCompute } from "../../compute/create-compute.ts";
import { deathResults } from "../../compute/page/death-results.ts";
import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import { jobId } from "../../core/ids.ts";
import { bringsValue, isOutcome, outcomes } from "../../core/job/job.ts";
import type {
  CallsEnd,
  Trial,
  TrialAnswer,
  TrialCalls,
  TrialEnd,
  TrialLine,
  TrialReport,
} from "../../core/job/trial.ts";
import { noObjectsAnswer } from "../../core/objects/error-answer.ts";
import { thrownSeen } from "../../core/seen.ts";
import type { Packed } from "../../core/values/format.ts";
import { lookAtMost, packAll, thrownAt, valueAt } from "../../core/values/packed.ts";
import { columnOf, encodedAt } from "../../core/values/value-column.ts";

const closed: CallsEnd = { type: "unavailable", seen: { key: "sandbox-closed" } };

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
  async runTrial({ input, isGlanced = false, ...program }: Trial): Promise<TrialReport> {
    const inputs = packInput(input);
    if ("end" in inputs) return inputs;
    const lines: TrialLine[] = [];
    const end = await this.#runInLine({ ...program, inputs }, (line) => lines.push(line));
    return { end: endOf(end, isGlanced ? lookAtMost : valueAt), lines };
  }

  /** As `runTrial`, but for the lines of consoles. */
  runCalls(calls: TrialCalls): Promise<CallsEnd> {
    return this.#runInLine(calls, () => undefined);
  }

  #runInLine(calls: TrialCalls, takeLine: (line: TrialLine) => void): Promise<CallsEnd> {
    const end = this.#last
      .then(() => this.#runNow(calls, takeLine))
      .catch((error: unknown): CallsEnd => {
        // The next one opens a sandbox anew.
        this.#dropCompute();
        return { type: "unavailable", seen: thrownSeen(error) };
      });
    this.#last = end;
    return end;
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

  async #runNow(calls: TrialCalls, takeLine: (line: TrialLine) => void): Promise<CallsEnd> {
    if (this.#isClosed || isCalledOff(calls)) return closed;
    const compute = await this.#openCompute();
    if (this.#isClosed || isCalledOff(calls)) return closed;
    if ("key" in compute) return { type: "unavailable", seen: compute };
    this.#trials += 1;
    const job = jobId(this.#trials);
    const giveUp = (): void => this.#giveUp?.();
    calls.signal?.addEventListener("abort", giveUp);
    const end = await this.#watchRun(compute, calls, this.#trials, takeLine);
    calls.signal?.removeEventListener("abort", giveUp);
    this.#giveUp = null;
    if (this.#compute !== compute) return end;
    // The Worker goes, and with it all that the program has left behind.
    compute.resize(0);
    compute.closeJob(job);
    return end;
  }

  #watchRun(
    compute: Compute,
    { source, timeLimitMs, inputs, shared = null, files = new Map() }: TrialCalls,
    run: number,
    takeLine: (line: TrialLine) => void,
  ): Promise<CallsEnd> {
    const job = jobId(run);
    const answers: TrialAnswer[] = [];
    return new Promise((resolve) => {
      this.#giveUp = () => resolve(closed);
      compute.listen((event) => {
        switch (event.type) {
          case "slot-ready":
            compute.start(0, {
              run,
              job,
              inputs,
              indices: Uint32Array.from(inputs.ends, (_, call) => call),
              attempts: new Uint8Array(inputs.ends.length).fill(1),
            });
            break;
          case "task-said":
            takeLine({ level: event.level, text: event.text, dropped: event.dropped });
            break;
          case "results": {
            const failed = takeAnswers(event.results, answers);
            if (failed !== null) resolve(failed);
            break;
          }
          case "run-ended":
            resolve({ type: "answered", answers });
            break;
          case "slot-replaced":
            // What a later call made of those before it went with the Worker.
            if (event.cause === outcomes.timedOut || event.cause === outcomes.crashed) {
              const { values } = deathResults(run, 0, event.cause, event.trouble, 0);
              resolve({ type: "failed", thrown: thrownAt(values, 0), call: null, runtimeMs: 0 });
            }
            break;
          case "failed":
            resolve({ type: "unavailable", seen: event.trouble });
            // Which ends the run: what is told of that comes too late.
            this.#dropCompute();
            break;
          case "task-called":
            // What is tried has its input alone.
            compute.answerCall({ ...event, answer: noObjectsAnswer() });
            break;
          case "task-started":
          case "task-progressed":
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

function isCalledOff({ signal }: TrialCalls): boolean {
  return signal?.aborted === true;
}

/** Adds the answers. Gives the end where there will be no further ones. */
function takeAnswers(
  { outcomes: ended, values, runtimesMs, first }: RunResults,
  answers: TrialAnswer[],
): CallsEnd | null {
  for (const [at, outcome] of ended.entries()) {
    const runtimeMs = runtimesMs[at] ?? 0;
    if (!isOutcome(outcome) || !(bringsValue(outcome) || outcome === outcomes.threw)) {
      return { type: "failed", thrown: thrownAt(values, at), call: first + at, runtimeMs };
    }
    answers.push({ outcome, bytes: encodedAt(values, at), runtimeMs });
  }
  return null;
}

/** A report where the input cannot travel. */
function packInput(input: unknown): Packed | TrialReport {
  try {
    return packAll([input]);
  } catch (error) {
    return { end: { type: "unsent", thrown: error }, lines: [] };
  }
}

/** Of a single call. */
function endOf(end: CallsEnd, read: typeof valueAt): TrialEnd {
  if (end.type === "failed") return { type: "failed", thrown: end.thrown, runtimeMs: end.runtimeMs };
  if (end.type === "unavailable") return end;
  const [answer] = end.answers;
  // Its slot has ended with the run, and said nothing of it.
  if (answer === undefined) return { type: "unavailable", seen: { key: "sandbox-silent" } };
  const { outcome, bytes, runtimeMs } = answer;
  const column = columnOf(bytes);
  if (!bringsValue(outcome)) return { type: "failed", thrown: thrownAt(column, 0), runtimeMs };
  try {
    return { type: "value", value: read(column, 0), runtimeMs, endsJob: outcome === outcomes.endsJob };
  } catch (error) {
    return { type: "failed", thrown: error, runtimeMs };
  }
}
