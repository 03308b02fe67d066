import { Blob } from "../../core/blobs/blob.ts";
import type { Clock } from "../../core/clock.ts";
import type { JobId, LoadId, VolunteerId } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Unstamped } from "../../core/fact-queue.ts";
import { runInSlices } from "../../core/time-slices.ts";
import type { LargeInput } from "../../core/wire/messages.ts";
import type { LargeInputs } from "./large-inputs.ts";
import { chosenInputs, hasLarge, packFrom, takeLarge, type BatchInputs, type PackedInputs } from "./pack-inputs.ts";

type Order = Extract<SchedulerEffect, { type: "load-inputs" }>;

interface WaitingLoad {
  readonly order: Order;
  readonly source: InputSource;
}

const nothing: BatchInputs = { inputs: { ends: new Uint32Array(), bytes: new Uint8Array() }, large: [] };

interface Surroundings {
  readonly clock: Clock;
  readonly large: LargeInputs;
  readonly answer: (fact: Unstamped<SchedulerEvent>) => void;
}

/**
 * Inputs of batches from the order to load them until they are sent or dropped. Of jobs that have had a large input one load is
 * made after the other: so many at once would not fit into memory.
 */
export class InputLoads {
  readonly #surroundings: Surroundings;
  readonly #ready = new Map<LoadId, BatchInputs>();
  readonly #withLarge = new Set<JobId>();
  readonly #line: WaitingLoad[] = [];
  /** Calls off what is under way in the line; null while nothing is. */
  #callOff: (() => void) | null = null;
  #isWorking = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Answers within this turn where the source needs no time, and no input is large. */
  load(order: Order, source: InputSource): void {
    if (this.#withLarge.has(order.job)) {
      this.#waitInLine({ order, source });
      return;
    }
    const take = (packed: PackedInputs): void => {
      if (packed.type === "packed" && hasLarge(packed.inputs)) {
        this.#withLarge.add(order.job);
        this.#waitInLine({ order, source });
      } else this.#answer(order.load, packed);
    };
    const packed = packFrom(source, order.indices);
    if (packed instanceof Promise) inBackground(packed.then(take), () => {});
    else take(packed);
  }

  #answer(load: LoadId, packed: PackedInputs, large: readonly LargeInput[] = []): void {
    const { answer } = this.#surroundings;
    if (packed.type === "failed") {
      const { task, reason } = packed;
      answer({ type: "inputs-failed", load, task, reason });
      return;
    }
    const { inputs } = packed;
    this.#ready.set(load, { inputs, large });
    const bytes = large.reduce((sum, each) => sum + each.bytes, inputs.bytes.length);
    const ready = { type: "inputs-ready", load, count: inputs.ends.length, bytes } as const;
    answer(large.length === 0 ? ready : { ...ready, areKept: true });
  }

  #waitInLine(waiting: WaitingLoad): void {
    this.#line.push(waiting);
    if (this.#isWorking) return;
    this.#isWorking = true;
    const end = (): void => {
      this.#isWorking = false;
    };
    this.#callOff = runInSlices(this.#workOff(), this.#surroundings.clock, {
      progressed: () => {},
      finished: end,
      failed: end,
    });
  }

  *#workOff(): Generator<unknown, void> {
    for (let next = this.#line.shift(); next !== undefined; next = this.#line.shift()) yield* this.#loadInLine(next);
  }

  /** Hashes the large ones, in slices: a volunteer asks for each by its hash. */
  *#loadInLine({ order, source }: WaitingLoad): Generator<unknown, void> {
    const { load, indices } = order;
    let packed = packFrom(source, indices);
    if (packed instanceof Promise) {
      const coming = packed;
      const come = async (): Promise<void> => {
        packed = await coming;
      };
      yield come();
    }
    if (packed instanceof Promise) return;
    if (packed.type === "failed") {
      this.#answer(load, packed);
      return;
    }
    const { rest, large } = takeLarge(packed.inputs);
    const named: LargeInput[] = [];
    for (const { at, bytes } of large) {
      const blob = yield* Blob.making(bytes);
      const index = indices[at] ?? 0;
      this.#surroundings.large.keepInput(load, blob, () => packFrom(source, Uint32Array.of(index)));
      named.push({ at, ...blob.name });
    }
    this.#answer(load, { type: "packed", inputs: rest }, named);
  }

  /**
   * The inputs of the batch that goes to that volunteer: those at these places, or the first `count` where there are no places.
   * They are kept no longer, except for what travels beside the batch.
   */
  sendInputs(load: LoadId, volunteer: VolunteerId, positions: Uint32Array | null, count: number): BatchInputs {
    const ready = this.#ready.get(load) ?? nothing;
    this.#ready.delete(load);
    if (ready.large.length > 0) this.#surroundings.large.noteSent(load, volunteer);
    return chosenInputs(ready, positions, count);
  }

  dropInputs(load: LoadId): void {
    this.#ready.delete(load);
    this.#surroundings.large.dropLoad(load);
  }

  /** No further load is made. */
  stop(): void {
    this.#line.length = 0;
    this.#callOff?.();
  }
}
