import { cleanName, graphemesOf, longestName } from "../core/clean-words.ts";
import { problem, value, type Result } from "../core/result.ts";
import { maxVolunteerNameLength } from "../core/wire/limits.ts";
import type { Saying } from "./sayings.ts";

export const nameRule = `1 to ${longestName} characters`;

/** A volunteer's name as others see it: cleaned as the coordinator does. */
export function parseDisplayName(text: string): Result<string, Saying<"name-length" | "name-too-wide">> {
  const name = cleanName(text);
  // What is far longer is not counted to its end.
  const isLong = text.trim().length > 20 * longestName || graphemesOf(text.trim()).length > longestName;
  if (name === "" || isLong) return problem({ key: "name-length", most: longestName });
  // What travels is counted in halves of pairs: a family is eleven of them.
  return name.length > maxVolunteerNameLength ? problem({ key: "name-too-wide" }) : value(name);
}
