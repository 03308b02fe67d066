import { valueAt } from "../../core/values/packed.ts";
import { shown } from "../../core/shown.ts";
import type { SlotOrder } from "../protocol.ts";

type LoadOrder = Extract<SlotOrder, { readonly type: "load" }>;

/** The bytes of a job in this Worker, as its tasks read them. */
export class LoadedJob {
  readonly source: string;
  readonly seed: number;
  readonly timeLimitMs: number;
  readonly files: LoadOrder["files"];
  /** Null once decoded. */
  #encoded: Uint8Array | null;
  #shared: unknown = undefined;

  constructor({ source, seed, timeLimitMs, files, shared }: LoadOrder) {
    this.source = source;
    this.seed = seed;
    this.timeLimitMs = timeLimitMs;
    this.files = files;
    this.#encoded = shared;
  }

  /** Decoded once; the bytes are then let go. @throws Error where they are no value. */
  get shared(): unknown {
    if (this.#encoded !== null) {
      this.#shared = valueAt({ ends: Uint32Array.of(this.#encoded.length), bytes: this.#encoded }, 0);
      this.#encoded = null;
    }
    return this.#shared;
  }

  /** @throws RangeError for a name that there is no file of. */
  copyFile(name: string): Uint8Array<ArrayBuffer> {
    const file = this.files.get(name);
    if (file !== undefined) return new Uint8Array(file);
    const names = [...this.files.keys()];
    const there = names.length === 0 ? "none" : names.map((each) => JSON.stringify(each)).join(", ");
    throw new RangeError(`The program has no file ${shown(name)}; it has ${there}.`);
  }
}
