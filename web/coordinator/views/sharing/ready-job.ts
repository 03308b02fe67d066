import { problem, value, type Result } from "../../../core/result.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import type { PickedFile } from "../../../workloads/field.ts";
import { readFormat } from "../../../workloads/inputs/beginning.ts";
import { inputProblems } from "../../../workloads/inputs/chosen-inputs.ts";
import { inputFileOf, openFile, valuesOfReading } from "../../../workloads/inputs/file-reading.ts";
import type { ReadyJob } from "../../../workloads/workload.ts";

/** The job as it can be started, with the file that its inputs are read from; null where none is picked. The problem is a sentence. */
export function readyJob({ definition, blobs }: WholeJob, picked: PickedFile | null): Result<ReadyJob> {
  const { inputs } = definition;
  if (inputs.type !== "stream") return value({ type: "prepared", definition, source: null, blobs });
  if (inputs.file === undefined) return problem("Its inputs come from a program that is not here.");
  if (picked === null) return problem(`Pick ${inputs.file.name} first: the job reads its inputs from it.`);
  const read = valuesOfReading(inputs.file.reading);
  if (read.type === "problem") return read;
  // As the form looks at a file that is picked there, before anything of the job runs.
  const values = { ...read.value, given: "file", file: picked };
  const [wrong] = Object.values(inputProblems(values));
  if (wrong !== undefined) return problem(wrong);
  const format = readFormat(values);
  const file = inputFileOf(picked, format);
  const source = openFile(picked, format);
  return value({ type: "prepared", definition: { ...definition, inputs: { type: "stream", file } }, source, blobs });
}
