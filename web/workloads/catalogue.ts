import { squares } from "./squares.ts";
import type { Workload } from "./workload.ts";

/** What ships with Tabpool; the first is the one offered. */
export const workloads: readonly [Workload, ...Workload[]] = [squares];

export function findWorkload(id: string): Workload | undefined {
  return workloads.find((workload) => workload.id === id);
}
