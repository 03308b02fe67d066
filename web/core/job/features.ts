import { maxFeatureLength } from "../wire/limits.ts";

/** Something that not each volunteer offers and a job may need: `wasm-simd`. Of a to z, 0 to 9 and `-`. */
export type Feature = string;

/** Those that this version looks for. A job may need others, which volunteers of another version may offer. */
export const knownFeatures = [
  "wasm",
  "wasm-simd",
  "offscreen-canvas",
  "shared-memory",
  "secure-context",
  "memory-1gb",
  "memory-2gb",
  "memory-4gb",
  "memory-8gb",
] as const;

export type KnownFeature = (typeof knownFeatures)[number];

const token = /^[a-z0-9-]+$/;

export function isFeature(value: unknown): value is Feature {
  return typeof value === "string" && value.length <= maxFeatureLength && token.test(value);
}
