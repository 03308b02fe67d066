import { taskRandom } from "../../core/job/task-random.ts";

const beginnings = ["b", "br", "d", "f", "gl", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v"];
const vowels = ["a", "e", "i", "o", "u"];
const ends = ["", "n", "r", "s", "l"];

/** Different words of the book. */
const vocabulary = 20_000;

function pick(from: readonly string[], at: number): string {
  return from[at % from.length] ?? "";
}

/** The nth word: short ones first, as frequent words are. */
function wordAt(nth: number): string {
  const syllables = beginnings.length * vowels.length * ends.length;
  const syllable = (at: number): string =>
    pick(beginnings, at) + pick(vowels, Math.floor(at / beginnings.length)) + pick(ends, Math.floor(at / 80));
  return nth < syllables ? syllable(nth) : syllable(nth % syllables) + syllable(Math.floor(nth / syllables) - 1);
}

/** So many words, of which the nth is about 1/n as frequent as the first (Zipf's law), in lines. The same text for the same seed. */
export function madeUpBook(words: number, seed: number): string {
  const draw = taskRandom(seed, 0);
  const known = Array.from({ length: vocabulary }, (_, nth) => wordAt(nth));
  const lines: string[] = [];
  for (let left = words; left > 0; left -= 12) {
    // By the inverse of the harmonic sum's limit, the logarithm.
    const line = Array.from({ length: Math.min(12, left) }, () => known[Math.floor((vocabulary + 1) ** draw()) - 1]);
    lines.push(line.join(" "));
  }
  return `${lines.join("\n")}\n`;
}
