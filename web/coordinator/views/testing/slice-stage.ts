import type { RunTrial, Trial, TrialEnd } from "../../../core/job/trial.ts";
import { ManualClock } from "../../../core/testing/manual-clock.ts";
import { packAll } from "../../../core/values/packed.ts";
import type { Result } from "../../../room/results/result.ts";
import type { SlicedResults, SliceSurroundings } from "../result-slices.ts";

/** Results that a test adds, a clock that it rings, and a sandbox that it answers for. */
export class SliceStage {
  readonly trials: Trial[] = [];
  readonly #outcomes: Result["outcome"][] = [];
  readonly #answer: (trial: Trial) => TrialEnd;
  #changed = (): void => {};
  readonly #clock = new ManualClock();

  /** `answer`: what the sandbox makes of a slice. */
  constructor(answer: (trial: Trial) => TrialEnd) {
    this.#answer = answer;
  }

  readonly results: SlicedResults = {
    cursor: () => {
      let place = 0;
      return { next: () => (place < this.#outcomes.length ? place++ : null) };
    },
    at: (task) => {
      const outcome = this.#outcomes[task];
      return outcome === undefined ? null : { outcome };
    },
    bytesAt: (task) => {
      const outcome = this.#outcomes[task];
      return outcome?.type === "value" ? packAll([outcome.value]).bytes.length : 0;
    },
    subscribe: (changed) => {
      this.#changed = changed;
      return () => {
        this.#changed = () => {};
      };
    },
  };

  get around(): SliceSurroundings {
    const runTrial: RunTrial = async (trial) => {
      this.trials.push(trial);
      return { end: this.#answer(trial), lines: [] };
    };
    return { runTrial, clock: this.#clock };
  }

  add(...values: readonly unknown[]): void {
    this.#outcomes.push(...values.map((value) => ({ type: "value", value }) as const));
    this.#changed();
  }

  addFailed(): void {
    this.#outcomes.push({ type: "unreadable", reason: "no" });
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
