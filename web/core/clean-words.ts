import { madeOnce } from "./made-once.ts";

/*
 * Names, titles and lines that strangers have written, as they may stand beside words of ours. What is drawn as nothing, moves
 * what stands around it, or ends a line is taken out or shown by a sign. One function for each kind of text.
 */

/** A picture of one character, perhaps with a skin tone, or with the mark that asks for it in colours where it has a plain shape, too. */
const picture = String.raw`(?:(?=\p{Emoji_Presentation})\p{Extended_Pictographic}\p{Emoji_Modifier}?|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)`;

/** Pictures of several characters: countries' flags, keycaps, flags of regions, and families and the like. */
const emoji = [
  String.raw`\p{Regional_Indicator}{2}`,
  String.raw`[0-9#*]\uFE0F?\u20E3`,
  String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`,
  String.raw`${picture}(?:\u200D${picture}){0,5}`,
].join("|");

/** Scripts in which a joiner between two letters changes how these are drawn. */
const joining = String.raw`\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}`;

/** A joiner in front of such a letter. */
const bond = String.raw`[\u200C\u200D](?=(?=\p{L})[${joining}])`;
const joined = String.raw`(?=\p{L})[${joining}]${bond}`;

/** With the pair of Windows as one. */
const lineEnd = String.raw`\r\n|[\n\v\f\r\u0085\u2028\u2029]`;

/** Drawn as a blank, or as nothing that is a letter of any script. */
const blank = String.raw`[\u2800\uFFFC\u{1D159}\u{13441}\u{13442}]`;

/** Of one letter, and the joiner behind them. */
const marks = String.raw`(?<marks>\p{M}+(?:${bond})?)`;

/** Controls but the tab, halves of pairs, and all that is drawn as nothing or changes the direction of what stands around it. */
const unseen = String.raw`[^\P{Cc}\t]|[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]`;

const inLine = madeOnce(
  () => new RegExp(`(?<kept>${emoji}|${joined})|(?<end>${lineEnd})|(?<blank>${blank})|${marks}|${unseen}`, "gu"),
);
const inLabel = madeOnce(
  () =>
    new RegExp(
      `(?<kept>${emoji}|${joined})|(?<blank>(?:${lineEnd}|${blank}|\\p{White_Space})+)|${marks}|${unseen}|[\\p{Co}\\p{Cn}]`,
      "gu",
    ),
);

/** Nothing in it has to be looked at but blanks. */
const isPlain = /^[\t\x20-\x7E]*$/;

/** Marks that any letter may carry, one above the other. */
const mostStacked = 2;
/** Marks of one letter: as many as words of Hindi, Burmese and Tibetan have. */
const mostMarks = 4;

const joinable = madeOnce(() => new RegExp(`[${joining}]`, "u"));

/** The first few marks of one letter: more would be drawn over the lines above and below. */
function fewMarks(run: string): string {
  let kept = "";
  let count = 0;
  let stacked = 0;
  let last = "";
  for (const one of run) {
    const isStacked = /\p{Script=Inherited}/u.test(one);
    if (one === "\u200C" || one === "\u200D") return joinable().test(last) ? kept + one : kept;
    // Draws nothing by itself, and chooses between drawings of the character before it.
    if (
      /\p{Default_Ignorable_Code_Point}/u.test(one) ||
      one === last ||
      count === mostMarks ||
      (isStacked && stacked === mostStacked)
    )
      continue;
    kept += one;
    last = one;
    count += 1;
    if (isStacked) stacked += 1;
  }
  return kept;
}

/**
 * The text in one line, with a sign for each character that would break it or garble it. Words of strangers stand in it: a
 * console's 2,000 line ends would push all other lines of a log away, and what stands behind one would pass for a line
 * of the log itself.
 */
export function oneLine(text: string): string {
  if (isPlain.test(text)) return text;
  return text.replace(inLine(), (found: string, ...rest: readonly unknown[]) => {
    const groups = groupsOf(rest);
    if (groups["kept"] !== undefined) return found;
    if (groups["end"] !== undefined) return "⏎";
    if (groups["blank"] !== undefined) return " ";
    return groups["marks"] === undefined ? "\uFFFD" : fewMarks(found);
  });
}

/**
 * A title, a device, the name of a file or of a column: without what is drawn as nothing, with one blank where there are
 * several, and none around it. Empty where nothing is left.
 */
export function cleanLabel(text: string): string {
  return steady(text, cleanOnce);
}

/** Characters of a name, as people count them. */
export const longestName = 40;

/**
 * A name among other people's names: as a label, and what only looks different by its width or its making is the same. At
 * most `longestName` characters. Empty where nothing is left.
 */
export function cleanName(text: string): string {
  // What NFKC makes of the longest ligature has eighteen characters.
  const name = steady(text, (given) => cleanOnce(given.normalize("NFKC")).normalize("NFKC"));
  return firstGraphemes(name, longestName).trim();
}

/** What is taken out may have stood between two that are one together: so until nothing changes any more. */
function steady(text: string, change: (text: string) => string): string {
  let before = text;
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const after = change(before);
    if (after === before) break;
    before = after;
  }
  return before;
}

function cleanOnce(text: string): string {
  if (isPlain.test(text)) return text.replace(/[\t ]+/g, " ").trim();
  return text
    .replace(inLabel(), (found: string, ...rest: readonly unknown[]) => {
      const groups = groupsOf(rest);
      if (groups["kept"] !== undefined) return found;
      if (groups["blank"] !== undefined) return " ";
      return groups["marks"] === undefined ? "" : fewMarks(found);
    })
    .replace(/(^| )\p{M}+/gu, "$1")
    .replace(/ {2,}/g, " ")
    .trim();
}

function groupsOf(rest: readonly unknown[]): Readonly<Record<string, unknown>> {
  const last = rest.at(-1);
  return typeof last === "object" && last !== null ? { ...last } : {};
}

const ofOneGrapheme = String.raw`${emoji}|\r\n|\P{M}?(?:\p{M}|[\u200C\u200D])*`;

function platformSegmenter(): typeof Intl.Segmenter | null {
  return "Segmenter" in Intl ? Intl.Segmenter : null;
}

/**
 * By the platform where it can; the other way knows emoji and marks, and takes syllables of Korean and Hindi apart. The
 * platform's first segmenter costs a page 5 ms of a laptop's core, so plain text goes without it.
 */
export function graphemesOf(text: string, segmenter: typeof Intl.Segmenter | null = platformSegmenter()): string[] {
  if (isPlain.test(text)) return Array.from(text);
  if (segmenter === null) return (text.match(new RegExp(ofOneGrapheme, "gu")) ?? []).filter((each) => each !== "");
  return Array.from(new segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);
}

/** Of a longer text no more is taken apart than is asked for. */
function firstGraphemes(text: string, most: number): string {
  if (text.length <= most) return text;
  const Segmenter = platformSegmenter();
  if (Segmenter === null) return graphemesOf(text, null).slice(0, most).join("");
  let first = "";
  let count = 0;
  for (const { segment } of new Segmenter("en", { granularity: "grapheme" }).segment(text)) {
    if (count === most) break;
    first += segment;
    count += 1;
  }
  return first;
}
