/** Of longer texts only so much counts in sorting: 8 bytes in two words, and a rest. */
const firstBytes = 8;
const mostRestBytes = 24;
const mostBytes = firstBytes + mostRestBytes;

/** Rests lie in chunks, so that growing copies nothing; one chunk has room for a whole rest at its end. */
const chunkBits = 20;
const chunkBytes = 1 << chunkBits;

const [zero, nine] = [0x30, 0x39];

/** Sorts before everything else. */
const plainNumber = 1;

/**
 * Keys of texts, to be sorted byte by byte: plain numbers come first, by value; numbers within a text count by value,
 * too; capitals and accents do not count. At most 33 bytes for each text, whatever its length.
 */
export class TextKeys {
  /** The first eight bytes of each key, turned round where the largest comes first. */
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** Where the rest is, its length in front; 0 for none. */
  readonly #rest: Uint32Array;
  readonly #chunks: Uint8Array[] = [new Uint8Array(chunkBytes)];
  #end = 1;
  readonly #key = new Uint8Array(mostBytes);
  readonly #words = new DataView(this.#key.buffer);
  readonly #float = new DataView(new ArrayBuffer(8));
  readonly #isDescending: boolean;
  #length = 0;

  constructor(count: number, isDescending: boolean) {
    this.#isDescending = isDescending;
    this.high = new Uint32Array(count);
    this.low = new Uint32Array(count);
    this.#rest = new Uint32Array(count);
  }

  set(at: number, text: string): void {
    this.#length = 0;
    const number = isPlainNumber(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(number)) this.#putText(text);
    else this.#putNumber(number);
    this.#key.fill(0, this.#length);
    this.high[at] = this.#isDescending ? ~this.#words.getUint32(0) : this.#words.getUint32(0);
    this.low[at] = this.#isDescending ? ~this.#words.getUint32(4) : this.#words.getUint32(4);
    if (this.#length > firstBytes) this.#rest[at] = this.#keepRest();
  }

  /** Of texts whose first eight bytes are the same. */
  compareRests(a: number, b: number): number {
    const difference = this.#compare(this.#rest[a] ?? 0, this.#rest[b] ?? 0);
    return this.#isDescending ? -difference : difference;
  }

  #compare(one: number, other: number): number {
    const left = this.#chunks[one >>> chunkBits];
    const right = this.#chunks[other >>> chunkBits];
    if (left === undefined || right === undefined) return 0;
    const from = one & (chunkBytes - 1);
    const against = other & (chunkBytes - 1);
    const length = left[from] ?? 0;
    const otherLength = right[against] ?? 0;
    const shorter = Math.min(length, otherLength);
    for (let i = 1; i <= shorter; i += 1) {
      const difference = (left[from + i] ?? 0) - (right[against + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - otherLength;
  }

  #keepRest(): number {
    if (this.#end + mostRestBytes + 1 > this.#chunks.length * chunkBytes) {
      this.#end = this.#chunks.length * chunkBytes;
      this.#chunks.push(new Uint8Array(chunkBytes));
    }
    const start = this.#end;
    const chunk = this.#chunks[start >>> chunkBits];
    if (chunk === undefined) return 0;
    const at = start & (chunkBytes - 1);
    const length = this.#length - firstBytes;
    chunk[at] = length;
    for (let i = 0; i < length; i += 1) chunk[at + 1 + i] = this.#key[firstBytes + i] ?? 0;
    this.#end += length + 1;
    return start;
  }

  #put(byte: number): void {
    if (this.#length === mostBytes) return;
    this.#key[this.#length] = byte;
    this.#length += 1;
  }

  /** The bits of a double, with the sign turned so that they sort by value. */
  #putNumber(number: number): void {
    this.#put(plainNumber);
    this.#float.setFloat64(0, number);
    const isNegative = this.#float.getUint8(0) >= 0x80;
    for (let i = 0; i < 8; i += 1) {
      const byte = this.#float.getUint8(i);
      this.#put(isNegative ? 0xff - byte : i === 0 ? byte | 0x80 : byte);
    }
  }

  #putText(text: string): void {
    const plain = plainLetters(text.slice(0, 4 * mostBytes));
    for (let at = 0; at < plain.length && this.#length < mostBytes;) {
      const code = plain.charCodeAt(at);
      if (isDigit(code)) {
        at = this.#putDigits(plain, at);
        continue;
      }
      if (code < 0x80) {
        this.#put(code);
      } else {
        this.#put(0xe0 | (code >>> 12));
        this.#put(0x80 | ((code >>> 6) & 0x3f));
        this.#put(0x80 | (code & 0x3f));
      }
      at += 1;
    }
  }

  /** A longer number is a larger one, zeros in front left out. Gives the place behind it. */
  #putDigits(text: string, from: number): number {
    let start = from;
    while (text.charCodeAt(start) === zero && isDigit(text.charCodeAt(start + 1))) start += 1;
    let end = start;
    while (isDigit(text.charCodeAt(end))) end += 1;
    this.#put(zero);
    this.#put(Math.min(0xff, end - start));
    for (let at = start; at < end; at += 1) this.#put(text.charCodeAt(at));
    return end;
  }
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function isPlainNumber(text: string): boolean {
  return text.length <= 24 && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text);
}

function plainLetters(text: string): string {
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
