import { problem, value, type Result } from "../../../core/result.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import type { PickedFile } from "../../../workloads/field.ts";
import { formatOfReading, inputFileOf, openFile } from "../../../workloads/inputs/file-reading.ts";
import type { ReadyJob } from "../../../workloads/workload.ts";

/** The job as it can be started, with the file that its inputs are read from; null where none is picked. The problem is a sentence. */
export function readyJob({ definition, blobs }: WholeJob, picked: PickedFile | null): Result<ReadyJob> {
  const { inputs } = definition;
  if (inputs.type !== "stream") return value({ type: "prepared", definition, source: null, blobs });
  if (inputs.file === undefined) return problem("Its inputs come from a program that is not here.");
  if (picked === null) return problem(`Pick ${inputs.file.name} first: the job reads its inputs from it.`);
  const format = formatOfReading(inputs.file.reading);
  if (format.type === "problem") return format;
  const file = inputFileOf(picked, format.value);
  const source = openFile(picked, format.value);
  return value({ type: "prepared", definition: { ...definition, inputs: { type: "stream", file } }, source, blobs });
}
