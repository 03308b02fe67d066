import type { PartKind } from "../core/job/part-kind.ts";
import type { Packed } from "../core/values/format.ts";
import { bytesAt } from "../core/values/value-column.ts";

/** A result of this tab that can be drawn, as it was computed: nothing is decoded before a page draws it. */
export interface DrawnResult {
  /** Counted from 1 for each job. */
  readonly number: number;
  readonly kind: PartKind;
  readonly input: { readonly column: Packed; readonly at: number };
  readonly value: { readonly column: Packed; readonly at: number };
}

/** The newest results of this tab's newest job, for a page that draws them a few times a second. */
export interface OwnParts {
  /** Raised with each job: what was drawn before belongs to another one. */
  readonly job: number;
  /** From the oldest to the newest. */
  readonly results: readonly DrawnResult[];
}

/** Results that are kept: more than a volunteer computes between two frames, also where other programs keep its page waiting. */
const mostResults = 512;
/** Bytes of them, inputs included: as many tiles of 64 × 64 pixels. */
const mostBytes = 8 * 1024 * 1024;

function bytesOf({ input, value }: DrawnResult): number {
  return bytesAt(input.column, input.at) + bytesAt(value.column, value.at);
}

export class OwnPartsKeeper {
  #parts: OwnParts = { job: 0, results: [] };
  #number = 0;
  #bytes = 0;

  /** The same object while nothing has come. */
  get parts(): OwnParts {
    return this.#parts;
  }

  beginJob(): void {
    this.#parts = { job: this.#parts.job + 1, results: [] };
    this.#number = 0;
    this.#bytes = 0;
  }

  note(result: Omit<DrawnResult, "number">): void {
    this.#number += 1;
    const results = [...this.#parts.results, { ...result, number: this.#number }];
    this.#bytes += bytesOf({ ...result, number: this.#number });
    while (results.length > mostResults || (this.#bytes > mostBytes && results.length > 1)) {
      const oldest = results.shift();
      this.#bytes -= oldest === undefined ? 0 : bytesOf(oldest);
    }
    this.#parts = { job: this.#parts.job, results };
  }
}
