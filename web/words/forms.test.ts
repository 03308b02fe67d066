import { expect, test } from "vitest";
import { saySentence } from "./say.ts";
import type { EntryWrong, FieldAllowed, FieldWrong } from "./sayings.ts";

function mustBe(allowed: FieldAllowed): FieldWrong {
  return { key: "field-must-be", allowed };
}

const seconds = { key: "number", smallest: 1, largest: 86_400, unit: "s" } as const;

const said: readonly (readonly [FieldWrong | EntryWrong, string])[] = [
  [mustBe({ ...seconds, unit: null }), "Must be a whole number from 1 to 86,400."],
  [mustBe({ key: "auto-or", other: seconds }), "Must be auto, or a whole number from 1 to 86,400 (s)."],
  [mustBe({ key: "text-length", fewest: 0, most: 9_000 }), "Must be text of at most 9,000 characters."],
  [
    mustBe({ key: "places", fewest: 5, most: 1_000, right: 999, lower: 599 }),
    "Must be 5 to 1,000 places such as 120,45: two whole numbers, up to 999 and 599, with spaces between places.",
  ],
  [mustBe({ key: "program", most: 10 }), "Must be a program: text of 1 to 10 characters."],
  [mustBe({ key: "one-of", ids: ["one", "two", "three"] }), "Must be one, two or three."],
  [{ key: "field-empty" }, "Must not be empty."],
  [{ key: "field-too-long", fewest: 1, most: 5, length: 6_000 }, "Must be text of 1 to 5 characters, and has 6,000."],
  [{ key: "name-length", most: 40 }, "Must have 1 to 40 characters."],
  [{ key: "name-too-wide" }, "Must be shorter: pictures count as several characters."],
  [
    { key: "code-strangers", characters: ["0", "1", "!"] },
    "A room code has no 0, 1, !: only letters and digits, without I, L, O, 0 and 1.",
  ],
  [{ key: "code-length", length: 6, typed: 0 }, "A room code has 6 characters."],
  [{ key: "entry-unknown" }, "This is neither a room’s code nor its link."],
  [
    { key: "entry-elsewhere", host: "a.example", path: "/x" },
    "This link leads to a.example/x; a room’s link has /worker?room= and its code in it.",
  ],
  [
    { key: "entry-roomless", code: { key: "code-length", length: 6, typed: 3 } },
    "The link names no room: a room code has 6 characters, and this one 3.",
  ],
];

test.each(said)("what was typed is told to be wrong in a sentence: %j", (wrong, sentence) => {
  expect(saySentence(wrong)).toBe(sentence);
});
