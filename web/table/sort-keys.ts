/** What rows are sorted by: numbers come before texts; null where there is nothing yet. */
export type SortKey = number | string | null;

/** Characters of a text that count in sorting: a million keys of this length take some 100 MB while they are sorted. */
const mostCharacters = 64;

/** Bits of the whole numbers that a double holds. */
const wholeBits = 53;

/**
 * What a text is sorted by, null for an empty one. A plain number counts by its value. Of any other text, numbers within
 * it count by value, and capitals and accents do not count: `<` orders these keys.
 */
export function sortKeyOf(text: string): SortKey {
  if (text === "") return null;
  const number = isPlainNumber(text) ? Number(text) : NaN;
  if (Number.isFinite(number)) return number;
  return plainLetters(text.slice(0, mostCharacters)).replaceAll(/\d+/g, withLength);
}

/** The keys of rows. A row is the position of its key among those that were added. */
export class SortKeys {
  readonly #sign: 1 | -1;
  readonly #numbers: Float64Array;
  /** "" where the key is a number or null. */
  readonly #texts: string[] = [];
  #longest = 0;
  /** By code unit: 1 if a text has it, and once `#width` is known its place among those that texts have, from 1 on. */
  readonly #places = new Uint32Array(0x1_0000);
  /** One more than there are different code units in the texts. */
  #base = 0;
  /** Code units whose places fit one number; 0 until a number is asked for. */
  #width = 0;

  /** `count`: how many keys are added. */
  constructor(count: number, isDescending: boolean) {
    this.#sign = isDescending ? -1 : 1;
    this.#numbers = new Float64Array(count);
  }

  add(key: SortKey): void {
    const text = typeof key === "string" ? key : "";
    const number = typeof key === "number" ? key : Number.MAX_VALUE;
    this.#numbers[this.#texts.length] = key === null ? Infinity : this.#sign * number;
    this.#texts.push(text);
    this.#longest = Math.max(this.#longest, text.length);
    for (let at = 0; at < text.length; at += 1) this.#places[text.charCodeAt(at)] = 1;
  }

  /**
   * The number that rows with the same ones on all levels before are sorted by. Level 0 parts numbers, texts and rows
   * without a key; each further one has the next code units of the texts, as many as fit a number.
   */
  numberOf(row: number, level: number): number {
    if (level === 0) return this.#numbers[row] ?? 0;
    const text = this.#texts[row] ?? "";
    const end = level * this.#width;
    let number = 0;
    for (let at = end - this.#width; at < end; at += 1) {
      number = number * this.#base + (at < text.length ? (this.#places[text.charCodeAt(at)] ?? 0) : 0);
    }
    return this.#sign * number;
  }

  /** Whether rows with the same numbers up to this level can still differ. Called once all keys are there. */
  hasMore(level: number): boolean {
    if (this.#width === 0) this.#numberCodeUnits();
    return level * this.#width < this.#longest;
  }

  /** Compares two rows that have the same number on level 0. */
  compareTexts(row: number, other: number): number {
    const text = this.#texts[row] ?? "";
    const otherText = this.#texts[other] ?? "";
    if (text === otherText) return 0;
    return text < otherText ? -this.#sign : this.#sign;
  }

  #numberCodeUnits(): void {
    let last = 0;
    for (const [code, isThere] of this.#places.entries()) {
      last += isThere;
      this.#places[code] = last;
    }
    this.#base = Math.max(2, last + 1);
    this.#width = Math.floor(wholeBits / Math.log2(this.#base));
  }
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
