/** Of SHA-256 (FIPS 180-4): the first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants = Int32Array.from(firstPrimes(64), (prime) => fractionOf(prime, 3));

/** The same of the square roots of the first eight: what a hash begins with. */
const beginning = Int32Array.from(firstPrimes(8), (prime) => fractionOf(prime, 2));

/** The message's block of 16 words, and the 48 that are made of them. */
const schedule = new Int32Array(64);

/** The hash of the block. */
const hashed = new Int32Array(8);

/** Bytes of the longest message that still is one block: its length and a mark take the rest. */
const longestMessage = 55;

/** @param {number} count */
function firstPrimes(count) {
  /** @type {number[]} */
  const primes = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

/** In whole numbers: a double has too few digits for some of them. @param {number} prime @param {2 | 3} degree */
function fractionOf(prime, degree) {
  const power = BigInt(degree);
  const scaled = BigInt(prime) << (32n * power);
  let low = 0n;
  let high = 1n << 40n;
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** power <= scaled) low = middle;
    else high = middle - 1n;
  }
  return Number(BigInt.asIntN(32, low));
}

/** Hashes the block that stands in the first 16 words of `schedule` into `hashed`. */
function hashBlock() {
  const w = schedule;
  for (let at = 16; at < 64; at = (at + 1) | 0) {
    const early = w[at - 15] ?? 0;
    const late = w[at - 2] ?? 0;
    const low = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const high = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    w[at] = ((((w[at - 16] ?? 0) + low) | 0) + (((w[at - 7] ?? 0) + high) | 0)) | 0;
  }
  let a = beginning[0] ?? 0;
  let b = beginning[1] ?? 0;
  let c = beginning[2] ?? 0;
  let d = beginning[3] ?? 0;
  let e = beginning[4] ?? 0;
  let f = beginning[5] ?? 0;
  let g = beginning[6] ?? 0;
  let h = beginning[7] ?? 0;
  for (let at = 0; at < 64; at = (at + 1) | 0) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const chosen = g ^ (e & (f ^ g));
    const first = (((((h + high) | 0) + chosen) | 0) + (((constants[at] ?? 0) + (w[at] ?? 0)) | 0)) | 0;
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const most = (a & b) | (c & (a | b));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (((first + low) | 0) + most) | 0;
  }
  hashed[0] = ((beginning[0] ?? 0) + a) | 0;
  hashed[1] = ((beginning[1] ?? 0) + b) | 0;
  hashed[2] = ((beginning[2] ?? 0) + c) | 0;
  hashed[3] = ((beginning[3] ?? 0) + d) | 0;
  hashed[4] = ((beginning[4] ?? 0) + e) | 0;
  hashed[5] = ((beginning[5] ?? 0) + f) | 0;
  hashed[6] = ((beginning[6] ?? 0) + g) | 0;
  hashed[7] = ((beginning[7] ?? 0) + h) | 0;
}

/**
 * Makes the function of a task, which gets the numbers of the first and the last word that it tries. Words are numbered from 0,
 * shorter ones first, words of one length in the order of the alphabet. The form's settings are added as a call of it.
 *
 * @public
 * @param {{ hash: string, alphabet: string }} settings `hash`: 64 hex digits.
 */
export function crackerOf({ hash, alphabet }) {
  const wanted = Int32Array.from({ length: 8 }, (_, at) => Number.parseInt(hash.slice(8 * at, 8 * at + 8), 16));
  const letters = Int32Array.from(alphabet, (letter) => letter.charCodeAt(0));
  const base = letters.length;
  const places = new Int32Array(longestMessage);

  /** @param {number} place @param {number} letter */
  const put = (place, letter) => {
    places[place] = letter;
    const shift = 24 - 8 * (place & 3);
    schedule[place >> 2] = ((schedule[place >> 2] ?? 0) & ~(0xff << shift)) | ((letters[letter] ?? 0) << shift);
  };

  /** Writes the word of that length and that number among those of its length. @param {number} length @param {number} number */
  const begin = (length, number) => {
    schedule.fill(0, 0, 16);
    schedule[length >> 2] = 0x80 << (24 - 8 * (length & 3));
    schedule[15] = 8 * length;
    let left = number;
    for (let place = length - 1; place >= 0; place -= 1) {
      put(place, left % base);
      left = Math.floor(left / base);
    }
  };

  /** Writes the word behind the one that is written. @param {number} length */
  const goOn = (length) => {
    let place = length - 1;
    while (place >= 0 && places[place] === base - 1) {
      put(place, 0);
      place -= 1;
    }
    if (place >= 0) put(place, (places[place] ?? 0) + 1);
  };

  /**
   * Tries its words until one has the hash: then the job is over. `value`: hashes a second, which is what the job is measured in.
   *
   * @param {[from: number, to: number]} input @param {Pick<import("../../core/job/task.ts").Task, "done">} task
   */
  return function crackPassword([from, to], task) {
    const startedAt = performance.now();
    let tried = 0;
    // Words that are shorter than those that are tried.
    let before = 0;
    for (let length = 1; from + tried <= to; length += 1) {
      const behind = before + base ** length;
      const first = from + tried;
      if (first < behind) {
        begin(length, first - before);
        const count = Math.min(to + 1, behind) - first;
        for (let at = 0; at < count; at += 1) {
          hashBlock();
          if (hashed[0] === wanted[0] && hashed.every((word, place) => word === wanted[place])) {
            const word = Array.from(places.subarray(0, length), (letter) => alphabet[letter]).join("");
            return task.done(resultOf(tried + at + 1, word, startedAt));
          }
          goOn(length);
        }
        tried += count;
      }
      before = behind;
    }
    return resultOf(tried, null, startedAt);
  };
}

/** @param {number} tried @param {string | null} word @param {number} startedAt */
function resultOf(tried, word, startedAt) {
  // A browser's clock may stand still for a few words.
  const seconds = Math.max(0.0001, (performance.now() - startedAt) / 1_000);
  return { tried, word, value: Math.round(tried / seconds) };
}

/** @public @type {{ tried: number, word: string | null }} */
export const initial = { tried: 0, word: null };

/**
 * @public
 * @param {{ tried: number, word: string | null }} before @param {{ tried: number, word: string | null }} one
 */
export const reduce = (before, one) => ({ tried: before.tried + one.tried, word: before.word ?? one.word });
