import { squares } from "./squares.ts";
import type { Workload } from "./workload.ts";

/** The workloads that ship with Tabpool. The form offers the first one. */
export const workloads: readonly [Workload, ...Workload[]] = [squares];

export function findWorkload(id: string): Workload | undefined {
  return workloads.find((workload) => workload.id === id);
}
