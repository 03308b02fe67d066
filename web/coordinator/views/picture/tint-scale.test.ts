import { expect, test } from "vitest";
import { TintScale } from "./tint-scale.ts";
import { rampColour, volunteerColour } from "./tint.ts";

const results = [
  { volunteer: "Ada", runtimeMs: 0.5, arrival: 2 },
  { volunteer: "Ben", runtimeMs: 3, arrival: 1 },
  { volunteer: "Ada", runtimeMs: 1, arrival: 4 },
  null,
];

function scaleOf(order: readonly number[]): TintScale {
  const scale = new TintScale({ total: 4, at: (task) => results[task] ?? null });
  for (const task of order) scale.notePart(task);
  return scale;
}

test("volunteers have their colours in the order of their first parts", () => {
  const scale = scaleOf([1, 0, 2, 3]);
  expect(scale.meaning.volunteers).toEqual([
    { name: "Ben", parts: 1 },
    { name: "Ada", parts: 2 },
  ]);
  expect([0, 1, 2, 3].map((task) => scale.colourOf(task, "volunteer"))).toEqual([
    volunteerColour(1),
    volunteerColour(0),
    volunteerColour(1),
    null,
  ]);
});

test("the scale of runtimes doubles until the longest is within, and says when it does", () => {
  const scale = scaleOf([]);
  expect([scale.notePart(0), scale.notePart(1), scale.notePart(2)]).toEqual([false, true, false]);
  expect(scale.meaning.scaleMs).toBe(4);
  expect(scale.colourOf(1, "runtime")).toBe(rampColour(0.75));
  expect(scale.colourOf(2, "arrival")).toBe(rampColour(1));
  expect(scale.colourOf(1, "none")).toBeNull();
});
