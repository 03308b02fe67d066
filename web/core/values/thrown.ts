import type { ThrownError } from "../job/job.ts";

/** Ten million failed tasks are kept with their errors; people read the first lines. Lengths in UTF-16 code units. */
const maxNameLength = 200;
export const maxMessageLength = 2000;
const maxStackLength = 8000;

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

export function cutLikeStack(text: string): string {
  return cut(text, maxStackLength);
}

export function thrownError(name: string, message: string, stack = ""): ThrownError {
  return { name: cut(name, maxNameLength), message: cut(message, maxMessageLength), stack: cutLikeStack(stack) };
}

/** Anything can be thrown, and reading it can throw again: a getter, a revoked proxy. */
function textOf(read: () => unknown): string {
  try {
    const value = read();
    if (typeof value === "string") return value;
    // Of an object only its kind: its own words could be endless.
    return typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : String(value);
  } catch {
    return "";
  }
}

/** A proxy may refuse to tell its prototype. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

export function errorTexts(error: Error): ThrownError {
  const name = textOf(() => error.name);
  return {
    name: name === "" ? "Error" : name,
    message: textOf(() => error.message),
    stack: textOf(() => error.stack ?? ""),
  };
}
