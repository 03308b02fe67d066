import { inBackground } from "../core/in-background.ts";
import type { PoolJob } from "./pool-job.ts";
import type { TaskOptions } from "./pool-types.ts";

interface Waiting {
  readonly args: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts one job for all of these lists of arguments. */
type StartJob = (target: unknown, calls: readonly (readonly unknown[])[], options: TaskOptions) => Promise<PoolJob>;

/**
 * Single calls of one function, gathered: those of a loop that starts one after the other are tasks of one job, since a job has
 * costs of its own. Each is answered as soon as its result is there.
 */
export class ApplyBundles {
  readonly #startJob: StartJob;
  /** By function, and then by options, those that no job has yet. */
  readonly #gathering = new Map<unknown, Map<string, Waiting[]>>();

  constructor(startJob: StartJob) {
    this.#startJob = startJob;
  }

  addCall(target: unknown, args: readonly unknown[], options: TaskOptions): Promise<unknown> {
    const { signal, shared, files, ...plain } = options;
    return new Promise((resolve, reject) => {
      const call = { args, resolve, reject };
      if (signal !== undefined || shared !== undefined || files !== undefined) {
        inBackground(this.#run(target, [call], options), () => undefined);
        return;
      }
      const key = JSON.stringify(plain);
      const ofTarget = this.#gathering.get(target) ?? new Map<string, Waiting[]>();
      const gathered = ofTarget.get(key);
      if (gathered !== undefined) {
        gathered.push(call);
        return;
      }
      const calls = [call];
      this.#gathering.set(target, ofTarget.set(key, calls));
      queueMicrotask(() => {
        ofTarget.delete(key);
        if (ofTarget.size === 0) this.#gathering.delete(target);
        inBackground(this.#run(target, calls, options), () => undefined);
      });
    });
  }

  async #run(target: unknown, calls: readonly Waiting[], options: TaskOptions): Promise<void> {
    let job: PoolJob;
    try {
      job = await this.#startJob(
        target,
        calls.map(({ args }) => args),
        options,
      );
    } catch (error) {
      if (calls.length === 1) calls[0]?.reject(error);
      // One of them cannot travel: the others are not to blame.
      else await Promise.all(calls.map((call) => this.#run(target, [call], options)));
      return;
    }
    try {
      await answerCalls(job, calls);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    } finally {
      job.release();
    }
  }
}

/** Rejects where the job is over before all calls have an answer. */
async function answerCalls(job: PoolJob, calls: readonly Waiting[]): Promise<void> {
  const results = job.follow("completed");
  for (let step = await results.next(); step.done !== true; step = await results.next()) {
    const { task, outcome } = step.value;
    if (outcome.type === "value") calls[task]?.resolve(outcome.value);
    else calls[task]?.reject(await job.errorOf(step.value));
  }
  job.throwIfIncomplete();
  // Another one’s result has ended the job.
  for (const { resolve } of calls) resolve(undefined);
}
