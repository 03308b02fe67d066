import type { JobId } from "../../core/ids.ts";
import type { ConsoleLevel } from "../../core/job/console-level.ts";
import type { SlotOrder } from "../protocol.ts";
import { ResultColumns } from "./result-columns.ts";
import { Execution, type RunOrder, type RunSurroundings, type SlotPlatform } from "./execution.ts";
import { LoadedJob } from "./loaded-job.ts";
import type { LoadedProgram } from "./program.ts";
import { TaskReports, type Place } from "./task-reports.ts";

/** Carries out the orders of a slot: computes one run after the other, position by position, and reports the results. */
export class Runner {
  readonly #platform: SlotPlatform;
  readonly #surroundings: RunSurroundings;
  readonly #jobs = new Map<JobId, LoadedJob>();
  #last: Promise<void> = Promise.resolve();
  /** The program of all jobs here; null until the first run. */
  #program: LoadedProgram | null = null;
  #execution: Execution | null = null;
  /** The run whose program is being loaded. */
  #loading: Place | null = null;
  #isRetired = false;

  constructor(platform: SlotPlatform) {
    this.#platform = platform;
    this.#surroundings = { platform, columns: new ResultColumns(), reports: new TaskReports(platform) };
  }

  /** Resolves once all orders up to this one have been carried out. */
  carryOutOrder(order: SlotOrder): Promise<void> {
    switch (order.type) {
      case "load":
        this.#jobs.set(order.job, new LoadedJob(order));
        break;
      case "forget":
        this.#jobs.delete(order.job);
        break;
      case "run":
        this.#last = this.#executeRun(order, this.#last);
        break;
      case "answer":
        this.#execution?.takeAnswer(order);
        break;
      case "retire":
        this.#isRetired = true;
        this.#execution?.abortRun();
        this.#last = this.#last.then(() => this.#platform.sendMessage({ type: "retired" }));
        break;
    }
    return this.#last;
  }

  /** Task code has written to its console. */
  writeLine(level: ConsoleLevel, values: readonly unknown[]): void {
    this.#surroundings.reports.writeLine(this.#execution?.place ?? this.#loading, level, values);
  }

  async #executeRun(order: RunOrder, before: Promise<void>): Promise<void> {
    await before;
    const job = this.#jobs.get(order.job);
    if (job === undefined || this.#isRetired) return;
    this.#program ??= await this.#loadProgram(order, job);
    this.#execution = new Execution(this.#surroundings, order, this.#program, job);
    if (this.#isRetired) this.#execution.abortRun();
    await this.#execution.computeRun();
    this.#execution = null;
  }

  /**
   * The time of the run's first position counts while the program loads, so that a program that hangs is noticed. The
   * message restarts that time.
   */
  async #loadProgram(order: RunOrder, job: LoadedJob): Promise<LoadedProgram> {
    this.#loading = { run: order.run, position: null };
    const program = await this.#platform.loadProgram(job);
    this.#loading = null;
    this.#platform.sendMessage({ type: "loaded", run: order.run });
    return program;
  }
}
