import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { isFields } from "../../core/fields.ts";
import { inputsOf, jobOf, loadProgram, numberAt, problemsOf } from "../testing/load-program.ts";
import { placesAsText } from "../places.ts";
import { Archipelago } from "./archipelago.ts";
import { epochIn, epochResultIn, lengthOf, type Epoch, type EpochResult } from "./epoch.ts";
import evolve from "./islands.task.js";
import { islands } from "./islands.ts";

const none = new Uint16Array();

function firstEpoch(towns: readonly number[], tries: number, seed = 1): Epoch {
  const start = { of: [1, 1], island: 1, epoch: 1, tours: none, guest: none } as const;
  return { ...start, towns: Uint16Array.from(towns), tries, seed };
}

/** As the page reads it. @throws Error where it is none. */
function resultOf(epoch: Epoch): EpochResult {
  const found = epochResultIn(evolve(epoch), epoch.towns.length / 2);
  if (found === null) throw new Error("it is no result of an epoch");
  return found;
}

/** The same tour, so many times. */
function toursOf(count: number, times: number): Uint16Array {
  return Uint16Array.from({ length: count * times }, (_, at) => at % count);
}

function distance(towns: readonly number[], from: number, to: number): number {
  const [x = 0, y = 0] = towns.slice(2 * from, 2 * from + 2);
  const [toX = 0, toY = 0] = towns.slice(2 * to, 2 * to + 2);
  return Math.hypot(x - toX, y - toY);
}

/** The length of the shortest tour, by Held and Karp (1962): the shortest way from town 0 through each set of towns to each of them. */
function shortestLength(towns: readonly number[]): number {
  const count = towns.length / 2;
  const ways = Array.from({ length: 2 ** count }, () => new Float64Array(count).fill(Infinity));
  const first = ways[1];
  if (first !== undefined) first[0] = 0;
  for (const [visited, lengths] of ways.entries()) {
    for (const [at, length] of lengths.entries()) {
      if (length === Infinity) continue;
      for (let next = 1; next < count; next += 1) {
        const longer = ways[visited | (1 << next)];
        if ((visited & (1 << next)) !== 0 || longer === undefined) continue;
        longer[next] = Math.min(longer[next] ?? Infinity, length + distance(towns, at, next));
      }
    }
  }
  const whole = ways.at(-1) ?? new Float64Array();
  return Math.min(...Array.from(whole, (length, last) => length + distance(towns, last, 0)));
}

const places = fc.array(fc.tuple(fc.nat({ max: 999 }), fc.nat({ max: 599 })), { minLength: 5, maxLength: 9 });

describe("an epoch", () => {
  test("of few towns finds a tour as short as the shortest one, however they lie", () => {
    fc.assert(
      fc.property(places, (drawn) => {
        const towns = drawn.flat();
        const { tours } = resultOf(firstEpoch(towns, 60_000));
        const tour = tours.subarray(0, drawn.length);
        expect(lengthOf(tour, Uint16Array.from(towns))).toBeCloseTo(shortestLength(towns), 6);
      }),
      { numRuns: 40, seed: 1_962 },
    );
  });

  test("leaves tours that visit each town once, the shortest first and none of them twice, and says how long that is", () => {
    const sizes = fc.record({
      drawn: fc.array(fc.tuple(fc.nat(999), fc.nat(599)), { minLength: 5, maxLength: 60 }),
      tries: fc.integer({ min: 1, max: 5_000 }),
    });
    fc.assert(
      fc.property(sizes, fc.nat(), ({ drawn, tries }, seed) => {
        const epoch = firstEpoch(drawn.flat(), tries, seed);
        const { tours } = resultOf(epoch);
        const lengths = Array.from({ length: tours.length / drawn.length }, (_, nth) =>
          lengthOf(tours.subarray(nth * drawn.length, (nth + 1) * drawn.length), epoch.towns),
        );
        expect(lengths.length).toBeLessThanOrEqual(8);
        expect(lengths.every((length, nth) => nth === 0 || length > (lengths[nth - 1] ?? 0))).toBe(true);
        expect(numberAt(evolve(epoch), "value")).toBeCloseTo(lengths[0] ?? 0, 6);
      }),
      { numRuns: 100 },
    );
  });

  test("is the same again, and another one on another island, in another epoch, and with another seed", () => {
    const epoch = { ...firstEpoch(townsOf(40), 3_000), of: [2, 2] as const };
    const others = [{ island: 2 }, { epoch: 2 }, { seed: 2 }].map((other) => evolve({ ...epoch, ...other }).tours);
    expect(evolve(epoch)).toEqual(evolve(epoch));
    for (const other of others) expect(other).not.toEqual(evolve(epoch).tours);
  });

  test("loses no good tour: it ends with none longer than those that it began with, its guest among them", () => {
    const epoch = firstEpoch(townsOf(60), 200_000);
    const { tours } = resultOf(epoch);
    const guest = tours.slice(0, 60);
    const length = lengthOf(guest, epoch.towns);
    expect(evolve({ ...epoch, seed: 2, tries: 1, guest }).value).toBeCloseTo(length, 6);
    expect(evolve({ ...epoch, seed: 2, tries: 1, tours }).value).toBeLessThanOrEqual(length);
  });
});

