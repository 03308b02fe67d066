/**
 * Words, one a line, and how often each occurs, in the same order.
 *
 * @typedef {{ readonly words: string, readonly counts: Uint32Array }} Counted
 * @typedef {{ readonly step: "map", readonly parts: number, readonly text: string }} Passage
 * @typedef {{ readonly step: "reduce", readonly part: number, readonly lists: readonly Counted[] }} Part
 */

/** Words of a part that are told; all of them would be much for a screen. */
const mostTold = 20;

/** Characters by which words are told apart: a script without blanks has words as long as its paragraphs. */
const mostCharacters = 100;

/**
 * Map: counts the words of a passage, and sorts them into parts. Reduce: adds up what all passages have of one part.
 *
 * @param {Passage | Part} input
 */
export default function countWords(input) {
  return input.step === "map" ? mapPassage(input) : reducePart(input);
}

/** @param {Passage} input */
function mapPassage({ parts, text }) {
  // A word begins with a letter or a digit, of any script; apostrophes and hyphens may be within.
  const found = text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’-]*[\p{L}\p{M}\p{N}])?/gu) ?? [];
  /** @type {Map<string, number>[]} */
  const counts = Array.from({ length: parts }, () => new Map());
  for (const whole of found) {
    const word = whole.slice(0, mostCharacters);
    const ofPart = counts[partOf(word, parts)];
    ofPart?.set(word, (ofPart.get(word) ?? 0) + 1);
  }
  return {
    words: found.length,
    different: counts.reduce((sum, { size }) => sum + size, 0),
    lists: counts.map((ofPart) => ({
      words: [...ofPart.keys()].join("\n"),
      counts: Uint32Array.from(ofPart.values()),
    })),
  };
}

/**
 * The shuffle: the same word goes to the same part, whoever finds it. By the hash of Fowler, Noll and Vo (FNV-1a, 32 bits).
 *
 * @public
 * @param {string} word
 * @param {number} parts
 */
export function partOf(word, parts) {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x0100_0193);
  return (hash >>> 0) % parts;
}

/** @param {Part} input */
function reducePart({ part, lists }) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { words, counts } of lists) {
    if (counts.length === 0) continue;
    for (const [at, word] of words.split("\n").entries()) sums.set(word, (sums.get(word) ?? 0) + (counts[at] ?? 0));
  }
  return {
    part,
    words: [...sums.values()].reduce((sum, count) => sum + count, 0),
    different: sums.size,
    top: mostFrequent([...sums]),
  };
}

/**
 * The most frequent first; of those that occur as often the first by their characters, so that their order never hangs on chance.
 *
 * @param {readonly (readonly [word: string, count: number])[]} counted
 */
function mostFrequent(counted) {
  return counted.toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, mostTold);
}

/**
 * @typedef {{ readonly words: number, readonly different: number, readonly top: readonly (readonly [string, number])[] }} Total
 */

/** @public */
export const initial = () => null;

/**
 * Puts the parts together; a passage by itself adds nothing.
 *
 * @public
 * @param {Total | null} total
 * @param {Total | { readonly top?: undefined }} found
 */
export function reduce(total, found) {
  if (found.top === undefined) return total;
  if (total === null) return { words: found.words, different: found.different, top: found.top };
  return {
    words: total.words + found.words,
    different: total.different + found.different,
    top: mostFrequent([...total.top, ...found.top]),
  };
}
