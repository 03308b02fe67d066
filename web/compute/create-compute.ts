import type { Compute } from "./compute.ts";
import { SandboxCompute, type ComputeOptions } from "./sandbox-compute.ts";

/** Makes a pool of slots, which is not open yet. */
export function createCompute(options: ComputeOptions): Compute {
  return new SandboxCompute(options);
}
