/** Features that this version looks for. A job may need others, which volunteers of another version may offer. */
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
