import { expect, test } from "vitest";
import { OpenedRoom, squaresOf } from "../../../room/testing/opened-room.ts";
import { pictureKinds } from "./picture-kinds.ts";

test("the number of a result is its value, or the value of an object; of others there is none", async () => {
  const values = [7, 2n, { value: 5, start: 3 }, { value: "5" }, { start: 3 }, "7", NaN, null, [1]];
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", () => values.shift());
  const total = values.length;
  await opened.start(squaresOf(total));
  const { results } = opened.room;
  if (results === null) throw new Error("no results");
  const numberOf = pictureKinds.get("numbers")?.numberOf;
  const numbers = Array.from({ length: total }, (_, task) => numberOf?.(results, task));
  expect(numbers).toEqual([7, 2, 5, null, null, null, null, null, null]);
});
