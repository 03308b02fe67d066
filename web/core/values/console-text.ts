import { maxConsoleCharacters } from "./limits.ts";
import { cutWords, shownValue } from "./shown-value.ts";

/**
 * The arguments of a call of `console.log` as one line: texts as they are, all else as values are shown, with blanks between
 * them. Marks such as `%s` are not read. Never throws, whatever the arguments are, and stops reading where the line is full.
 */
export function consoleText(values: readonly unknown[]): string {
  let text = "";
  // By index: task code may have replaced the iterator of lists.
  for (let at = 0; at < values.length && text.length <= maxConsoleCharacters; at += 1) {
    const value = values[at];
    if (at > 0) text += " ";
    // Up to twice the number given is left whole: a longer text says how long it is.
    text += typeof value === "string" ? cutWords(value, maxConsoleCharacters / 2) : shownValue(value);
  }
  return text.length <= maxConsoleCharacters ? text : `${text.slice(0, maxConsoleCharacters - 1)}…`;
}
