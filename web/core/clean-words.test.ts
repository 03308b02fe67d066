import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { cleanLabel, cleanName, graphemesOf, longestName, oneLine } from "./clean-words.ts";

const sequences = [
  "👩‍👩‍👧‍👦",
  "👩🏽‍❤️‍💋‍👨🏿",
  "🏳️‍🌈",
  "🏴‍☠️",
  "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
  "🇩🇪",
  "🇳🇵",
  "👋🏽",
  "1️⃣",
  "#️⃣",
  "👩‍🚀",
  "🧑🏻‍🦯‍➡️",
  "🐈‍⬛",
  "👁️‍🗨️",
  "❤️",
  "☺️",
  "🫱🏼‍🫲🏾",
];

/** Every character of its own that is one of the pictures recommended for general interchange. */
const singles: readonly string[] = Array.from({ length: 0x1_fc00 - 0x80 }, (_, at) =>
  String.fromCodePoint(0x80 + at),
).filter((each) => /^\p{Emoji_Presentation}$/u.test(each) && !/\p{Regional_Indicator}/u.test(each));
const picture = fc.constantFrom(...sequences, ...singles);

const control = fc.constantFrom(...Array.from("\0\x07\n\r\x1B\x7F\x85\u2028\u2029\v\f"));
const format = fc.constantFrom(
  ...Array.from(
    "\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF\u00AD\u061C\u180E\uFFF9\u{E0041}",
  ),
);
const blank = fc.constantFrom(
  ...Array.from(" \t\u00A0\u2003\u2800\u3000\u3164\u115F\u1160\uFFA0\u17B4\u034F\uFFFC\uFE0F\u{1D159}"),
);
const half = fc.constantFrom("\uD83D", "\uDC69");
const mark = fc.constantFrom(...Array.from("\u0301\u0337\u0321\u0489\u20DD\u093C\u093F\u0902\u0E47"));
const letter = fc.constantFrom(...Array.from("aZ9.<=é漢ßשमမﬁｱ가ك"));
const word = fc.oneof(letter, picture, mark, blank, format, control, half, fc.string({ unit: "binary", maxLength: 2 }));
const words = fc.array(word, { maxLength: 40 }).map((parts) => parts.join(""));

/** What stands in no text of a stranger beside ours; joiners and selectors are looked at by themselves. */
const hidden = new RegExp(
  String.raw`[^\P{Cc}\t]|[\p{Zl}\p{Zp}\p{Cs}\u2800\u3164\u115F\u1160\uFFA0\u034F\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u00AD\u061C\u180E\uFFF9-\uFFFC]`,
  "u",
);
const joiner = /\u200C|\u200D|\uFE0F/;

const joinedLetters =
  /(?<=[\p{Script=Devanagari}\p{Script=Arabic}])[\u200C\u200D](?=[\p{Script=Devanagari}\p{Script=Arabic}])/gu;

function withoutPictures(text: string): string {
  return graphemesOf(text.replace(joinedLetters, ""))
    .filter((each) => !/\p{Extended_Pictographic}|\u20E3|\p{Regional_Indicator}/u.test(each))
    .join("");
}

