import { expect, test } from "vitest";
import type { ReadResult, ResultReader } from "./result-reader.ts";
import { openTourReader, type ToursSoFar } from "./tour-reader.ts";

/** A square of 100, and a town in its middle. */
const towns = Uint16Array.of(0, 0, 100, 0, 100, 100, 0, 100, 50, 50);
const good = [0, 1, 2, 3, 4];
const crossing = [0, 2, 1, 3, 4];

type Told = Partial<ReadResult>;

function told(tours: readonly number[], more: Told & { readonly island?: number; readonly value?: number } = {}): Told {
  const { island = 1, value = 1, ...rest } = more;
  return { ...rest, outcome: { type: "value", value: { value, island, epoch: 1, tours: Uint16Array.from(tours) } } };
}

function readerOf(results: readonly Told[]): ResultReader<ToursSoFar> {
  const tasks = results.keys();
  return openTourReader(
    {
      cursor: () => ({ next: () => tasks.next().value ?? null }),
      at: (task) => ({
        outcome: { type: "unreadable", reason: "it is gone" },
        volunteer: "laptop",
        startedMs: 1_000 * task,
        runtimeMs: 500,
        ...results[task],
      }),
    },
    { of: [3, 2], towns },
  );
}

test("keeps the shortest tour, measured here whatever its result says, and who found it when", () => {
  const reader = readerOf([
    told(crossing, { value: Number.NaN }),
    told(good, { value: 1e9, island: 3, volunteer: "phone" }),
    told(crossing, { value: 0 }),
    told([...good.slice(1), 0]),
  ]);
  expect(reader.readSome()).toBe(false);
  const { shortest, finds, ...others } = reader.soFar;
  expect(shortest).toEqual(Uint16Array.from(good));
  expect(finds).toEqual([
    { atMs: 500, length: expect.closeTo(524.26, 2), volunteer: "laptop", island: 1, epoch: 1 },
    { atMs: 1_500, length: expect.closeTo(441.42, 2), volunteer: "phone", island: 3, epoch: 1 },
  ]);
  expect(others).toEqual({ epochs: 4, failed: 0, refused: 0, firstRefusal: null, lastMs: 3_500 });
});

test("of several tours of a result the first one counts", () => {
  const reader = readerOf([told([...good, ...crossing])]);
  reader.readSome();
  expect(reader.soFar.shortest).toEqual(Uint16Array.from(good));
});

test("a result that is no tour changes nothing of it: it is counted, and the first one named", () => {
  const reader = readerOf([
    told(good),
    { outcome: { type: "failed" } },
    told([0, 0, 1, 2, 3], { volunteer: "liar" }),
    told([0, 1, 2, 3]),
    told([0, 1, 2, 3, 5]),
    told(good, { island: 4 }),
    told([]),
    {},
  ]);
  reader.readSome();
  expect(reader.soFar).toMatchObject({ epochs: 1, failed: 1, refused: 6, shortest: Uint16Array.from(good) });
  expect(reader.soFar.firstRefusal).toEqual({
    task: 2,
    volunteer: "liar",
    reason: "it is no tour that visits each town once",
  });
});

test("a frame reads some results, and says that there are more", () => {
  const reader = readerOf(Array.from({ length: 450 }, () => told(good)));
  expect(reader.readSome()).toBe(true);
  expect(reader.resultsRead).toBe(200);
  expect(reader.readSome()).toBe(true);
  expect(reader.readSome()).toBe(false);
  expect(reader.soFar).toMatchObject({ epochs: 450, finds: { length: 1 } });
});
