import type { InputSource } from "../../core/job/input-source.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { Describer } from "../../core/job/describer.ts";
import type { Results } from "./results.ts";

/** A job with its results, be it under way, left unfinished or over: what table, files and log are made of. */
export interface ReadableJob {
  readonly definition: JobDefinition;
  readonly describer: Describer;
  readonly inputs: InputSource;
  readonly results: Results;
}