describe.each([
  ["a name", cleanName],
  ["a label", cleanLabel],
])("%s", (_, clean) => {
  test("has nothing that is drawn as nothing, garbles what stands around it, or ends a line", () => {
    fc.assert(
      fc.property(words, (text) => {
        const cleaned = clean(text);
        expect(cleaned).not.toMatch(hidden);
        expect(cleaned).not.toMatch(/\t|^ | $| {2}|^\p{M}/u);
        expect(withoutPictures(cleaned)).not.toMatch(joiner);
        expect(withoutPictures(cleaned)).not.toMatch(/\p{Script=Inherited}{3}|\p{M}{5}/u);
      }),
      { numRuns: 3_000 },
    );
  });

  test("is not changed by being cleaned again", () => {
    fc.assert(
      fc.property(words, (text) => {
        expect(clean(clean(text))).toBe(clean(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test("is empty where all of it is drawn as nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(blank, format, control, mark, fc.constant("\uD83D"))), (parts) => {
        expect(clean(parts.join(""))).toBe("");
      }),
      { numRuns: 1_000 },
    );
  });

  test("keeps pictures whole, whatever they are joined of and stand between", () => {
    fc.assert(
      fc.property(fc.array(picture, { minLength: 1, maxLength: 8 }), letter, (pictures, between) => {
        const text = pictures.join(between);
        const kept = clean === cleanName ? text.normalize("NFKC") : text;
        expect(clean(text)).toBe(kept);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each(sequences)("%s is one character of a name, and stays as it is", (each) => {
  expect(cleanName(each)).toBe(each);
  expect(graphemesOf(each)).toEqual([each]);
  expect(graphemesOf(each, null)).toEqual([each]);
});

test.each([
  ["a name that is nothing but blanks of many kinds", "\u2800\u3164\u200B \u3000\u115F", ""],
  ["a change of direction", "Ada\u202Egpj.exe", "Adagpj.exe"],
  ["a line end with a line of ours behind it", "Ada\nJob 1 ended", "Ada Job 1 ended"],
  ["halves of a pair", "x\uD800y\uDC00", "xy"],
  ["a joiner between letters that nothing joins", "ad\u200Dm\u200Cin", "admin"],
  [
    "joiners without end between pictures",
    `👩${"\u200D👩".repeat(20)}`,
    `👩\u200D👩\u200D👩\u200D👩\u200D👩\u200D👩`.repeat(3) + "👩\u200D👩\u200D👩",
  ],
  ["a tag behind a picture that has none", "😀\u{E0068}\u{E0069}\u{E007F}", "😀"],
  ["a selector behind a picture that has one drawing", "😀\uFE0F", "😀"],
  ["marks above each other", "Z\u0335\u0321\u031B\u0317\u0318\u0319o", "Z\u0335\u0321o"],
  ["one mark many times", "ก\u0E47\u0E47\u0E47\u0E47\u0E47", "ก\u0E47"],
  ["letters of another width", "ｌａｐｔｏｐ ﬁ", "laptop fi"],
])("of %s is left what people see", (_, text, left) => {
  expect(cleanName(text)).toBe(left);
});

test.each([
  "Ada Lovelace",
  "Zoë",
  "李小龍",
  "ज़िंदगी",
  "ကျွေး",
  "می‌خواهم",
  "ශ්‍රී ලංකා",
  "שלום",
  "Nguyễn Thị",
  "བསྒྲུབས",
  "ПК-7",
  "C'est l'été",
  "a+b=<c>",
])("%s is a name as it stands", (name) => {
  expect(cleanName(name)).toBe(name.normalize("NFKC"));
  expect(oneLine(name)).toBe(name);
});

test("a name has forty characters, as people count them", () => {
  expect(longestName).toBe(40);
  expect(cleanName("👩‍👩‍👧‍👦".repeat(50))).toBe("👩‍👩‍👧‍👦".repeat(40));
  expect(cleanName("e\u0323\u0330".repeat(60))).toBe("ẹ\u0330".repeat(40));
  // One character is eighteen by NFKC.
  expect(cleanName("\uFDFA".repeat(40))).toBe("\uFDFA".repeat(3).normalize("NFKC").slice(0, 40).trim());
});

test("without the platform's counting, a picture and a letter with its marks are one character each", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.constantFrom(...Array.from("aZ9漢é")), fc.constantFrom(...sequences), fc.constant("e\u0323\u0301")),
      ),
      (parts) => {
        const text = parts.join("");
        expect(graphemesOf(text, null)).toEqual(graphemesOf(text));
        expect(graphemesOf(text, null).join("")).toBe(text);
      },
    ),
  );
});

test("a plain name is cleaned and counted without what the platform takes long to make", () => {
  const segmenter = vi.spyOn(Intl, "Segmenter");
  try {
    expect(cleanName("  Laptop \t of  Ada ")).toBe("Laptop of Ada");
    expect(graphemesOf("Laptop 1")).toEqual(Array.from("Laptop 1"));
    expect(segmenter).not.toHaveBeenCalled();
  } finally {
    segmenter.mockRestore();
  }
});

describe("a line", () => {
  test("stays one, and has a sign for what would garble it", () => {
    fc.assert(
      fc.property(words, (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(hidden);
        expect(withoutPictures(line)).not.toMatch(joiner);
        expect(oneLine(line)).toBe(line);
      }),
      { numRuns: 3_000 },
    );
  });

  test("keeps pictures, letters and what is printed as they are", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(letter, picture, fc.constantFrom(...Array.from(" \t~{}\\")))), (parts) => {
        const text = parts.join("");
        expect(oneLine(text)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

// A time that grows faster than the text would not end within the test's.
test("names of any size are cleaned", () => {
  for (const each of ["\u200D", "👩\u200D", "\u0301", "\u2800", "a\u0301", "\u{1F3F4}\u{E0067}", "1\uFE0F", "\uD800"]) {
    expect(Array.from(cleanName(each.repeat(200_000))).length).toBeLessThanOrEqual(200_000 * each.length);
    expect(oneLine(each.repeat(200_000))).not.toBe("");
  }
});
