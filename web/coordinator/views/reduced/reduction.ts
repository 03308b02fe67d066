import type { Fields } from "../../../core/fields.ts";
import type { LoadableModule } from "../../../workloads/program/module-trial.ts";
import { ResultSlices, type SlicedResults, type SlicesSoFar, type SliceSurroundings } from "../result-slices.ts";
import program from "./reduce.task.js?raw";

/** How far results have been reduced; with a problem `value` stays what it was before. */
export interface Reduced extends SlicesSoFar {
  /** Of no meaning while `count` is 0. */
  readonly value: unknown;
}

interface Surroundings extends SliceSurroundings {
  /** Another value, or a problem. */
  readonly changed: (reduced: Reduced) => void;
}

/** Has a module's own `reduce` make one value of a job's results. */
export class Reduction {
  readonly #slices: ResultSlices;
  /** Of one element, or of none before the first result is in it. */
  #value: readonly unknown[] = [];

  /** `module` exports `reduce`. */
  constructor(results: SlicedResults, module: LoadableModule, { changed, ...around }: Surroundings) {
    const use = {
      program,
      inputOf: () => ({ before: this.#value }),
      takeMade: ({ reduced }: Fields): boolean => {
        this.#value = [reduced];
        return true;
      },
      changed: (soFar: SlicesSoFar) => changed({ ...soFar, value: this.#value[0] }),
    };
    this.#slices = new ResultSlices(results, module, use, around);
  }

  close(): void {
    this.#slices.close();
  }
}
