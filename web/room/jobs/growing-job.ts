import { jobNumber } from "../../core/ids.ts";
import type { AppendedInputs, InputChunk } from "../../core/job/appended-inputs.ts";
import type { FeedTarget } from "./feed.ts";
import type { Job, JobSurroundings } from "./job.ts";
import { logInputs } from "./log-inputs.ts";
import type { SchedulerShell } from "./scheduler-shell.ts";

interface Surroundings extends Pick<JobSurroundings, "writer" | "log"> {
  readonly shell: SchedulerShell;
  /** Whether lines of the log say which job they are about. */
  readonly isNamed: () => boolean;
}

/**
 * Takes what comes of a growing job's feed: keeps it, puts it on record, and tells the scheduler. Tasks go out while they are
 * being put on record: their results come behind them there.
 */
export class GrowingJob implements FeedTarget {
  readonly #job: Job;
  readonly #inputs: AppendedInputs;
  readonly #surroundings: Surroundings;

  constructor(job: Job, inputs: AppendedInputs, surroundings: Surroundings) {
    this.#job = job;
    this.#inputs = inputs;
    this.#surroundings = surroundings;
  }

  addInputs(chunk: InputChunk): void {
    const { writer, log, shell, isNamed } = this.#surroundings;
    const { id: job, describer, definition } = this.#job;
    const before = this.#inputs.total;
    const { inputs, skipped: places } = chunk;
    const count = inputs.ends.length;
    this.#inputs.append(chunk);
    const skipped = places.map((place) => before + place);
    this.#job.grow(count, skipped);
    logInputs(log, describer, this.#inputs, { job: isNamed() ? jobNumber(job) : null, from: before, skipped });
    const written = (isOnRecord: boolean): void => {
      if (isOnRecord) this.#inputs.noteRecorded();
      this.#job.noteInputsKept(count, inputs.bytes.length);
    };
    // Those of an open job are added by a person, who is told so once they are on the disk.
    const haste = definition.inputs.type === "open" ? "strict" : "gathered";
    writer.append({ type: "tasks-added", job, ...chunk }, written, haste);
    shell.submitFact({ type: "tasks-added", job, count, skipped });
  }

  seal(): void {
    const { writer, log, shell } = this.#surroundings;
    const { id: job } = this.#job;
    log.write("job", { key: "job-sealed", job: jobNumber(job), tasks: this.#inputs.total });
    writer.append({ type: "job-sealed", job, problem: null }, () => this.#job.noteSealKept());
    shell.submitFact({ type: "job-sealed", job });
  }

  fail(task: number, reason: string): void {
    const { writer, shell } = this.#surroundings;
    const { id: job } = this.#job;
    const problem = { type: "failed", task, reason } as const;
    this.#job.noteSourceProblem(problem);
    writer.append({ type: "job-sealed", job, problem }, () => this.#job.noteSealKept());
    shell.submitFact({ type: "source-failed", job, task, reason });
  }
}
