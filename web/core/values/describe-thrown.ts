import type { ThrownError } from "../job/job.ts";
import { shownValue } from "./shown-value.ts";
import { errorTexts, isError, thrownError } from "./thrown.ts";

/**
 * Describes anything that was thrown in three texts for people. `readable` replaces the addresses in a stack by names that
 * people know.
 */
export function describeThrown(thrown: unknown, readable: (stack: string) => string = String): ThrownError {
  if (isError(thrown)) {
    const { name, message, stack } = errorTexts(thrown);
    return thrownError(name, message, readable(stack));
  }
  return thrownError("Thrown", typeof thrown === "string" ? thrown : shownValue(thrown));
}
