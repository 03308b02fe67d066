import type { JobId } from "../../core/ids.ts";
import type { SlotOrder } from "../protocol.ts";
import { ResultColumns } from "./result-columns.ts";
import { Execution, type RunOrder, type SlotPlatform } from "./execution.ts";
import type { LoadedProgram } from "./program.ts";

type LoadOrder = Extract<SlotOrder, { readonly type: "load" }>;

/** Carries out the orders of a slot: computes one run after the other, position by position, and reports the results. */
export class Runner {
  readonly #platform: SlotPlatform;
  readonly #jobs = new Map<JobId, LoadOrder>();
  readonly #columns = new ResultColumns();
  #last: Promise<void> = Promise.resolve();
  /** The program of all jobs here; null until the first run. */
  #program: LoadedProgram | null = null;

  constructor(platform: SlotPlatform) {
    this.#platform = platform;
  }

  /** Resolves once all orders up to this one have been carried out. */
  carryOutOrder(order: SlotOrder): Promise<void> {
    if (order.type === "run") this.#last = this.#executeRun(order, this.#last);
    else this.#jobs.set(order.job, order);
    return this.#last;
  }

  async #executeRun(order: RunOrder, before: Promise<void>): Promise<void> {
    await before;
    const job = this.#jobs.get(order.job);
    if (job === undefined) return;
    this.#program ??= await this.#loadProgram(order, job.source);
    await new Execution(this.#platform, this.#columns, order, this.#program, job.timeLimitMs).computeRun();
  }

  /**
   * The time of the run's first position counts while the program loads, so that a program that hangs is noticed. The
   * message restarts that time.
   */
  async #loadProgram(order: RunOrder, source: string): Promise<LoadedProgram> {
    const program = await this.#platform.loadProgram(source);
    this.#platform.sendMessage({ type: "loaded", run: order.run });
    return program;
  }
}
