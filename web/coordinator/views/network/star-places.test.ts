import { expect, test } from "vitest";
import { starPlaces } from "./star-places.ts";

test("of any number of volunteers up to a full room none stands on another, and all are in the picture", () => {
  for (const count of [0, 1, 2, 24, 25, 60, 399, 400]) {
    const places = starPlaces(count);
    expect(places).toHaveLength(count);
    for (const [nth, { x, y }] of places.entries()) {
      expect(Math.hypot(x, y)).toBeGreaterThan(50);
      expect(Math.hypot(x, y)).toBeLessThan(165);
      for (const other of places.slice(nth + 1)) expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan(10);
    }
  }
});
