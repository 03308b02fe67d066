import type { Result } from "../../../room/results/result.ts";
import { rampColour, volunteerColour, type Tint } from "./tint.ts";

/** Runtimes up to this one have the whole of the scale at first, in milliseconds. */
const firstScaleMs = 1;

/** What is asked of a job's results. */
export interface TintSource {
  readonly total: number;
  at(task: number): Pick<Result, "runtimeMs" | "volunteer" | "arrival"> | null;
}

/** What the colours of a picture's parts mean. */
export interface TintMeaning {
  /** The end of the scale of runtimes, in milliseconds. */
  readonly scaleMs: number;
  /** Those that have brought parts, in the order of their first ones. */
  readonly volunteers: readonly { readonly name: string; readonly parts: number }[];
}

export const noMeaning: TintMeaning = { scaleMs: 0, volunteers: [] };

/** Colours for the parts of a picture, each of which is the result of a task. */
export class TintScale {
  readonly #results: TintSource;
  readonly #volunteers = new Map<string, { readonly nth: number; parts: number }>();
  #scaleMs = firstScaleMs;

  constructor(results: TintSource) {
    this.#results = results;
  }

  get meaning(): TintMeaning {
    return {
      scaleMs: this.#scaleMs,
      volunteers: Array.from(this.#volunteers, ([name, { parts }]) => ({ name, parts })),
    };
  }

  /** Takes a part in, once. Returns whether the scale of runtimes has become longer: it doubles where a runtime is beyond it. */
  notePart(task: number): boolean {
    const result = this.#results.at(task);
    if (result === null) return false;
    const { volunteer, runtimeMs } = result;
    const known = this.#volunteers.get(volunteer);
    if (known === undefined) this.#volunteers.set(volunteer, { nth: this.#volunteers.size, parts: 1 });
    else known.parts += 1;
    const scaleMs = this.#scaleMs;
    while (runtimeMs > this.#scaleMs) this.#scaleMs *= 2;
    return this.#scaleMs > scaleMs;
  }

  /** null where the part keeps its own colour. */
  colourOf(task: number, tint: Tint): string | null {
    const result = tint === "none" ? null : this.#results.at(task);
    if (result === null) return null;
    switch (tint) {
      case "none":
        return null;
      case "volunteer":
        return volunteerColour(this.#volunteers.get(result.volunteer)?.nth ?? 0);
      case "runtime":
        return rampColour(result.runtimeMs / this.#scaleMs);
      case "arrival":
        return rampColour(result.arrival / Math.max(1, this.#results.total));
    }
  }
}
