import type { JobId } from "../../core/ids.ts";
import type { SlotOrder } from "../protocol.ts";
import { Columns } from "./result-columns.ts";
import { Execution, type RunOrder, type SlotPlatform } from "./execution.ts";
import type { LoadedProgram } from "./program.ts";

interface Job {
  readonly source: string;
  readonly timeLimitMs: number;
  program: LoadedProgram | null;
}

/** Computes one run after the other, position by position, and says what came of them. */
export class Runner {
  readonly #platform: SlotPlatform;
  readonly #jobs = new Map<JobId, Job>();
  readonly #columns = new Columns();
  #last: Promise<void> = Promise.resolve();

  constructor(platform: SlotPlatform) {
    this.#platform = platform;
  }

  /** Resolves once everything that was ordered so far has been done. */
  take(order: SlotOrder): Promise<void> {
    if (order.type === "run") this.#last = this.#execute(order, this.#last);
    else this.#open(order);
    return this.#last;
  }

  #open({ job, source, timeLimitMs, insteadOf }: Extract<SlotOrder, { readonly type: "load" }>): void {
    const former = insteadOf === null ? undefined : this.#jobs.get(insteadOf);
    if (insteadOf !== null) this.#jobs.delete(insteadOf);
    this.#jobs.set(job, { source, timeLimitMs, program: former?.program ?? null });
  }

  async #execute(order: RunOrder, before: Promise<void>): Promise<void> {
    await before;
    const job = this.#jobs.get(order.job);
    if (job === undefined) return;
    job.program ??= await this.#load(order, job.source);
    await new Execution(this.#platform, this.#columns, order, job.program, job.timeLimitMs).finish();
  }

  /** A program that hangs while it loads is found out under the run's first position; the word restarts that one's time. */
  async #load(order: RunOrder, source: string): Promise<LoadedProgram> {
    const program = await this.#platform.load(source);
    this.#platform.say({ type: "loaded", run: order.run });
    return program;
  }
}
