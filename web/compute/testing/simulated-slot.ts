import { Runner } from "../slot/runner.ts";
import type { SlotOrder, SlotWord } from "../protocol.ts";

/** What a task does in a simulated slot: it takes so long, and may never come back from there. */
export interface SimulatedTask {
  readonly durationMs: number;
  readonly hangs: boolean;
}

/**
 * A slot's real runner on a clock that only tasks move. After a task that hangs nothing is heard any more, as from a
 * thread in an endless loop.
 */
export class SimulatedSlot {
  readonly words: SlotWord[] = [];
  readonly #runner: Runner;
  #now = 0;
  #hung = false;

  constructor(taskOf: (input: unknown) => SimulatedTask) {
    this.#runner = new Runner({
      say: (word) => {
        if (!this.#hung) this.words.push(word);
      },
      now: () => this.#now,
      every: () => () => {},
      load: () =>
        Promise.resolve({
          ok: true,
          readable: String,
          run: (input) => {
            const { durationMs, hangs } = taskOf(input);
            this.#now += durationMs;
            this.#hung ||= hangs;
            return input;
          },
        }),
    });
  }

  get hung(): boolean {
    return this.#hung;
  }

  /** Resolves when nothing is left to do, hung or not. */
  async obey(orders: readonly SlotOrder[]): Promise<void> {
    await Promise.all(orders.map((order) => this.#runner.take(order)));
  }
}
