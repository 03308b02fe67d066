import type { Clock } from "../core/clock.ts";
import { TimeoutError } from "./errors.ts";
import { afterTimeout } from "./timeouts.ts";

/**
 * What will come of tasks that were handed over: multiprocessing's `AsyncResult`, which can be awaited, too. `applyAsync`, `mapAsync` and
 * `starmapAsync` give it; programs make none.
 *
 * @example
 * import { Pool } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 2, server: null });
 * const result = pool.applyAsync((n: number) => n * n, [7]);
 * console.log(await result.get(60_000), result.ready(), result.successful()); // 49 true true
 */
export class AsyncResult<Value> implements PromiseLike<Value> {
  readonly #clock: Pick<Clock, "after">;
  readonly #promise: Promise<Value>;
  #state: "running" | "fulfilled" | "rejected" = "running";

  /** @internal */
  constructor(clock: Pick<Clock, "after">, promise: Promise<Value>) {
    this.#clock = clock;
    this.#promise = promise;
    // A result that is never asked for is no unhandled rejection of the page or the process.
    promise.then(
      () => this.#noteEnd("fulfilled"),
      () => this.#noteEnd("rejected"),
    );
  }

  /**
   * The result, as `await` gives it. `timeoutMs`: milliseconds that it is waited for; without end where it is not said.
   *
   * @throws TimeoutError where it has not come by then: it may be asked for again. What the call throws, such as RemoteError. TypeError, RangeError
   * for what is no time.
   */
  async get(timeoutMs?: number | null): Promise<Value> {
    if (!(await this.#settlesWithin(timeoutMs))) throw new TimeoutError(`there is no result after ${timeoutMs} ms`);
    return this.#promise;
  }

  /**
   * Resolves when the result or an error is there, and after `timeoutMs` milliseconds at the latest. Gives neither.
   *
   * @throws TypeError, RangeError for what is no time.
   */
  async wait(timeoutMs?: number | null): Promise<void> {
    await this.#settlesWithin(timeoutMs);
  }

  /** Whether the result or an error is there. */
  ready(): boolean {
    return this.#state !== "running";
  }

  /** Whether there is a result and no error. @throws Error as long as neither is there. */
  successful(): boolean {
    if (this.#state === "running") throw new Error("there is neither a result nor an error yet: ask ready() first");
    return this.#state === "fulfilled";
  }

  /** What `await` calls: as the `then` of a promise of the result. */
  // oxlint-disable-next-line unicorn/no-thenable -- is awaited like the promise that it stands for
  then<Fulfilled = Value, Rejected = never>(
    fulfilled?: ((value: Value) => Fulfilled | PromiseLike<Fulfilled>) | null,
    rejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#promise.then(fulfilled, rejected);
  }

  #noteEnd(end: "fulfilled" | "rejected"): void {
    this.#state = end;
  }

  #settlesWithin(timeoutMs: number | null | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const callOff = afterTimeout(this.#clock, timeoutMs, () => resolve(false));
      const settle = (): void => {
        callOff();
        resolve(true);
      };
      this.#promise.then(settle, settle);
    });
  }
}
