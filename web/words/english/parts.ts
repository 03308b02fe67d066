import type { BlobName } from "../../core/blobs/blob-name.ts";
import { readBlobTrouble } from "../../core/blobs/blob-trouble.ts";
import { madeOnce } from "../../core/made-once.ts";
import type { CommonKey, Put } from "../sayings.ts";

/** Names the job, where several are open. */
export function ofJob(job: number | null): string {
  return job === null ? "" : ` of job ${job}`;
}

export function seconds(ms: number, space = " "): string {
  return `${Math.round(ms / 1_000)}${space}s`;
}

/** `blob 3f2a9c01 (20971520 bytes)` */
export function blobInWords({ hash, bytes }: BlobName): string {
  return `blob ${hash.slice(0, 8)} (${bytes} bytes)`;
}

/** Characters of a message that fit into a line or two; the record has it all. */
export const longestMessage = 200;

/** `text`: as a volunteer told it, and as it is on record. One of another version is shown as it is. */
export function blobTroubleInWords(text: string, put: Put<CommonKey>): string {
  const trouble = readBlobTrouble(text);
  return trouble === null ? text.slice(0, longestMessage) : put(trouble);
}

const time = madeOnce(() => new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" }));

/** `on Nov 29, 2026, 4:52:07 PM`, of milliseconds since 1970. */
export function inTime(milliseconds: number): string {
  return `on ${time().format(milliseconds)}`;
}

/** `one, two or three` */
export function oneOf(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}
