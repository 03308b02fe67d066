import { outcomes } from "../../../core/job/job.ts";
import type { CallsEnd, RunCalls, TrialAnswer, TrialCalls } from "../../../core/job/trial.ts";
import { ManualClock } from "../../../core/testing/manual-clock.ts";
import { Packer, packAll, valueAt } from "../../../core/values/packed.ts";
import { columnOf, encodedAt } from "../../../core/values/value-column.ts";
import { ResultSlices, type SlicedResults, type SlicesSoFar, type SliceSurroundings } from "../result-slices.ts";

/** What a slice hands over. */
export interface Slice {
  readonly plan: unknown;
  readonly before: unknown;
  readonly values: readonly unknown[];
}

/** What a sandbox has made of it: of an `until` that is satisfied the last value that is taken. */
export interface Made {
  readonly taken: number;
  /** Of one element, or none. */
  readonly made?: readonly unknown[];
  readonly isSatisfied?: boolean;
  readonly thrown?: unknown;
  /** Values that cannot be read. */
  readonly unread?: readonly number[];
}

/** Results that a test adds, a clock that it rings, and a sandbox that it answers for. */
export class SliceStage {
  readonly calls: TrialCalls[] = [];
  readonly shown: SlicesSoFar[] = [];
  readonly satisfied: number[] = [];
  readonly #values: (Uint8Array | null)[] = [];
  readonly #answer: (slice: Slice) => Made | CallsEnd;
  #changed = (): void => {};
  readonly #clock = new ManualClock();

  constructor(answer: (slice: Slice) => Made | CallsEnd) {
    this.#answer = answer;
  }

  open(name: "reduce" | "until" = "reduce"): ResultSlices {
    const use = {
      name,
      changed: (soFar: SlicesSoFar) => this.shown.push(soFar),
      satisfied: (task: number) => this.satisfied.push(task),
    };
    return new ResultSlices(this.#results, { source: "", files: new Map() }, use, this.#around);
  }

  readonly #results: SlicedResults = {
    cursor: () => {
      let place = 0;
      return { next: () => (place < this.#values.length ? place++ : null) };
    },
    encodedAt: (task) => this.#values[task] ?? null,
    subscribe: (changed) => {
      this.#changed = changed;
      return () => {
        this.#changed = () => {};
      };
    },
  };

  get #around(): SliceSurroundings {
    const runCalls: RunCalls = async (calls) => {
      this.calls.push(calls);
      const slice = sliceIn(calls);
      const end = this.#answer(slice);
      return "type" in end ? end : { type: "answered", answers: answersOf(end, slice.values.length) };
    };
    return { runCalls, clock: this.#clock };
  }

  /** How far it has come, with what was made of the results. */
  get last(): Omit<SlicesSoFar, "made"> & { readonly value: unknown } {
    const soFar = this.shown.at(-1);
    if (soFar === undefined) throw new Error("nothing is shown");
    const { made, ...others } = soFar;
    return { ...others, value: made === null ? undefined : valueAt(columnOf(made), 0) };
  }

  get slices(): readonly Slice[] {
    return this.calls.map((calls) => sliceIn(calls));
  }

  add(...values: readonly unknown[]): void {
    const packed = packAll(values);
    this.#values.push(...values.map((_, at) => encodedAt(packed, at)));
    this.#changed();
  }

  addFailed(): void {
    this.#values.push(null);
    this.#changed();
  }

  /** Rings the clock until nothing waits for it. */
  async settle(): Promise<void> {
    while (this.#clock.pending > 0) {
      this.#clock.ringAll();
      // The sandbox answers in the turn that follows.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}

function sliceIn({ inputs }: TrialCalls): Slice {
  const count = inputs.ends.length - 5;
  const values = Array.from({ length: count }, (_, at) => valueAt(inputs, 2 + at));
  return { plan: valueAt(inputs, 0), before: valueAt(inputs, 1), values };
}

function answersOf(
  { taken, made = [], isSatisfied = false, unread = [], ...others }: Made,
  count: number,
): TrialAnswer[] {
  const ofValues = Array.from({ length: count }, (_, at) =>
    unread.includes(at) ? threw("unread") : returned(undefined),
  );
  return [
    returned(undefined),
    returned(undefined),
    ...ofValues,
    returned([taken, isSatisfied, made.length > 0]),
    "thrown" in others ? threw(others.thrown) : returned(undefined),
    returned(made[0]),
  ];
}

function returned(value: unknown): TrialAnswer {
  return { outcome: outcomes.value, bytes: packAll([value]).bytes, runtimeMs: 1 };
}

function threw(thrown: unknown): TrialAnswer {
  const packer = new Packer();
  packer.appendThrown(thrown, String);
  return { outcome: outcomes.threw, bytes: packer.take().bytes, runtimeMs: 1 };
}
