import { TimeoutError } from "./errors.ts";
import { afterTimeout } from "./timeouts.ts";
import type { Clock } from "../core/clock.ts";
import type { PoolJob } from "./pool-job.ts";
import type { ResultIterator } from "./pool-types.ts";
import type { Result } from "../room/results/result.ts";

type Step = IteratorResult<unknown, undefined>;

/** The values of a call as they come. What is asked for is answered in the order of the asking. */
export class JobIterator implements ResultIterator<unknown> {
  readonly #clock: Pick<Clock, "after">;
  readonly #job: Promise<PoolJob>;
  /** Called once its options are known to be sound. */
  readonly #order: () => "index" | "completed";
  #following: AsyncIterator<Result, undefined> | null = null;
  /** The answer to the last question. */
  #last: Promise<unknown> = Promise.resolve();
  /** Answers that came after their callers had timed out, in their order. */
  readonly #late: Promise<Step>[] = [];
  #hasEnded = false;

  constructor(clock: Pick<Clock, "after">, job: Promise<PoolJob>, order: () => "index" | "completed") {
    this.#clock = clock;
    this.#job = job;
    this.#order = order;
    // Told by `next`, if anybody asks.
    job.catch(() => {});
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(timeoutMs?: number | null): Promise<Step> {
    return new Promise((resolve, reject) => {
      // First: what is no time takes no value.
      const callOff = afterTimeout(this.#clock, timeoutMs, () => {
        this.#late.push(answer);
        reject(new TimeoutError(`there is no value after ${timeoutMs} ms`));
      });
      const answer = this.#late.shift() ?? this.#ask();
      answer.then(resolve, reject).finally(callOff);
    });
  }

  #ask(): Promise<Step> {
    const answer = this.#last.then(
      () => this.#take(),
      () => this.#take(),
    );
    this.#last = answer;
    return answer;
  }

  async return(): Promise<Step> {
    if (!this.#hasEnded) {
      this.#hasEnded = true;
      const [begun] = await Promise.allSettled([this.#job]);
      if (begun.status === "fulfilled") {
        begun.value.cancel();
        begun.value.release();
      }
    }
    return { done: true, value: undefined };
  }

  async #take(): Promise<Step> {
    if (this.#hasEnded) return { done: true, value: undefined };
    const job = await this.#begun();
    const order = this.#order();
    this.#following ??= job.follow(order);
    const step = await this.#following.next();
    if (step.done === true) return this.#end(job);
    const { task } = step.value;
    job.noteTaken();
    try {
      return { done: false, value: await job.valueOf(task) };
    } finally {
      job.letTakenGo(order, task);
    }
  }

  /** A call that could not begin is told once. */
  async #begun(): Promise<PoolJob> {
    try {
      return await this.#job;
    } catch (error) {
      this.#hasEnded = true;
      throw error;
    }
  }

  #end(job: PoolJob): Step {
    if (!this.#hasEnded) {
      this.#hasEnded = true;
      job.release();
      job.throwIfIncomplete();
    }
    return { done: true, value: undefined };
  }
}
