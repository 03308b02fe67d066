import type { JobDefinition } from "../../../core/job/job-definition.ts";
import { blobsNamedBy, type WholeJob } from "../../../room/jobs/job-material.ts";
import type { ReadyJob } from "../../../workloads/workload.ts";
import { fillForm } from "../../../workloads/own/fill-form.ts";
import type { BroughtFiles } from "../../../workloads/own/own-files.ts";
import { textsOfOptions, type OptionTexts } from "../../option-fields.ts";
import type { FormInputs } from "../job/form-values.ts";

/** What a form is filled in with from a job that was made elsewhere or before. A new one each time, however equal. */
export interface Filling {
  /** Of this filling: two links come from the same place, “a link”. */
  readonly id: number;
  /** Where the job is from, behind “From”: `job 3`. */
  readonly from: string;
  readonly job: WholeJob;
  readonly inputs: FormInputs;
  readonly options: OptionTexts;
  /** What the form cannot hold, in sentences. */
  readonly leftOut: readonly string[];
}

export function fillingFrom(job: WholeJob, from: string): Omit<Filling, "id"> {
  const { inputs, leftOut } = fillForm(job.definition);
  return { from, job, inputs, options: textsOfOptions(job.definition.options), leftOut };
}

export function filesBroughtBy({ definition, blobs }: WholeJob): BroughtFiles {
  const byHash = new Map(blobs.map(({ name, bytes }) => [name.hash, bytes]));
  const files = Object.entries(definition.program.files).map(([name, { hash }]) => [name, byHash.get(hash)] as const);
  return new Map(files.flatMap(([name, bytes]) => (bytes === undefined ? [] : [[name, bytes] as const])));
}

/** What the form has made, with all that the job brought and the form has no field for. */
export function withTheRest(ready: ReadyJob, { definition: brought, blobs }: WholeJob): ReadyJob {
  const made = ready.definition;
  const { seed, atMostOnce } = brought.options;
  const definition: JobDefinition = {
    ...made,
    program: { ...made.program, files: { ...brought.program.files, ...made.program.files } },
    shared: made.shared ?? brought.shared,
    needs: made.needs.length === 0 ? brought.needs : made.needs,
    options: { ...made.options, seed, ...(atMostOnce === true ? { atMostOnce } : {}) },
    view: { ...made.view, input: made.view.input ?? brought.view.input },
  };
  const named = new Set(blobsNamedBy(definition).map(({ hash }) => hash));
  return { ...ready, definition, blobs: [...ready.blobs, ...blobs].filter(({ name }) => named.has(name.hash)) };
}
