import { atOnce } from "../../time-slices.ts";
import { Blob } from "../blob.ts";

/** A blob of that many bytes; another `kind` gives other bytes. */
export function sampleBlob(bytes: number, kind = 1): Blob {
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 97) content[at] = (at + kind * 31) % 251;
  if (bytes > 0) content[bytes - 1] = kind % 256;
  return atOnce(Blob.making(content));
}
