import type { Clock } from "../core/clock.ts";
import { maxTitleLength } from "../core/wire/limits.ts";
import { problem, type Result } from "../core/result.ts";
import { inSlices } from "../core/time-slices.ts";
import type { Unshared } from "../words/job-sayings.ts";
import { readingJob } from "./job-text.ts";
import type { SharedJob, SharingProblem } from "./shared-job.ts";

export const jobFileEnding = ".tabpool.json";

/** Bytes: the page holds the text, what JSON makes of it and the job at once. */
export const maxJobFileBytes = 64_000_000;

/** `collatz-steps.tabpool.json` */
export function jobFileName(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["job"];
  return `${words.join("-").slice(0, maxTitleLength)}${jobFileEnding}`;
}

/** Why the job's data alone is too much for a file; null where it is not. Known before a text of that size is made. */
export function tooMuchData({ blobs }: SharedJob): Unshared | null {
  const characters = blobs.reduce((sum, { bytes }) => sum + 4 * Math.ceil(bytes.length / 3), 0);
  if (characters <= maxJobFileBytes) return null;
  return { key: "data-too-large", characters, most: maxJobFileBytes };
}

/** The job in a file that anybody may have written; nothing of it runs. */
export async function readJobFile(file: File, clock: Clock): Promise<Result<SharedJob, SharingProblem>> {
  const { name, size } = file;
  if (size > maxJobFileBytes) {
    return problem({
      what: { key: "job-file-too-large", name, bytes: size, most: maxJobFileBytes },
      places: [],
      remedy: { key: "inputs-as-file" },
    });
  }
  let text: string;
  try {
    text = await file.text();
  } catch {
    return problem({ what: { key: "job-file-gone", name }, places: [], remedy: { key: "pick-again" } });
  }
  return inSlices(readingJob(text, name), clock);
}