/** Of the form, drawn by chance. */
function townsOf(count: number): readonly number[] {
  const [first] = inputsOf(jobOf(islands, { count }));
  return Array.from(epochIn(first)?.towns ?? []);
}

/** Evolves a whole archipelago: `pick` chooses which of the open tasks ends next, `compute` what it comes to. */
function evolveAll(
  first: readonly unknown[],
  pick: (open: readonly number[]) => number,
  compute: (input: unknown) => unknown = valueOf,
): { readonly inputs: readonly unknown[]; readonly values: ReadonlyMap<number, unknown> } {
  const plan = new Archipelago();
  const inputs = [...first];
  for (const [task, input] of first.entries()) plan.noteInput(task, input);
  const values = new Map<number, unknown>();
  for (;;) {
    const open = Array.from(inputs.keys()).filter((task) => !values.has(task));
    if (open.length === 0) break;
    const task = pick(open);
    values.set(task, compute(inputs[task]));
    for (const next of plan.noteResult(task, values.get(task))) {
      plan.noteInput(inputs.length, next);
      inputs.push(next);
    }
  }
  expect(plan.isComplete).toBe(true);
  return { inputs, values };
}

/** What each epoch has come to, by island and epoch. */
function byEpoch({ values }: ReturnType<typeof evolveAll>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Array.from(values.values(), (found) => [
      isFields(found) ? `${String(found["island"])} ${String(found["epoch"])}` : "",
      found,
    ]),
  );
}

function valueOf(input: unknown): unknown {
  const epoch = epochIn(input);
  if (epoch === null) throw new Error("it is no epoch");
  return evolve(epoch);
}

function pickFirst(open: readonly number[]): number {
  return open[0] ?? 0;
}

const small = inputsOf(jobOf(islands, { count: 30, islands: 4, epochs: 5 })).map((input) =>
  Object.assign({}, input, { tries: 2_000 }),
);

