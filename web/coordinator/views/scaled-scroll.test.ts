import { describe, expect, test } from "vitest";
import { scaleScroll } from "./scaled-scroll.ts";

describe("the scroll of a long table", () => {
  test("is plain where the content fits into an element", () => {
    const scroll = scaleScroll(280_000, 500);
    expect(scroll.heightPx).toBe(280_000);
    expect(scroll.toContent(1234)).toBe(1234);
    expect(scroll.toScrolled(1234)).toBe(1234);
  });

  test("is scaled where a browser would cut the element off, and both ends are reached", () => {
    const scroll = scaleScroll(280_000_000, 500);
    expect(scroll.heightPx).toBeLessThan(17_800_000);
    expect(scroll.toContent(0)).toBe(0);
    expect(scroll.toContent(scroll.heightPx - 500)).toBeCloseTo(280_000_000 - 500, 3);
    expect(scroll.toContent(scroll.heightPx - 500.7)).toBeCloseTo(280_000_000 - 500, 3);
    expect(scroll.toScrolled(scroll.toContent(5_000_000))).toBeCloseTo(5_000_000, 3);
  });

  test("is plain where nothing has been measured yet", () => {
    expect(scaleScroll(0, 0).toContent(0)).toBe(0);
  });
});
