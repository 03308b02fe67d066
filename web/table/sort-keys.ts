/** What rows are sorted by: numbers come before texts; null where there is nothing yet. */
export type SortKey = number | string | null;

/** Characters of a text that count in sorting: a million keys of this length take some 100 MB while they are sorted. */
const mostCharacters = 64;

/** Larger plain numbers are sorted as texts, so that each text's leading number is larger than any number. */
const largestNumber = 2 ** 960;

/** Characters in a text's leading number: 7 bits each, and one in front, fit a double's 53. */
const leadingCharacters = 7;

/**
 * What a text is sorted by, null for an empty one. A plain number counts by its value. Of any other text, numbers within
 * it count by value, and capitals and accents do not count: `<` orders these keys.
 */
export function sortKeyOf(text: string): SortKey {
  if (text === "") return null;
  const number = isPlainNumber(text) ? Number(text) : NaN;
  if (Math.abs(number) <= largestNumber) return number;
  return plainLetters(text.slice(0, mostCharacters)).replaceAll(/\d+/g, withLength);
}

/** Keys in the order in which they were added. A row to be sorted is the position of its key. */
export class SortKeys {
  readonly #sign: 1 | -1;
  readonly #numbers: Float64Array;
  /** Up to the last text; "" where the key is a number. */
  readonly #texts: string[] = [];
  #count = 0;

  /** `most`: how many keys are added at most. */
  constructor(most: number, isDescending: boolean) {
    this.#sign = isDescending ? -1 : 1;
    this.#numbers = new Float64Array(most);
  }

  get count(): number {
    return this.#count;
  }

  /** The number by which each row is sorted. */
  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#count);
  }

  add(key: number | string): void {
    this.#numbers[this.#count] = this.#sign * leadingNumberOf(key);
    if (typeof key === "string") {
      // Without gaps: engines keep an array with large ones as a map.
      while (this.#texts.length < this.#count) this.#texts.push("");
      this.#texts.push(key);
    }
    this.#count += 1;
  }

  /** Compares two rows of the same number. */
  compareTexts(row: number, other: number): number {
    const text = this.#texts[row] ?? "";
    const otherText = this.#texts[other] ?? "";
    if (text === otherText) return 0;
    return text < otherText ? -this.#sign : this.#sign;
  }
}

/**
 * A number by which most keys are ordered without a look at their texts; where it is the same, the texts decide. A
 * text's has its first ASCII characters.
 */
export function leadingNumberOf(key: number | string): number {
  if (typeof key === "number") return key;
  let number = 1;
  let isAscii = true;
  for (let at = 0; at < leadingCharacters; at += 1) {
    const code: number = isAscii ? key.charCodeAt(at) || 0 : 0;
    isAscii &&= code < 0x7f;
    number = 0x80 * number + Math.min(code, 0x7f);
  }
  return number * largestNumber;
}

function isPlainNumber(text: string): boolean {
  return text.length <= 24 && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text);
}

/** Puts a number's length in front of it, since the longer one is the larger one; the 0 sorts it among digits. */
function withLength(number: string): string {
  const digits = number.startsWith("0") ? number.replace(/^0+(?=\d)/, "") : number;
  return `0${String.fromCharCode(digits.length)}${digits}`;
}

function plainLetters(text: string): string {
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
