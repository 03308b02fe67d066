import { readBlobTrouble } from "../core/blobs/blob-trouble.ts";
import { blobErrorName } from "../core/blobs/blob.ts";
import { troubleOf } from "../core/compute-trouble.ts";
import type { ThrownError } from "../core/job/job.ts";
import { describeThrown } from "../core/values/describe-thrown.ts";
import { sayCommon } from "./say-common.ts";

/** Anything that was thrown, for people. An error of the sandbox, and of an input that could not be had, has data as its message, all others have their author's words. */
export function thrownInWords(thrown: unknown): ThrownError {
  const error = describeThrown(thrown);
  const trouble = error.name === blobErrorName ? readBlobTrouble(error.message) : troubleOf(error);
  return trouble === null ? error : { ...error, message: sayCommon(trouble) };
}
