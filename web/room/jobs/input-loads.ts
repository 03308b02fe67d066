import { Blob } from "../../core/blobs/blob.ts";
import { hasLarge, takeLarge } from "../../core/blobs/inputs-apart.ts";
import type { Clock } from "../../core/clock.ts";
import type { JobId, LoadId, VolunteerId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { messageOf } from "../../core/message-of.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Unstamped } from "../../core/fact-queue.ts";
import { inOwnMemory } from "../../core/values/own-memory.ts";
import { runInSlices } from "../../core/time-slices.ts";
import type { LargeInput } from "../../core/wire/messages.ts";
import type { LargeInputs } from "./large-inputs.ts";
import { chosenInputs, packFrom, type BatchInputs, type PackedInputs } from "./pack-inputs.ts";

type Order = Extract<SchedulerEffect, { type: "load-inputs" }>;

interface WaitingLoad {
  readonly order: Order;
  readonly source: InputSource;
}

/** Of a job that has had a large input. */
interface Line {
  readonly waiting: WaitingLoad[];
  /** Calls off what is under way; null while nothing is. */
  callOff: (() => void) | null;
}

/** The first load of a job whose source needs time, and those that wait to see whether its inputs are large. */
interface First {
  readonly load: LoadId;
  readonly waiting: WaitingLoad[];
}

/** What a load has come to, the large inputs apart. */
interface Loaded {
  readonly packed: PackedInputs;
  readonly large: readonly LargeInput[];
}

const nothing: BatchInputs = { inputs: { ends: new Uint32Array(), bytes: new Uint8Array() }, large: [] };

interface Surroundings {
  readonly clock: Clock;
  readonly large: LargeInputs;
  readonly answer: (fact: Unstamped<SchedulerEvent>) => void;
}

/** What the steps come to; null once it is not wanted any more: no further step is taken then. */
function* whileWanted<Result>(
  steps: Generator<unknown, Result>,
  isWanted: () => boolean,
): Generator<unknown, Result | null> {
  while (isWanted()) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield step.value;
  }
  return null;
}

/**
 * Inputs of batches from the order to load them until they are sent or dropped. Of a job that has had a large input one load is
 * made after the other: so many at once would not fit into memory. Nor does one begin whose source needs time before the job's first
 * one has come. Each load is answered, unless it is dropped first: then what is under way of it ends with its next step.
 */
