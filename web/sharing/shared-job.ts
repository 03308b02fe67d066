import type { Blob } from "../core/blobs/blob.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { Remedy, SharedWrong, WrongPlace } from "../words/job-sayings.ts";

/** All that another page needs to run the job, but for the file that its inputs may come from: `definition.inputs` names that. */
export interface SharedJob {
  readonly definition: JobDefinition;
  /** Those that the definition names. */
  readonly blobs: readonly Blob[];
}

/** Why what should hold a job holds none. */
export interface SharingProblem {
  readonly what: SharedWrong;
  /** Each with what is allowed there; none where `what` says it all. */
  readonly places: readonly WrongPlace[];
  readonly remedy: Remedy;
}
