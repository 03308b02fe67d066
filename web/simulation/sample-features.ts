import type { Feature } from "../core/job/features.ts";

/** What some tabs offer and some jobs need. */
export const sampleFeatures: readonly Feature[] = ["webgpu", "wasm-simd"];
