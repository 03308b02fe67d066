import { expect, test } from "vitest";
import { ownSlots } from "./own-slots.ts";

test.each([
  [1, 1, 2],
  [2, 1, 4],
  [8, 7, 16],
  [512, 256, 256],
])("a computer with %d cores is offered %d slots and may take up to %d", (cores, preset, largest) => {
  expect(ownSlots(cores)).toEqual({ cores, smallest: 1, largest, preset });
});
