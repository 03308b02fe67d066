import { Runner } from "../slot/runner.ts";
import type { SlotOrder, SlotMessage } from "../protocol.ts";

/** A task of a simulated slot: how long it takes, and whether it never returns. */
export interface SimulatedTask {
  readonly durationMs: number;
  readonly hangs: boolean;
}

/**
 * The real runner of a slot on a clock that only tasks move. After a task that hangs, all messages are dropped, as from a
 * thread in an endless loop.
 */
export class SimulatedSlot {
  readonly messages: SlotMessage[] = [];
  readonly #runner: Runner;
  #now = 0;
  #hung = false;

  constructor(taskOf: (input: unknown) => SimulatedTask) {
    this.#runner = new Runner({
      sendMessage: (message) => {
        if (!this.#hung) this.messages.push(message);
      },
      now: () => this.#now,
      every: () => () => {},
      findStandstill: () => Promise.resolve(0),
      loadProgram: () =>
        Promise.resolve({
          type: "loaded",
          readable: String,
          importFailure: () => null,
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

  /** Resolves when all orders are carried out, also after a task that hangs. */
  async carryOutOrders(orders: readonly SlotOrder[]): Promise<void> {
    await Promise.all(orders.map((order) => this.#runner.carryOutOrder(order)));
  }
}
