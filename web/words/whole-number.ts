import { problem, value, type Result } from "../core/result.ts";
import { sayCommon } from "./say-common.ts";
import type { Saying } from "./sayings.ts";

export interface Limits {
  readonly smallest: number;
  readonly largest: number;
}

export function wholeNumber({ smallest, largest }: Limits, unit: string | null = null): Saying<"number"> {
  return { key: "number", smallest, largest, unit };
}

/** `a whole number from 1 to 10,000` */
export function describeWholeNumber(limits: Limits): string {
  return sayCommon(wholeNumber(limits));
}

/** Digits, and a `-` where the limits allow it, within the limits; spaces around them are forgiven. The problem has what is allowed. */
export function parseWholeNumber(text: string, limits: Limits): Result<number, Saying<"field-must-be">> {
  const digits = text.trim();
  const found = Number(digits);
  // No -0: people mean 0 by it.
  if (/^-?\d+$/.test(digits) && found >= limits.smallest && found <= limits.largest) return value(found + 0);
  return problem({ key: "field-must-be", allowed: wholeNumber(limits) });
}
