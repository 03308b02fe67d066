import { formatCount } from "./format.ts";
import { problem, value, type Result } from "../core/result.ts";

export interface Limits {
  readonly smallest: number;
  readonly largest: number;
}

/** `a whole number from 1 to 10,000` */
export function describeWholeNumber({ smallest, largest }: Limits): string {
  return `a whole number from ${formatCount(smallest)} to ${formatCount(largest)}`;
}

/** Digits, and a `-` where the limits allow it, within the limits; spaces around them are forgiven. The problem names what is allowed. */
export function parseWholeNumber(text: string, limits: Limits): Result<number> {
  const digits = text.trim();
  const found = Number(digits);
  // No -0: people mean 0 by it.
  if (/^-?\d+$/.test(digits) && found >= limits.smallest && found <= limits.largest) return value(found + 0);
  return problem(`Must be ${describeWholeNumber(limits)}.`);
}
