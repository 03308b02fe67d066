import type { LoadId } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Unstamped } from "../../core/fact-queue.ts";
import type { Packed } from "../../core/values/format.ts";
import { packInputs, type PackedInputs } from "./pack-inputs.ts";

type Order = Extract<SchedulerEffect, { type: "load-inputs" }>;

const nothing: Packed = { ends: new Uint32Array(), bytes: new Uint8Array() };

/** Inputs of batches from the order to load them until they are sent or dropped. */
export class InputLoads {
  readonly #answer: (fact: Unstamped<SchedulerEvent>) => void;
  readonly #ready = new Map<LoadId, Packed>();

  constructor(answer: (fact: Unstamped<SchedulerEvent>) => void) {
    this.#answer = answer;
  }

  /** Answers within this turn where the source needs no time. */
  load({ load, indices }: Order, source: InputSource): void {
    const brought = source.load?.(indices) ?? null;
    if (brought === null) {
      this.#take(
        load,
        packInputs(indices, (index) => source.at(index)),
      );
      return;
    }
    inBackground(this.#loadSlowly(load, indices, brought), (reason) =>
      this.#take(load, { type: "failed", task: indices[0] ?? 0, reason }),
    );
  }

  async #loadSlowly(load: LoadId, indices: Uint32Array, brought: Promise<readonly unknown[]>): Promise<void> {
    const values = await brought;
    this.#take(
      load,
      packInputs(indices, (_, nth) => values[nth]),
    );
  }

  #take(load: LoadId, packed: PackedInputs): void {
    if (packed.type === "failed") {
      const { task, reason } = packed;
      this.#answer({ type: "inputs-failed", load, task, reason });
      return;
    }
    const { inputs } = packed;
    this.#ready.set(load, inputs);
    this.#answer({ type: "inputs-ready", load, count: inputs.ends.length, bytes: inputs.bytes.length });
  }

  /** The inputs, which are kept no longer. */
  takeInputs(load: LoadId): Packed {
    const inputs = this.#ready.get(load) ?? nothing;
    this.#ready.delete(load);
    return inputs;
  }

  dropInputs(load: LoadId): void {
    this.#ready.delete(load);
  }
}
