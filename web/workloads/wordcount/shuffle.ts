import { listsIn, stepIn, type Counted, type WordTask } from "./counted.ts";
import type { InputPlan } from "../workload.ts";

/**
 * Between map and reduce: once all passages are counted, what they have of each part of the words becomes one input. A passage that has failed, or has come to
 * what is no count, adds nothing.
 */
export class Shuffle implements InputPlan {
  #passages = 0;
  #isForeign = false;
  /** Tasks of passages that have no result yet. */
  readonly #open = new Set<number>();
  #mapped = 0;
  /** By part. */
  #lists: Counted[][] = [];
  /** Parts that are inputs of the job. */
  readonly #known = new Set<number>();

  get isComplete(): boolean {
    return this.#isForeign || (this.#passages > 0 && this.#known.size === this.#lists.length);
  }

  noteInput(task: number, input: unknown): void {
    const step = stepIn(input);
    if (step === null) this.#isForeign = true;
    else if ("part" in step) this.#known.add(step.part);
    else {
      if (this.#passages === 0) this.#lists = Array.from({ length: step.parts }, () => []);
      this.#passages = step.passages;
      this.#open.add(task);
    }
  }

  noteResult(task: number, value: unknown): readonly WordTask[] {
    if (this.#isForeign || !this.#open.delete(task)) return [];
    this.#mapped += 1;
    const parts = this.#lists.length;
    for (const [part, list] of (listsIn(value, parts) ?? []).entries()) {
      if (list.counts.length > 0) this.#lists[part]?.push(list);
    }
    return this.#mapped === this.#passages ? this.#reduces() : [];
  }

  #reduces(): readonly WordTask[] {
    const parts = this.#lists.length;
    const missing = this.#lists.flatMap((lists, part): readonly WordTask[] =>
      this.#known.has(part) ? [] : [{ step: "reduce", what: `part ${part + 1} of the words`, parts, part, lists }],
    );
    for (const part of this.#lists.keys()) this.#known.add(part);
    this.#lists = Array.from({ length: parts }, () => []);
    return missing;
  }
}
