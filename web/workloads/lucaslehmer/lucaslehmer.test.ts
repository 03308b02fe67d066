import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, problemsOf, reducedOf } from "../testing/load-program.ts";
import testMersenne from "./lucaslehmer.task.js";
import { lucaslehmer } from "./lucaslehmer.ts";

/** https://oeis.org/A000043 */
const mersenneExponents = [2, 3, 5, 7, 13, 17, 19, 31, 61, 89, 107, 127, 521, 607, 1_279];

/** The residue by the definition alone, with a division in each step. */
function residueOf(exponent: number): string {
  const number = (1n << BigInt(exponent)) - 1n;
  let s = 4n;
  for (let step = 0; step < exponent - 2; step += 1) s = (s * s - 2n) % number;
  return BigInt.asUintN(64, ((s % number) + number) % number)
    .toString(16)
    .padStart(16, "0");
}

describe("the test", () => {
  test("finds the known Mersenne primes, and no other", async () => {
    const found = await reducedOf(jobOf(lucaslehmer, { from: 2, to: 1_300 }));
    expect(found).toEqual(mersenneExponents);
  });

  test.each([2_203, 2_281, 3_217, 4_253, 4_423])("finds 2^%d - 1 as well", (exponent) => {
    expect(testMersenne(exponent)).toEqual({ exponent, isPrime: true, residue: "0000000000000000" });
  });

  test("leaves the residues that a division in each step leaves", () => {
    for (const exponent of inputsOf(jobOf(lucaslehmer, { from: 3, to: 400 })).map(Number)) {
      expect(testMersenne(exponent).residue, `exponent ${exponent}`).toBe(residueOf(exponent));
    }
  });

  test("leaves residues that were computed by hand", () => {
    // 4, 14, 194, 37634 = 1701 modulo 2047, …: 1736 is the last of 2^11 - 1.
    expect(testMersenne(11)).toEqual({ exponent: 11, isPrime: false, residue: "00000000000006c8" });
  });
});

describe("the form", () => {
  test("makes a task of each prime", () => {
    expect(inputsOf(jobOf(lucaslehmer, { from: 8, to: 30 }))).toEqual([11, 13, 17, 19, 23, 29]);
    expect(describerOf(jobOf(lucaslehmer).view).describeTask(61)).toBe("2^61 − 1");
  });

  test("names ends that contradict each other, and those without a prime between them", () => {
    expect(problemsOf(lucaslehmer, { from: 8, to: 7 })).toEqual({
      to: "The last exponent must not be below the first.",
    });
    expect(problemsOf(lucaslehmer, { from: 24, to: 28 })).toEqual({
      to: "There is no prime between them, and no other exponent gives one.",
    });
  });
});
