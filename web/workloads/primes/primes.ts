import { box } from "../card-paths.ts";
import source from "./primes.task.js?raw";
import { numberIn } from "../field-values.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import { segmentsOf, segmentsProblem } from "../segments.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";

/** The largest number of a range: volunteers sieve by all primes up to its root, and find those in a moment. */
const largestNumber = 10_000_000_000_000;

/** Milliseconds of a number of a segment, among the largest ones, at a tenth of a laptop's speed. */
const numberMs = 0.000_03;

function pathOf(numbers: readonly number[]): string {
  return numbers.map((n) => box(11 + 10 * ((n - 1) % 14), 6 + 10 * Math.floor((n - 1) / 14), 7, 7)).join("");
}

/** The numbers to 112 in rows of fourteen; primes stand out. */
function drawNumbers(): readonly CardShape[] {
  const all = Array.from({ length: 112 }, (_, at) => at + 1);
  const isPrime = (n: number): boolean => n > 1 && all.slice(1, n - 1).every((divisor) => n % divisor !== 0);
  return [
    { tone: "soft", path: pathOf(all.filter((n) => !isPrime(n))) },
    { tone: "strong", path: pathOf(all.filter(isPrime)) },
  ];
}

/** Each task counts the primes of a segment of a range. */
export const primes: Workload = {
  id: "primes",
  title: "Primes in a range",
  explanation: "Counts the primes of a range of numbers by a sieve, segment by segment.",
  card: {
    lesson: "A range cuts into segments that know nothing of each other, so twice the computers take half the time.",
    effort: "seconds to an hour",
    picture: drawNumbers,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { from: 1, to: 20_000_000_000, segment: 50_000_000 } },
    { title: "A minute with five phones", values: { from: 1, to: 400_000_000_000, segment: 200_000_000 } },
    { title: "A class for ten minutes", values: { from: 1, to: 10_000_000_000_000, segment: 1_000_000_000 } },
  ],
  fields: [
    { kind: "number", name: "from", label: "First number", smallest: 0, largest: largestNumber, preset: 1 },
    { kind: "number", name: "to", label: "Last number", smallest: 0, largest: largestNumber, preset: 10_000_000_000 },
    {
      kind: "number",
      name: "segment",
      label: "Numbers of a task",
      smallest: 1_000,
      largest: 100_000_000_000,
      preset: 50_000_000,
    },
  ],
  check(values): FieldProblems {
    const [from, to] = [numberIn(values, "from"), numberIn(values, "to")];
    if (from > to) return { to: "The last number must not be below the first." };
    const problem = segmentsProblem(from, to, numberIn(values, "segment"));
    return problem === null ? {} : { segment: problem };
  },
  createJob(values, chosen) {
    const segments = segmentsOf(numberIn(values, "from"), numberIn(values, "to"), numberIn(values, "segment"));
    return {
      title: primes.title,
      unit: "segment",
      about: primes.explanation,
      work: { unit: "numbers", ofTask: (numberIn(values, "to") - numberIn(values, "from") + 1) / segments.length },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: segments },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(numberMs * numberIn(values, "segment")) }),
      needs: [],
      view: { type: "numbers", input: "{0} to {1}", task: "primes from {0} to {1}" },
    };
  },
};
