import { squares } from "../../../web/workloads/squares.ts";
import type { BenchWorkload } from "./bench-workload.ts";

/** The first demo as it ships. */
export const checkedSquares: BenchWorkload = {
  ...squares,
  expectedResult(input) {
    const n = Array.isArray(input) ? Number(input[0]) : NaN;
    return `${n} * ${n} = ${n * n}`;
  },
};
