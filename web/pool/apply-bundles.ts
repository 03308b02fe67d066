import { inBackground } from "../core/in-background.ts";
import { messageOf } from "../core/message-of.ts";
import type { Packed } from "../core/values/format.ts";
import { Packer } from "../core/values/packed.ts";
import { NotSerializable } from "./errors.ts";
import type { PoolJob } from "./pool-job.ts";
import type { TaskOptions } from "./pool-types.ts";

interface Call {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls that will be tasks of one job. */
interface Bundle {
  readonly packer: Packer;
  readonly calls: Call[];
}

/** Starts one job for all of these lists of arguments. */
type StartJob = (target: unknown, inputs: Packed, options: TaskOptions) => Promise<PoolJob>;

/**
 * Single calls of one function, gathered: those of a loop that starts one after the other are tasks of one job, since a job has
 * costs of its own. Each is answered as soon as its result is there.
 */
export class ApplyBundles {
  readonly #startJob: StartJob;
  /** By function, and then by options, those that no job has yet. */
  readonly #gathering = new Map<unknown, Map<string, Bundle>>();
  /** Numbers of signals, by which bundles are told apart. */
  readonly #signals = new WeakMap<AbortSignal, number>();
  #lastNumber = 0;

  constructor(startJob: StartJob) {
    this.#startJob = startJob;
  }

  /** Rejects with NotSerializable where the arguments cannot travel: then no other call is held up by them. */
  async addCall(target: unknown, args: readonly unknown[], options: TaskOptions): Promise<unknown> {
    // What the owner of a shared value or of files changes next must not reach this call.
    // So must the wrong option of another one not.
    const isAlone = options.shared !== undefined || options.files !== undefined || !isPlain(options);
    const bundle: Bundle = isAlone ? { packer: new Packer(), calls: [] } : this.#bundleOf(target, options);
    try {
      bundle.packer.append(args);
    } catch (error) {
      throw new NotSerializable(`args: ${messageOf(error)}`, { cause: error });
    }
    const answer = new Promise((resolve, reject) => {
      bundle.calls.push({ resolve, reject });
    });
    if (isAlone) this.#begin(target, bundle, options);
    return answer;
  }

  #bundleOf(target: unknown, options: TaskOptions): Bundle {
    const ofTarget = this.#gathering.get(target) ?? new Map<string, Bundle>();
    const { signal, ...plain } = options;
    const key = JSON.stringify([signal === undefined ? 0 : this.#numberOf(signal), plain]);
    const gathered = ofTarget.get(key);
    if (gathered !== undefined) return gathered;
    const bundle: Bundle = { packer: new Packer(), calls: [] };
    this.#gathering.set(target, ofTarget.set(key, bundle));
    queueMicrotask(() => {
      ofTarget.delete(key);
      if (ofTarget.size === 0) this.#gathering.delete(target);
      if (bundle.calls.length > 0) this.#begin(target, bundle, options);
    });
    return bundle;
  }

  #begin(target: unknown, bundle: Bundle, options: TaskOptions): void {
    inBackground(this.#run(target, bundle, options), () => undefined);
  }

  #numberOf(signal: AbortSignal): number {
    const known = this.#signals.get(signal);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    this.#signals.set(signal, this.#lastNumber);
    return this.#lastNumber;
  }

  async #run(target: unknown, { packer, calls }: Bundle, options: TaskOptions): Promise<void> {
    try {
      const job = await this.#startJob(target, packer.take(), options);
      try {
        await answerCalls(job, calls);
      } finally {
        job.release();
      }
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }
}

const isText = (value: unknown): boolean => typeof value === "string";

/** Whether the text of the options, but for the signal, tells them from all others that are plain. */
function isPlain(options: TaskOptions): boolean {
  return Object.values<unknown>({ ...options, signal: undefined }).every(
    (value) =>
      value === undefined || isText(value) || Number.isFinite(value) || (Array.isArray(value) && value.every(isText)),
  );
}

/** Rejects where the job is over before all calls have an answer. */
async function answerCalls(job: PoolJob, calls: readonly Call[]): Promise<void> {
  const results = job.follow("completed");
  for (let step = await results.next(); step.done !== true; step = await results.next()) {
    const { task } = step.value;
    const call = calls[task];
    await job.valueOf(task).then(call?.resolve, call?.reject);
  }
  job.throwIfIncomplete();
  // Another one’s result has ended the job.
  for (const { resolve } of calls) resolve(undefined);
}
