import { jobs } from "./english/jobs.ts";
import type { JobSaying, JobSayingKey } from "./job-sayings.ts";
import { oneLine } from "../core/clean-words.ts";
import { say } from "./say.ts";

/** The sentence of a saying about a job, in one line and without its full stop. */
export function sayJob<Key extends JobSayingKey>(saying: JobSaying<Key>): string {
  return oneLine(jobs[saying.key](saying, say));
}
