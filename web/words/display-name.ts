import type { Saying } from "./sayings.ts";
import { problem, value, type Result } from "../core/result.ts";

const longestName = 40;
export const nameRule = `1 to ${longestName} characters`;

/** A volunteer's name as others see it, without spaces around it. */
export function parseDisplayName(text: string): Result<string, Saying<"name-length" | "name-garbles">> {
  const name = text.trim();
  if (name.length === 0 || name.length > longestName) return problem({ key: "name-length", most: longestName });
  // Control characters and unpaired halves of characters would garble other people's tables.
  return /\p{C}/u.test(name) ? problem({ key: "name-garbles" }) : value(name);
}
