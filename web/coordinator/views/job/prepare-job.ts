import type { RunTrial } from "../../../core/job/trial.ts";
import { messageOf } from "../../../core/message-of.ts";
import type { BroughtFiles } from "../../../workloads/own/own-files.ts";
import type { FieldValues } from "../../../workloads/field.ts";
import type { ChosenOptions, PreparedJob, Workload } from "../../../workloads/workload.ts";

/** What the form makes of its values. Never rejects: what the page could not load is a problem of the program's field. */
export async function prepareJob(
  workload: Workload,
  values: FieldValues,
  chosen: ChosenOptions,
  runTrial: RunTrial,
  brought?: BroughtFiles,
): Promise<PreparedJob> {
  if (workload.prepareJob === undefined) {
    return {
      type: "prepared",
      definition: workload.createJob(values, chosen),
      source: workload.openSource?.(values) ?? null,
      blobs: [],
    };
  }
  try {
    return await workload.prepareJob(values, chosen, runTrial, brought);
  } catch (error) {
    const field = workload.fields.find(({ kind }) => kind === "code")?.name ?? "";
    return {
      type: "wrong",
      problems: { [field]: `The program could not be read: ${messageOf(error)}. Is the server there?` },
    };
  }
}
