import { defaultJobOptions } from "../../../web/core/job/job.ts";
import { squares as workload } from "../../../web/workloads/squares/squares.ts";
import { presetsOf } from "../../../web/workloads/field.ts";
import type { BenchJob } from "./bench-job.ts";

/** The first demo as it ships. */
export const squares: BenchJob = {
  id: "squares",
  presets: { count: 10 },
  createJob: (numbers) =>
    workload.createJob({ ...presetsOf(workload.fields), ...numbers }, { ...defaultJobOptions, timeLimitMs: "auto" }),
  isRight(input, result) {
    const n = Array.isArray(input) ? Number(input[0]) : NaN;
    return result === `${n} * ${n} = ${n * n}`;
  },
};
