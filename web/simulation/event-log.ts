/** One event: numbers for the hash, words for people. */
interface Line {
  readonly at: number;
  readonly what: string;
  readonly numbers: readonly number[];
}

/** Hashes all that happens (FNV-1a over 32-bit words) and keeps the last lines of it. */
export class EventLog {
  #hash = 0x811c_9dc5;
  readonly #lines: Line[] = [];
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }

  note(at: number, what: string, ...numbers: number[]): void {
    this.#mix(at);
    this.#mix((what.length << 16) ^ (what.charCodeAt(0) << 8) ^ what.charCodeAt(what.length - 1));
    for (const number of numbers) this.#mix(number);
    if (this.#kept === 0) return;
    this.#lines.push({ at, what, numbers });
    if (this.#lines.length > 2 * this.#kept) this.#lines.splice(0, this.#kept);
  }

  #mix(word: number): void {
    this.#hash = Math.imul(this.#hash ^ (word | 0), 0x0100_0193);
    this.#hash ^= this.#hash >>> 15;
  }

  lines(): string[] {
    return this.#lines
      .slice(-this.#kept)
      .map(({ at, what, numbers }) =>
        `${(at / 1_000).toFixed(3).padStart(10)} s  ${what} ${numbers.join(" ")}`.trimEnd(),
      );
  }
}
