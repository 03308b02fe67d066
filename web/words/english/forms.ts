import { formatCount } from "../format.ts";
import type { CommonKey, FormArguments, SentencesFor } from "../sayings.ts";
import { oneOf } from "./parts.ts";

/** What people type into forms and addresses. */
export const forms: SentencesFor<FormArguments, CommonKey> = {
  number: ({ smallest, largest, unit }) =>
    `a whole number from ${formatCount(smallest)} to ${formatCount(largest)}${unit === null ? "" : ` (${unit})`}`,
  "auto-or": ({ other }, put) => `auto, or ${put(other)}`,
  "precision-or-nothing": () => "a number above 0, or one with a percent sign as 1%, or empty: no such end",
  "text-length": textOf,
  places: ({ fewest, most, right, lower }) =>
    `${fewest} to ${formatCount(most)} places such as 120,45: two whole numbers, up to ${right} and ${lower}, with spaces between places`,
  program: ({ most }) => `a program: ${textOf({ fewest: 1, most })}`,
  "one-of": ({ ids }) => oneOf(ids),

  "field-must-be": ({ allowed }, put) => `must be ${put(allowed)}`,
  "field-empty": () => "must not be empty",
  "field-too-long": ({ length, ...limits }) => `must be ${textOf(limits)}, and has ${formatCount(length)}`,
  "name-length": ({ most }) => `must have 1 to ${most} characters`,
  "name-too-wide": () => "must be shorter: pictures count as several characters",
  "code-strangers": ({ characters }) =>
    `a room code has no ${characters.join(", ")}: only letters and digits, without I, L, O, 0 and 1`,
  "code-length": ({ length, typed }) =>
    `a room code has ${length} characters${typed === 0 ? "" : `, and this one ${typed}`}`,
  "entry-unknown": () => "this is neither a room’s code nor its link",
  "entry-elsewhere": ({ host, path }) =>
    `this link leads to ${host}${path}; a room’s link has /worker?room= and its code in it`,
  "entry-roomless": ({ code }, put) => `the link names no room: ${put(code)}`,
};

function textOf({ fewest, most }: { readonly fewest: number; readonly most: number }): string {
  const limit = formatCount(most);
  return fewest === 0 ? `text of at most ${limit} characters` : `text of ${fewest} to ${limit} characters`;
}
