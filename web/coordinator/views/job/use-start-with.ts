import { useRef, useState } from "react";
import type { JobId } from "../../../core/ids.ts";
import type { RunTrial } from "../../../core/job/trial.ts";
import type { Room } from "../../../room/room.ts";
import type { FieldValues } from "../../../workloads/field.ts";
import type { FieldProblems, Workload } from "../../../workloads/workload.ts";
import { parametersOf } from "../../coordinator-url.ts";
import { optionPresets, readOptions } from "../../option-fields.ts";
import { putWorkloadInUrl } from "../../page-in-url.ts";
import { inputsOf, problemsAtFields } from "./form-values.ts";
import type { StartJob } from "./job-form.tsx";
import { prepareJob } from "./prepare-job.ts";
import type { StartedJob } from "./started-job.ts";

/**
 * Starts a job of these values. `inPlaceOf`: the job whose place it takes, which is cancelled once the new one is known to be sound; null for
 * none.
 */
export type StartWith = (workload: Workload, values: FieldValues, inPlaceOf: JobId | null) => void;

/** Starts jobs without a form, with preset options. The form then shows their values, and what is wrong with them at its fields. */
export function useStartWith(
  room: Pick<Room, "cancelJob">,
  start: StartJob,
  runTrial: RunTrial,
): readonly [StartedJob | null, StartWith] {
  const [started, setStarted] = useState<StartedJob | null>(null);
  const isBusy = useRef(false);
  /** Resolves to what is wrong, by field. */
  const tryToStart = async (
    workload: Workload,
    values: FieldValues,
    inPlaceOf: JobId | null,
  ): Promise<FieldProblems> => {
    const { chosen } = readOptions(optionPresets);
    if (chosen === null) throw new RangeError("the options are wrong before anybody has changed them");
    const wrong = workload.check(values);
    if (Object.keys(wrong).length > 0) return wrong;
    const prepared = await prepareJob(workload, values, chosen, runTrial);
    if (prepared.type === "wrong") return prepared.problems;
    if (inPlaceOf !== null) room.cancelJob(inPlaceOf);
    return problemsAtFields(workload, values, start(prepared));
  };
  const startNow: (...wanted: Parameters<StartWith>) => Promise<void> = async (workload, values, inPlaceOf) => {
    setStarted({ workload, values, problems: {} });
    putWorkloadInUrl(workload.id, parametersOf(workload, inputsOf(values)));
    const problems = await tryToStart(workload, values, inPlaceOf);
    if (Object.keys(problems).length > 0) setStarted({ workload, values, problems });
  };
  const startWith: StartWith = (...wanted) => {
    if (isBusy.current) return;
    isBusy.current = true;
    // It never rejects: what is wrong is told.
    void startNow(...wanted).finally(() => {
      isBusy.current = false;
    });
  };
  return [started, startWith];
}
