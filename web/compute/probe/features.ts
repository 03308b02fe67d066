import type { KnownFeature } from "../../core/job/known-features.ts";

/** A module whose one function holds one vector: valid where WebAssembly has vectors of 128 bits. */
const vectorModule = Uint8Array.from(
  [
    [0, 97, 115, 109, 1, 0, 0, 0], // magic number and version
    [1, 5, 1, 96, 0, 1, 123], // one type: () -> v128
    [3, 2, 1, 0], // one function of that type
    [10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11], // i32.const 0, i8x16.splat, i8x16.popcnt
  ].flat(),
);

const checks: readonly (readonly [KnownFeature, () => boolean])[] = [
  ["wasm", () => typeof WebAssembly === "object"],
  ["wasm-simd", () => WebAssembly.validate(vectorModule)],
  ["offscreen-canvas", () => typeof OffscreenCanvas === "function"],
  ["shared-memory", () => typeof SharedArrayBuffer === "function" && globalThis.crossOriginIsolated],
  ["secure-context", () => globalThis.isSecureContext],
];

/** Gigabytes that each stands for. */
const memories: readonly (readonly [KnownFeature, number])[] = [
  ["memory-1gb", 1],
  ["memory-2gb", 2],
  ["memory-4gb", 4],
  ["memory-8gb", 8],
];

/** What a task finds in a Worker of this sandbox. Not what `slot/confine.ts` takes away from it. */
export function featuresHere(): readonly KnownFeature[] {
  return checks.filter(([, check]) => holds(check)).map(([feature]) => feature);
}

/**
 * How much memory the machine has, as far as its browser says. One that says nothing is taken for a machine with 1 GB. Asked in
 * the frame: its Workers are no secure contexts, and are told nothing.
 */
export function memoryHere(asked: object = navigator): readonly KnownFeature[] {
  const said: unknown = Reflect.get(asked, "deviceMemory");
  const gigabytes = typeof said === "number" ? said : 1;
  return memories.filter(([, needed]) => needed <= gigabytes).map(([feature]) => feature);
}

function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
