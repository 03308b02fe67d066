import { useState } from "react";
import type { RunTrial } from "../../../core/job/trial.ts";
import type { FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";
import { optionPresets, readOptions } from "../../option-fields.ts";
import { putWorkloadInUrl } from "../../page-in-url.ts";
import type { StartJob } from "./job-form.tsx";
import { prepareJob } from "./prepare-job.ts";
import type { StartedJob } from "./started-job.ts";

/** Starts jobs without a form, with preset options. The form then shows their values: what is wrong with them is said there. */
export function useStartWith(
  start: StartJob,
  runTrial: RunTrial,
): readonly [StartedJob | null, (workload: Workload, values: FieldValues) => void] {
  const [started, setStarted] = useState<StartedJob | null>(null);
  const startNow = async (workload: Workload, values: FieldValues): Promise<void> => {
    const { chosen } = readOptions(optionPresets);
    if (chosen === null || Object.keys(workload.check(values)).length > 0) return;
    const prepared = await prepareJob(workload, values, chosen, runTrial);
    if (prepared.type === "prepared") start(prepared);
  };
  const startWith = (workload: Workload, values: FieldValues): void => {
    setStarted({ workload, values });
    putWorkloadInUrl(workload.id);
    // It never rejects: what is wrong is told.
    void startNow(workload, values);
  };
  return [started, startWith];
}
