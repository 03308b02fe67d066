import { maxFeatureLength } from "../wire/limits.ts";

/** Something that not each volunteer offers and a job may need: `wasm-simd`. Of a to z, 0 to 9 and `-`. */
export type Feature = string;

const token = /^[a-z0-9-]+$/;

export function isFeature(value: unknown): value is Feature {
  return typeof value === "string" && value.length <= maxFeatureLength && token.test(value);
}
