import { expect, test } from "vitest";
import { taskRandom } from "./task-random.ts";

/** Computed by another implementation of Threefry-2x32 with 20 rounds, in Python. */
test.each([
  { seed: 0, index: 0, numbers: [0.11894431109798376, 0.9721212252483357, 0.2798467250397788] },
  { seed: 0, index: 1, numbers: [0.048756300295336286, 0.6441917459468436, 0.8855942870975633] },
  { seed: 1, index: 0, numbers: [0.7761331685146104, 0.5924821610364251, 0.05724920554600588] },
  { seed: 42, index: 17, numbers: [0.8801004109455495, 0.6430432755493901, 0.5866409916408516] },
  {
    seed: 0xffff_ffff,
    index: 0xffff_fffe,
    numbers: [0.4818357449017211, 0.43548009395015275, 0.4418127573610747],
  },
])("task $index of seed $seed draws the known numbers, in each run", ({ seed, index, numbers }) => {
  for (let run = 0; run < 2; run += 1) {
    const random = taskRandom(seed, index);
    expect(numbers.map(() => random())).toEqual(numbers);
  }
});

test("numbers lie from 0 to just below 1, and are spread evenly", () => {
  const random = taskRandom(7, 3);
  const bins = new Uint32Array(10);
  const draws = 100_000;
  for (let draw = 0; draw < draws; draw += 1) {
    const number = random();
    const bin = Math.floor(number * 10);
    bins[bin] = (bins[bin] ?? 0) + 1;
    expect(number >= 0 && number < 1).toBe(true);
  }
  // 9 degrees of freedom: beyond 33.7 lies one of ten thousand even generators.
  const expected = draws / 10;
  const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(33.7);
});
