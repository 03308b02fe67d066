import { expect, test } from "vitest";
import type { Results } from "../../../room/results/results.ts";
import { OpenedRoom, squaresOf } from "../../../room/testing/opened-room.ts";
import { pictureKinds } from "./picture-kinds.ts";
import { PictureNumbers } from "./picture-numbers.ts";
import { shapeOf } from "./plot-options.ts";

/** Results with these values. */
async function resultsOf(values: readonly unknown[]): Promise<Results> {
  const opened = await OpenedRoom.open();
  const left = [...values];
  await opened.enter("laptop", () => left.shift());
  await opened.start(squaresOf(values.length));
  const { results } = opened.room;
  if (results === null) throw new Error("no results");
  return results;
}

test("the number of a result is its value, or the value of an object; of others there is none", async () => {
  const values = [7, 2n, { value: 5, start: 3 }, { value: "5" }, { start: 3 }, "7", NaN, null, [1]];
  const results = await resultsOf(values);
  const numberOf = pictureKinds.get("numbers")?.numberOf;
  const numbers = values.map((_, task) => numberOf?.(results, task));
  expect(numbers).toEqual([7, 2, 5, null, null, null, null, null, null]);
});

test("a scatter has a dot for each object with an x and a y, over powers of ten where they span three of them", async () => {
  const kind = pictureKinds.get("scatter");
  if (kind === undefined) throw new Error("no scatter");
  const drawn = async (...values: readonly unknown[]) => {
    const numbers = new PictureNumbers(await resultsOf(values), kind);
    while (numbers.readSome());
    return numbers.draw();
  };
  const near = await drawn({ x: 2, y: 5 }, { x: 1, y: 7n }, { x: 3 }, { y: 4 }, 6, { x: "1", y: 1 });
  expect(near).toMatchObject({
    dots: [
      { x: 1, y: 7 },
      { x: 2, y: 5 },
    ],
    numbers: 2,
    others: 4,
    least: 5,
    most: 7,
  });
  expect(shapeOf(near, kind)).toBe("scatter");
  expect(shapeOf(await drawn({ x: 0.001, y: 1 }, { x: 1, y: 2 }), kind)).toBe("log-scatter");
  expect(shapeOf(await drawn({ x: -1, y: 1 }, { x: 1_000, y: 2 }), kind)).toBe("scatter");
});
