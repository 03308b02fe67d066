import { expect, test } from "vitest";
import { packAll } from "../core/values/packed.ts";
import { OwnPartsKeeper } from "./own-parts.ts";

function resultOf(value: unknown) {
  return {
    kind: "pixels",
    input: { column: packAll([0]), at: 0 },
    value: { column: packAll([value]), at: 0 },
  } as const;
}

function numbersIn({ parts }: OwnPartsKeeper): readonly number[] {
  return parts.results.map(({ number }) => number);
}

test("of many results the newest are kept, and of large ones no more than a few megabytes, but always the newest", () => {
  const keeper = new OwnPartsKeeper();
  for (let at = 0; at < 600; at += 1) keeper.note(resultOf(at));
  expect(numbersIn(keeper)).toEqual(Array.from({ length: 512 }, (_, at) => 89 + at));
  for (let at = 0; at < 5; at += 1) keeper.note(resultOf(new Uint8Array(3_000_000)));
  expect(numbersIn(keeper)).toEqual([604, 605]);
  keeper.note(resultOf(new Uint8Array(9_000_000)));
  expect(numbersIn(keeper)).toEqual([606]);
  keeper.note(resultOf(1));
  expect(numbersIn(keeper)).toEqual([607]);
});

test("with a job numbers begin anew; while nothing has come the parts are the same object", () => {
  const keeper = new OwnPartsKeeper();
  keeper.note(resultOf(1));
  const before = keeper.parts;
  expect(keeper.parts).toBe(before);
  keeper.beginJob();
  expect(keeper.parts).toEqual({ job: before.job + 1, results: [] });
  keeper.note(resultOf(2));
  expect(numbersIn(keeper)).toEqual([1]);
});