export class InputLoads {
  readonly #surroundings: Surroundings;
  readonly #ready = new Map<LoadId, BatchInputs>();
  /** Of the jobs that have had a large input. */
  readonly #lines = new Map<JobId, Line>();
  /** Of the jobs whose sources need time, until one load of each has come. */
  readonly #firsts = new Map<JobId, First>();
  readonly #haveCome = new Set<JobId>();
  /** Neither answered nor dropped. */
  readonly #open = new Set<LoadId>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Answers within this turn where the source needs no time, and no input is large. */
  load(order: Order, source: InputSource): void {
    this.#open.add(order.load);
    const line = this.#lines.get(order.job);
    if (line !== undefined) {
      this.#waitIn(line, { order, source });
      return;
    }
    const first = this.#firsts.get(order.job);
    if (first !== undefined) {
      first.waiting.push({ order, source });
      return;
    }
    const take = (packed: PackedInputs): void => {
      if (packed.type === "packed" && hasLarge(packed.inputs)) this.#waitIn(this.#lineOf(order.job), { order, source });
      else this.#answer(order.load, { packed, large: [] });
    };
    const packed = packFrom(source, order.indices, () => this.#open.has(order.load));
    if (!(packed instanceof Promise)) {
      take(packed);
      return;
    }
    if (!this.#haveCome.has(order.job)) this.#firsts.set(order.job, { load: order.load, waiting: [] });
    // It does not reject, and a fault of who is answered is one of the page.
    const takeLate = (come: PackedInputs): void => {
      take(come);
      if (this.#firsts.get(order.job)?.load === order.load) this.#haveCome.add(order.job);
      this.#endFirst(order.job, order.load);
    };
    void packed.then(takeLate);
  }

  /** Has those go on that wait for that load, if any do. */
  #endFirst(job: JobId, load: LoadId): void {
    const first = this.#firsts.get(job);
    if (first?.load !== load) return;
    this.#firsts.delete(job);
    for (const { order, source } of first.waiting) if (this.#open.has(order.load)) this.load(order, source);
  }

  #answer(load: LoadId, { packed, large }: Loaded): void {
    if (!this.#open.delete(load)) return;
    const { answer } = this.#surroundings;
    if (packed.type === "failed") {
      const { task, reason } = packed;
      // Those before the one that failed.
      this.#surroundings.large.dropLoad(load);
      answer({ type: "inputs-failed", load, task, reason });
      return;
    }
    const { inputs } = packed;
    this.#ready.set(load, { inputs, large });
    const bytes = large.reduce((sum, each) => sum + each.bytes, inputs.bytes.length);
    const ready = { type: "inputs-ready", load, count: inputs.ends.length, bytes } as const;
    answer(large.length === 0 ? ready : { ...ready, areKept: true });
  }

  #lineOf(job: JobId): Line {
    const line = this.#lines.get(job) ?? { waiting: [], callOff: null };
    this.#lines.set(job, line);
    return line;
  }

  #waitIn(line: Line, waiting: WaitingLoad): void {
    line.waiting.push(waiting);
    if (line.callOff !== null) return;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      line.callOff = null;
    };
    line.callOff = () => {};
    const callOff = runInSlices(this.#workOff(line), this.#surroundings.clock, {
      progressed: () => {},
      finished: end,
      // A load that fails is answered: this is a fault of who is answered, and one of the page.
      failed: (error) => {
        end();
        throw error;
      },
    });
    if (!isOver) line.callOff = callOff;
  }

  *#workOff({ waiting }: Line): Generator<unknown, void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { load, indices } = next.order;
      if (!this.#open.has(load)) continue;
      let loaded: Loaded;
      try {
        loaded = yield* this.#loadInLine(next);
      } catch (error) {
        const packed = { type: "failed", task: indices[0] ?? 0, reason: messageOf(error) } as const;
        loaded = { packed, large: [] };
      }
      this.#answer(load, loaded);
    }
  }

  /** Hashes the large ones, in slices: a volunteer asks for each by its hash. */
  *#loadInLine({ order, source }: WaitingLoad): Generator<unknown, Loaded> {
    const { load, indices } = order;
    const isWanted = (): boolean => this.#open.has(load);
    const coming = packFrom(source, indices, isWanted);
    let packed = coming instanceof Promise ? null : coming;
    if (coming instanceof Promise) {
      const come = async (): Promise<void> => {
        packed = await coming;
      };
      yield come();
    }
    if (packed === null) throw new Error("the inputs did not come");
    if (packed.type === "failed" || !isWanted()) return { packed, large: [] };
    const { rest, large } = takeLarge(packed.inputs);
    const named: LargeInput[] = [];
    for (const { at, bytes } of large) {
      // The other inputs of the load need not stay in memory with it.
      const blob = yield* whileWanted(Blob.making(inOwnMemory(bytes)), isWanted);
      // Dropped meanwhile: nobody asks for what is left of it.
      if (blob === null) break;
      const index = indices[at] ?? 0;
      this.#surroundings.large.keepInput(load, blob, () => packFrom(source, Uint32Array.of(index)));
      named.push({ at, ...blob.name });
    }
    return { packed: { type: "packed", inputs: rest }, large: named };
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

  /** What is under way of the load is not gone on with, and not answered. */
  dropInputs(load: LoadId): void {
    this.#open.delete(load);
    this.#ready.delete(load);
    this.#surroundings.large.dropLoad(load);
    for (const job of this.#firsts.keys()) this.#endFirst(job, load);
  }

  /** The job is over. */
  forgetJob(job: JobId): void {
    this.#lines.get(job)?.callOff?.();
    this.#lines.delete(job);
    this.#firsts.delete(job);
    this.#haveCome.delete(job);
  }

  /** No further load is made. */
  stop(): void {
    for (const job of [...this.#lines.keys(), ...this.#firsts.keys()]) this.forgetJob(job);
  }
}
