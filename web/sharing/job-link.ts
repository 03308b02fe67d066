import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Clock } from "../core/clock.ts";
import { problem, value, type Result } from "../core/result.ts";
import { inSlices } from "../core/time-slices.ts";
import { fromBase64, toBase64 } from "../core/values/base64.ts";
import type { SharedWrong, Unshared } from "../words/job-sayings.ts";
import { readingJob } from "./job-text.ts";
import type { SharedJob, SharingProblem } from "./shared-job.ts";

/**
 * Characters of a whole link. Windows hands a link that is clicked in another program to the browser on a command line, which
 * holds 32,767 characters with the browser's own path; longer ones are cut without a word.
 */
export const maxLinkLength = 32_000;

/** Bytes of the text within a link: what a small link may inflate to before it is cut off. */
export const maxLinkedBytes = 4_000_000;

/** How the rest of the link is to be read. */
const version = "1";

/** Characters of the checksum: 48 bits. */
const sumLength = 8;

const parameter = "#job=";

const remedy = { key: "ask-for-link-again" } as const;

/** Whether the fragment of the page's address should hold a job. */
export function holdsJob(fragment: string): boolean {
  return fragment.startsWith(parameter);
}

/** A link to `page` (an address without fragment) with the job's text in it; the problem says how long it would be. */
export async function linkTo(page: string, text: string): Promise<Result<string, Unshared>> {
  // No character takes less than a byte: a text that is far too long is not copied first.
  if (text.length > maxLinkedBytes) return beyondLinks(text.length);
  const bytes = utf8ToBytes(text);
  if (bytes.length > maxLinkedBytes) return beyondLinks(bytes.length);
  const packed = toUrlSafe(toBase64(await collected(deflated(bytes), Number.POSITIVE_INFINITY)));
  const link = `${page}${parameter}${version}${checksum(packed)}${packed}`;
  if (link.length <= maxLinkLength) return value(link);
  return problem({ key: "link-too-long", length: link.length, most: maxLinkLength });
}

function beyondLinks(bytes: number): Result<string, Unshared> {
  return problem({ key: "job-beyond-links", bytes, most: maxLinkedBytes });
}

/** The job in the fragment of a link that anybody may have made; nothing of it runs. */
export async function readLink(fragment: string, clock: Clock): Promise<Result<SharedJob, SharingProblem>> {
  const text = await linkedText(fragment.slice(parameter.length));
  if (text.type === "problem") return problem({ what: text.problem, places: [], remedy });
  const read = await inSlices(readingJob(text.value, null), clock);
  return read.type === "problem" ? problem({ ...read.problem, remedy }) : read;
}

async function linkedText(shared: string): Promise<Result<string, SharedWrong>> {
  if (!shared.startsWith(version)) return problem({ key: "link-newer-or-damaged" });
  const packed = shared.slice(version.length + sumLength);
  if (checksum(packed) !== shared.slice(version.length, version.length + sumLength)) {
    return problem({ key: "link-damaged" });
  }
  try {
    const bytes = await collected(inflated(fromBase64(fromUrlSafe(packed))), maxLinkedBytes);
    return value(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TooMuch) return problem({ key: "link-holds-too-much", most: maxLinkedBytes });
    return problem({ key: "link-not-unpacked" });
  }
}

function checksum(packed: string): string {
  return toUrlSafe(toBase64(sha256(utf8ToBytes(packed)))).slice(0, sumLength);
}

class TooMuch extends RangeError {}

/** @throws TooMuch once there are more bytes than that; what follows is not unpacked. */
async function collected(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { value: piece } = await reader.read();
    if (piece === undefined) break;
    length += piece.length;
    if (length > most) {
      await reader.cancel();
      throw new TooMuch();
    }
    pieces.push(piece);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function deflated(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
}

function inflated(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
}

function toUrlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromUrlSafe(text: string): string {
  return text.replaceAll("-", "+").replaceAll("_", "/");
}
