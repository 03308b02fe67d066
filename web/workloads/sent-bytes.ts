import { formatBytes, formatCount } from "../words/format.ts";

/** Bytes that all tasks of a job may be sent together: the page keeps them, and puts them on record. */
export const mostSentBytes = 64_000_000;

/** The problem of a field whose least value would do. `what`: begins the sentence, such as `All strips`. */
export function sentTooMuch(what: string, bytes: number, least: number): string {
  return `${what} together would be sent ${formatBytes(bytes)}, more than ${formatBytes(mostSentBytes)}: must be at least ${formatCount(least)}.`;
}
