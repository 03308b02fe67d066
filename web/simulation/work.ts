import { mixed } from "./dice.ts";
import type { Scenario } from "./scenario.ts";
import type { Packed } from "../core/values/format.ts";

/** How a task behaves wherever it runs. */
export type Nature = "plain" | "throws" | "endless" | "poison" | "throws-once";

/** What the tasks of a simulation are, fixed by its seed: nature, runtime, value. */
export class Work {
  readonly #seed: number;
  readonly #troubleShare: number;
  readonly #longestMs: number;
  readonly #loadTroubleShare: number;

  constructor(
    seed: number,
    { troubleShare, longestMs, loadTroubleShare }: Pick<Scenario, "troubleShare" | "longestMs" | "loadTroubleShare">,
  ) {
    this.#seed = seed;
    this.#troubleShare = troubleShare;
    this.#longestMs = longestMs;
    this.#loadTroubleShare = loadTroubleShare;
  }

  /** Whether the job's program loads in some browser, though perhaps not in each. */
  loadsAnywhere(job: number): boolean {
    return (mixed(this.#seed, 3, job) % 10_000) / 10_000 >= this.#loadTroubleShare;
  }

  /** Whether it loads in that tab, where it loads at all: browsers differ in age. */
  loadsIn(tab: number, job: number): boolean {
    return (mixed(this.#seed, 4, job, tab) % 10_000) / 10_000 >= this.#loadTroubleShare;
  }

  nature(job: number, task: number): Nature {
    const draw = (mixed(this.#seed, 1, job, task) % 10_000) / 10_000;
    const share = draw / this.#troubleShare;
    if (share < 0.25) return "throws";
    if (share < 0.45) return "endless";
    if (share < 0.6) return "poison";
    return share < 1 ? "throws-once" : "plain";
  }

  /** Whether its slot reports it together with the next one of its run. */
  isHeldBack(job: number, task: number): boolean {
    return mixed(this.#seed, 5, job, task) % 3 === 0;
  }

  runtimeMs(job: number, task: number): number {
    const draw = mixed(this.#seed, 2, job, task) % 1_000;
    return Math.max(1, Math.round(this.#longestMs ** (draw / 1_000)));
  }
}

export function inputOf(job: number, task: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, job);
  view.setUint32(4, task);
  return bytes;
}

export function packBytes(parts: readonly Uint8Array[]): Packed {
  const ends = new Uint32Array(parts.length);
  let length = 0;
  parts.forEach((part, at) => {
    length += part.length;
    ends[at] = length;
  });
  const bytes = new Uint8Array(length);
  parts.forEach((part, at) => bytes.set(part, (ends[at] ?? 0) - part.length));
  return { ends, bytes };
}

export function unpack({ ends, bytes }: Packed, at: number): Uint8Array {
  return bytes.subarray(at === 0 ? 0 : ends[at - 1], ends[at]);
}

/** The function under test: its value tells which input it was given. */
export function valueFor(input: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, mixed(...input));
  return bytes;
}

export function readInput(input: Uint8Array): { job: number; task: number } {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  return { job: view.getUint32(0), task: view.getUint32(4) };
}
