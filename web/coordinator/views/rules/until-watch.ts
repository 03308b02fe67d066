import type { Fields } from "../../../core/fields.ts";
import type { LoadableModule } from "../../../workloads/program/module-trial.ts";
import { ResultSlices, type SlicedResults, type SlicesSoFar, type SliceSurroundings } from "../result-slices.ts";
import program from "./until.task.js?raw";

interface Surroundings extends SliceSurroundings {
  /** Called once: the first task on record whose value satisfies it. */
  readonly satisfied: (task: number) => void;
  /** It has looked further, or there is a problem. */
  readonly changed: (soFar: SlicesSoFar) => void;
}

/** Looks, in the order in which results get on record, for the first that satisfies a module's own `until`. */
export class UntilWatch {
  readonly #slices: ResultSlices;
  /** What the module's `reduce` has made of the results so far, if its `until` asks for that: of one element, or of none. */
  #reduced: readonly unknown[] = [];

  /** `module` exports `until`. */
  constructor(results: SlicedResults, module: LoadableModule, { satisfied, changed, ...around }: Surroundings) {
    const use = {
      program,
      inputOf: (waiting: readonly { readonly task: number }[]) => ({
        before: this.#reduced,
        tasks: waiting.map(({ task }) => task),
      }),
      takeMade: ({ made, isSatisfied }: Fields, taken: readonly { readonly task: number }[]) => {
        if (Array.isArray(made)) this.#reduced = made;
        const last = taken.at(-1);
        if (isSatisfied !== true || last === undefined) return true;
        satisfied(last.task);
        return false;
      },
      changed,
    };
    this.#slices = new ResultSlices(results, module, use, around);
  }

  close(): void {
    this.#slices.close();
  }
}
