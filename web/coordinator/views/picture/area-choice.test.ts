import { expect, test } from "vitest";
import { areaBetween, areaPinched, middle, type Spot } from "./area-choice.ts";

function spots(from: number, to: number): [Spot, Spot] {
  return [
    { x: from, y: 0.5 },
    { x: to, y: 0.5 },
  ];
}

test("two corners enclose an area, whichever comes first; a click encloses none", () => {
  const area = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };
  expect(areaBetween({ x: 0.25, y: 0.5 }, { x: 0.75, y: 0.75 })).toEqual(area);
  expect(areaBetween({ x: 0.75, y: 0.75 }, { x: 0.25, y: 0.5 })).toEqual(area);
  expect(areaBetween({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.49 })).toBeNull();
});

test("fingers that go apart see less, those that come closer more, about the place between them", () => {
  expect(areaPinched(spots(0.375, 0.625), spots(0.25, 0.75))).toEqual({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 });
  const out = areaPinched(spots(0.25, 0.75), spots(0.375, 0.625));
  expect(out).toEqual({ x: -0.5, y: -0.5, width: 2, height: 2 });
  // Moved together, they move what is seen.
  const moved = areaPinched(spots(0.25, 0.5), spots(0.5, 0.75));
  expect(moved).toEqual({ x: -0.25, y: 0, width: 1, height: 1 });
  expect(areaPinched(spots(0.25, 0.75), spots(0.25, 0.75))).toBeNull();
  expect(areaPinched(spots(0.25, 0.75), spots(0.5, 0.5))).toBeNull();
});

test("the middle may be part of the picture, or more than it", () => {
  expect(middle(0.5)).toEqual({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 });
  expect(middle(2)).toEqual({ x: -0.5, y: -0.5, width: 2, height: 2 });
});