describe("an archipelago", () => {
  test("comes to the same tours in whatever order its epochs end, and each epoch is there once", () => {
    const expected = byEpoch(evolveAll(small, pickFirst));
    expect(Object.keys(expected)).toHaveLength(20);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (draws) => {
        const pick = (open: readonly number[]): number => open[(draws.next().value ?? 0) % open.length] ?? 0;
        expect(byEpoch(evolveAll(small, pick))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test("begins an epoch with the island's own tours, and with the shortest one of the island before", () => {
    const { inputs, values } = evolveAll(small, pickFirst);
    const epochs = inputs.map(epochIn);
    const endOf = (island: number, epoch: number): EpochResult | null => {
      const task = epochs.findIndex((one) => one?.island === island && one.epoch === epoch);
      return epochResultIn(values.get(task), 30);
    };
    for (const one of epochs) {
      if (one === null || one.epoch === 1) continue;
      expect(one.tours).toEqual(endOf(one.island, one.epoch - 1)?.tours);
      const before = one.island === 1 ? 4 : one.island - 1;
      expect(one.guest).toEqual(endOf(before, one.epoch - 1)?.tours.slice(0, 30));
    }
  });

  test("waits for no island but the one before", () => {
    const plan = new Archipelago();
    for (const [task, input] of small.entries()) plan.noteInput(task, input);
    expect(plan.noteResult(1, valueOf(small[1]))).toEqual([]);
    const [next, ...others] = plan.noteResult(2, valueOf(small[2]));
    expect(others).toEqual([]);
    expect(next).toMatchObject({ island: 3, epoch: 2 });
    expect(plan.isComplete).toBe(false);
  });

  test("gives no input twice when it begins anew, wherever it was left, and the same ones as before", () => {
    const { inputs, values } = evolveAll(small, pickFirst);
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 20 }), fc.integer({ min: 0, max: 20 }), (there, ended) => {
        const plan = new Archipelago();
        for (let task = 0; task < there; task += 1) plan.noteInput(task, inputs[task]);
        const given: unknown[] = [];
        for (let task = 0; task < Math.min(there, ended); task += 1)
          given.push(...plan.noteResult(task, values.get(task)));
        // In the order in which they were given before.
        expect(given).toEqual(inputs.slice(there, there + given.length));
      }),
    );
  });

  test.each<[string, (value: unknown) => unknown]>([
    ["has failed", () => undefined],
    ["is no object", () => "7"],
    ["has a tour with a town twice", (value) => ({ ...Object(value), tours: new Uint16Array(30) })],
    [
      "has towns that are none",
      (value) => ({ ...Object(value), tours: Uint16Array.from({ length: 30 }, (_, at) => at + 1) }),
    ],
    ["has half a tour", (value) => ({ ...Object(value), tours: Uint16Array.from({ length: 15 }, (_, at) => at) })],
    ["has more tours than an island", (value) => ({ ...Object(value), tours: toursOf(30, 9) })],
    ["has no tour", (value) => ({ ...Object(value), tours: none })],
    ["has numbers for a tour", (value) => ({ ...Object(value), tours: Array.from({ length: 30 }, (_, at) => at) })],
    ["is of another island", (value) => ({ ...Object(value), island: 4 })],
    ["is of another epoch", (value) => ({ ...Object(value), epoch: 5 })],
  ])("goes on with the tours before where a result %s", (_, spoil) => {
    const compute = (input: unknown): unknown => {
      const { island, epoch } = epochIn(input) ?? {};
      return island === 2 && epoch === 2 ? spoil(valueOf(input)) : valueOf(input);
    };
    const { inputs } = evolveAll(small, pickFirst, compute);
    const epochs = inputs.map(epochIn);
    expect(epochs).toHaveLength(20);
    const [before, after] = [2, 3].map((epoch) => epochs.find((one) => one?.island === 2 && one.epoch === epoch));
    expect(after?.tours).toEqual(before?.tours);
    const neighbour = epochs.find((one) => one?.island === 3 && one.epoch === 3);
    expect(neighbour?.guest).toEqual(before?.tours.slice(0, 30));
  });

  test.each<[unknown, boolean]>([
    [evolve(firstEpoch(townsOf(9), 10)), true],
    ["7", false],
    [{ island: 1, epoch: 1, tours: none }, false],
    [{ island: 1, epoch: 1, tours: new Uint16Array(30) }, false],
    [{ island: 1, epoch: 1, tours: Uint16Array.of(0, 1, 2, 3, 4, 4, 3, 2, 1, 0) }, true],
    [{ island: 1, epoch: 1, tours: Uint16Array.of(0, 1, 2, 3, 4, 4, 3, 2, 2, 0) }, false],
    [{ island: 1, epoch: 1, tours: Uint16Array.of(0, 1, 2, 3, 4, 4, 3) }, false],
    [{ island: Number.NaN, epoch: 1, tours: Uint16Array.of(0, 1, 2, 3, 4) }, false],
  ])("takes as a result what has tours, however many towns there are: case %#", (value, isResult) => {
    expect(islands.following?.findWrong(0, value)).toBe(isResult ? null : "it is no tour that visits each town once");
  });

  test("takes no result with more tours than an island has, and says so", () => {
    const wrongIn = [toursOf(1_000, 8), toursOf(1_000, 9), new Uint16Array(9_000)].map((tours) =>
      islands.following?.findWrong(0, { island: 1, epoch: 1, tours }),
    );
    expect(wrongIn).toEqual([null, "it has more than 8 tours", "it has more than 8 tours"]);
  });

  test("of inputs that are none of it gets no further ones", () => {
    const plan = new Archipelago();
    plan.noteInput(0, { island: 1 });
    expect(plan.noteResult(0, 1)).toEqual([]);
    expect(plan.isComplete).toBe(true);
  });
});

