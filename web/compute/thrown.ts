import type { ThrownError } from "../core/job/job.ts";

/** Ten million failed tasks are kept with their errors; people read the first lines. */
const maxNameLength = 200;
const maxMessageLength = 2000;
const maxStackLength = 8000;

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

export function thrownError(name: string, message: string, stack = ""): ThrownError {
  return { name: cut(name, maxNameLength), message: cut(message, maxMessageLength), stack: cut(stack, maxStackLength) };
}

function textOf(read: () => unknown): string {
  try {
    const value = read();
    return typeof value === "string" ? value : String(value);
  } catch {
    return "";
  }
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return textOf(() => value);
  }
}

/**
 * What was thrown, as data. Anything can be thrown, and reading it can throw again: a getter, a revoked proxy.
 * `readable` turns the addresses in a stack into what people know.
 */
export function describeThrown(thrown: unknown, readable: (stack: string) => string): ThrownError {
  let isError = false;
  try {
    isError = thrown instanceof Error;
  } catch {
    // A proxy may refuse to tell its prototype.
  }
  if (isError && thrown instanceof Error) {
    const name = textOf(() => thrown.name);
    return thrownError(
      name === "" ? "Error" : name,
      textOf(() => thrown.message),
      readable(textOf(() => thrown.stack ?? "")),
    );
  }
  if (typeof thrown === "string") return thrownError("Thrown", thrown);
  return thrownError("Thrown", typeof thrown === "object" ? asJson(thrown) : textOf(() => thrown));
}
