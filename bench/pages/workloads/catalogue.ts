import type { Workload } from "../../../web/workloads/workload.ts";
import type { BenchWorkload } from "./bench-workload.ts";
import { bulk } from "./bulk.ts";
import { checkedSquares } from "./checked-squares.ts";
import { empty } from "./empty.ts";
import { spin } from "./spin.ts";
import { throwing } from "./throwing.ts";

/* Stands in for web/workloads/catalogue.ts in the bench's build. */

export const workloads: readonly [BenchWorkload, ...BenchWorkload[]] = [checkedSquares, empty, bulk, spin, throwing];

export function findWorkload(id: string): Workload | undefined {
  return findBenchWorkload(id);
}

export function findBenchWorkload(id: string): BenchWorkload | undefined {
  return workloads.find((workload) => workload.id === id);
}