describe("the reduced value", () => {
  test("is the shortest tour, measured anew, and of whose island", async () => {
    const job = jobOf(islands, { count: 30, islands: 4, epochs: 5 });
    const { reduce } = await loadProgram(job);
    const values = [...evolveAll(small, pickFirst).values.values()];
    const shortest = Math.min(...values.map((value) => numberAt(value, "value")));
    const liar = { value: 1, island: 1, epoch: 1, tours: new Uint16Array(30) };
    const found = reduce([null, 5, liar, { ...Object(values[0]), value: Number.NaN }, ...values]);
    expect(numberAt(found, "length")).toBeCloseTo(shortest, 6);
    expect(found).toMatchObject({ island: expect.any(Number), epoch: expect.any(Number), tour: expect.any(Array) });
    expect(reduce([])).toBeNull();
  });
});

describe("the form", () => {
  test("makes the first epoch of each island, through towns by chance that the seed draws", () => {
    const inputs = inputsOf(jobOf(islands, { count: 7, islands: 3, epochs: 9, tries: 2, seed: 5 }));
    expect(inputs).toHaveLength(3);
    expect(inputs[2]).toEqual({
      of: [3, 9],
      island: 3,
      epoch: 1,
      seed: 5,
      tries: 2_000_000,
      towns: expect.any(Uint16Array),
      tours: none,
      guest: none,
    });
    const [one, same, other] = [5, 5, 6].map((seed) => epochIn(inputsOf(jobOf(islands, { count: 7, seed }))[0])?.towns);
    expect(one).toHaveLength(14);
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  test("takes towns that are placed, where they are", () => {
    const wanted = [
      [0, 0],
      [999, 599],
      [5, 7],
      [5, 7],
      [500, 300],
    ] as const;
    const job = jobOf(islands, { towns: "placed", places: placesAsText(wanted) });
    expect(epochIn(inputsOf(job)[0])?.towns).toEqual(Uint16Array.from(wanted.flat()));
    expect(job.title).toBe("Shortest tour through 5 towns");
  });

  test("names more epochs than the record takes, and the most that it does", () => {
    expect(problemsOf(islands, { islands: 200, epochs: 101 })).toEqual({
      epochs: "At most 100 for so many islands and towns: the record would become too large. Try more in each.",
    });
    expect(problemsOf(islands, { islands: 200, epochs: 100 })).toEqual({});
    expect(Object.keys(problemsOf(islands, { count: 1_000, islands: 60, epochs: 500 }))).toEqual(["epochs"]);
  });

  test("tells an epoch by its island", () => {
    const { view } = jobOf(islands);
    const [input] = inputsOf(jobOf(islands));
    expect(describerOf(view).describeTask(input)).toBe("epoch 1 of island 1");
    expect(describerOf(view).describeInput(input)).toBe("island 1, epoch 1");
  });
});
