import { wordsUpTo } from "../../../workloads/password/guesses.ts";
import { formatDuration, formatRuntime } from "../../../words/format.ts";
import { formatShortNumber } from "./format-number.ts";

const [minute, hour, day, year] = [60, 3_600, 86_400, 31_557_600];

/** Marks of the scale of times, in seconds. */
export const timeMarks = [
  { at: 1e-6, name: "1 µs" },
  { at: 0.001, name: "1 ms" },
  { at: 1, name: "1 s" },
  { at: hour, name: "1 hour" },
  { at: 30 * day, name: "1 month" },
  { at: 100 * year, name: "100 years" },
  { at: 1e5 * year, name: "10⁵ years" },
  { at: 1e8 * year, name: "10⁸ years" },
  { at: 1e11 * year, name: "10¹¹ years" },
] as const;

/** Letters of the longest password of the curve. */
const longest = 12;

/** How many times as many computers the second curve has. */
export const manyTimes = 1_000;

/** Columns of a plot: letters of a password; seconds for all words as long, and shorter; the same by many times as many computers; of the one that was found. */
export function guessCurve(
  letters: number,
  wordsASecond: number,
  found: number | null,
): [number[], number[], number[], (number | null)[]] {
  const lengths = Array.from({ length: longest }, (_, at) => at + 1);
  const seconds = lengths.map((length) => wordsUpTo(length, letters) / wordsASecond);
  return [
    lengths,
    seconds,
    seconds.map((time) => time / manyTimes),
    seconds.map((time, at) => (at + 1 === found ? time : null)),
  ];
}

/** A time of any length, in seconds, in words: `9.8 ms`, `3 min 05 s`, `4,100 years`. */
export function spanInWords(seconds: number): string {
  if (seconds < minute / 60) return formatRuntime(1_000 * seconds);
  return seconds < year ? formatDuration(1_000 * seconds) : `${formatShortNumber(seconds / year)} years`;
}
