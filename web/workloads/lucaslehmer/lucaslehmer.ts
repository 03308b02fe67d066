import { box } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import { optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import source from "./lucaslehmer.task.js?raw";

/** The largest exponent that the form takes: its test takes a laptop about a minute. */
const largestExponent = 100_000;

/** Time limit of a test, in milliseconds: long enough for slow phones. */
const autoMs = 3_600_000;

/** The primes from one number to another, both included, by trial division. */
function primesFrom(from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let number = Math.max(2, from); number <= to; number += 1) if (isPrime(number)) found.push(number);
  return found;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

/** The tests of the prime exponents to 31, by how long they take; those of Mersenne primes stand out. */
function drawTests(): readonly CardShape[] {
  const mersenne = new Set([2, 3, 5, 7, 13, 17, 19, 31]);
  const bars = primesFrom(2, 31).map((exponent, at) => {
    const height = 6 + Math.round((exponent / 31) ** 2 * 62);
    return { isFound: mersenne.has(exponent), path: box(14 + 12 * at, 80 - height, 9, height) };
  });
  const pathOf = (wanted: boolean): string =>
    bars.flatMap(({ isFound, path }) => (isFound === wanted ? [path] : [])).join("");
  return [
    { tone: "soft", path: pathOf(false) },
    { tone: "strong", path: pathOf(true) },
  ];
}

/** Each task tests one exponent. */
export const lucaslehmer: Workload = {
  id: "lucaslehmer",
  title: "Mersenne primes",
  explanation: "Tests which of the numbers 2^p − 1 are prime, by Lucas and Lehmer.",
  card: {
    lesson: "One test cannot be split: more computers test more exponents, and none is tested sooner.",
    effort: "seconds to an hour",
    picture: drawTests,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { from: 2, to: 7_500 } },
    { title: "A minute with five phones", values: { from: 2, to: 16_000 } },
    { title: "A class for ten minutes", values: { from: 20_000, to: 50_000 } },
  ],
  fields: [
    { kind: "number", name: "from", label: "First exponent", smallest: 2, largest: largestExponent, preset: 2 },
    {
      kind: "number",
      name: "to",
      label: "Last exponent",
      hint: "A test of twice the exponent takes about six times as long.",
      smallest: 2,
      largest: largestExponent,
      preset: 4_500,
    },
  ],
  check(values): FieldProblems {
    const [from, to] = [numberIn(values, "from"), numberIn(values, "to")];
    if (from > to) return { to: "The last exponent must not be below the first." };
    return primesFrom(from, to).length > 0
      ? {}
      : { to: "There is no prime between them, and no other exponent gives one." };
  },
  createJob(values, chosen) {
    return {
      title: lucaslehmer.title,
      unit: "exponent",
      about: lucaslehmer.explanation,
      work: { unit: "exponents", ofTask: 1 },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: primesFrom(numberIn(values, "from"), numberIn(values, "to")) },
      shared: null,
      options: optionsOf(chosen, { autoMs }),
      needs: [],
      view: { type: "runtimes", input: "2^{} − 1", task: "2^{} − 1" },
    };
  },
};
