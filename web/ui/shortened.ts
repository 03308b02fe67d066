import { formatCount } from "./format.ts";

/** What people take in at a glance, in UTF-16 units; a longer text would hold up the page that shows it. */
const mostShown = 200;

/** The text, or its beginning and its length: `yyyy… (31,457,280 characters)`. */
export function shortened(text: string): string {
  if (text.length <= mostShown) return text;
  // No half of a surrogate pair at the cut.
  const beginning = text.slice(0, mostShown).replace(/[\uD800-\uDBFF]$/, "");
  return `${beginning}… (${formatCount(text.length)} characters)`;
}
