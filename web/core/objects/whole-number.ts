import { shown } from "../shown.ts";

/** @throws TypeError, RangeError for what is no whole number of at least `least`. */
export function wholeNumber(name: string, value: unknown, least: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  const words = `${name} must be a whole number from ${least} on, got ${shown(value)}`;
  throw typeof value === "number" ? new RangeError(words) : new TypeError(words);
}
