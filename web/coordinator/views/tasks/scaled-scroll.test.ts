import { describe, expect, test } from "vitest";
import { scaleScroll, ScrollPosition } from "./scaled-scroll.ts";

const viewportPx = 500;
const million = 28_000_000;

describe("the scroll of a long table", () => {
  test("is plain where the content fits into an element", () => {
    const scale = scaleScroll(280_000, viewportPx);
    expect(scale.heightPx).toBe(280_000);
    expect(scale.toContent(1234)).toBe(1234);
    expect(scale.toScrolled(1234)).toBe(1234);
  });

  test.each([million, 10 * million])("over %i pixels is scaled, and both ends are reached", (contentPx) => {
    const scale = scaleScroll(contentPx, viewportPx);
    expect(scale.heightPx).toBeLessThan(17_800_000);
    expect(scale.toContent(0)).toBe(0);
    expect(scale.toContent(scale.heightPx - viewportPx)).toBe(contentPx - viewportPx);
    expect(scale.toContent(scale.heightPx - viewportPx - 0.7)).toBe(contentPx - viewportPx);
    for (const at of [0.001, 0.1, 0.5, 0.9, 0.999]) {
      const scrolled = scale.heightPx * at;
      expect(scale.toScrolled(scale.toContent(scrolled))).toBeCloseTo(scrolled, 3);
    }
  });

  test("never goes back where the box goes on", () => {
    const scale = scaleScroll(million, viewportPx);
    let before = -1;
    for (let scrolled = 0; scrolled <= scale.heightPx - viewportPx; scrolled += 10_007) {
      expect(scale.toContent(scrolled)).toBeGreaterThan(before);
      before = scale.toContent(scrolled);
    }
  });

  test("is plain where nothing has been measured yet", () => {
    expect(scaleScroll(0, 0).toContent(0)).toBe(0);
  });
});

describe("a position", () => {
  const scale = scaleScroll(10 * million, viewportPx);

  test("moves by pixels with a wheel, wherever it stands", () => {
    const position = new ScrollPosition();
    position.follow(scale, 4_000_000);
    const from = position.contentPx;
    for (let ticks = 1; ticks <= 50; ticks += 1) {
      position.follow(scale, 4_000_000 + 100 * ticks);
      expect(position.contentPx).toBe(from + 100 * ticks);
    }
  });

  test("jumps with a scrollbar's handle, to where that stands", () => {
    const position = new ScrollPosition();
    position.follow(scale, 16_000);
    position.follow(scale, 3_000_000);
    expect(position.contentPx).toBe(scale.toContent(3_000_000));
  });

  test("keeps its content when the box comes to rest, and the box then stands where the content is", () => {
    const position = new ScrollPosition();
    position.follow(scale, 4_000_000);
    position.follow(scale, 4_002_000);
    const { contentPx } = position;
    position.scrolledPx = Math.round(position.settle(scale));
    expect(position.contentPx).toBe(contentPx);
    position.follow(scale, position.scrolledPx);
    expect(position.contentPx).toBe(contentPx);
    expect(Math.abs(scale.toContent(position.scrolledPx) - contentPx)).toBeLessThan(100);
  });

  test("comes to the very end by pixels, and back to the very top", () => {
    const position = new ScrollPosition();
    const endPx = scale.heightPx - viewportPx;
    position.follow(scale, endPx - 1_000.4);
    for (let scrolled = endPx - 900; scrolled < endPx; scrolled += 100) position.follow(scale, scrolled);
    position.follow(scale, endPx - 0.4);
    expect(position.contentPx).toBe(scale.contentRangePx);
    position.follow(scale, 900);
    for (const scrolled of [600, 300, 0]) position.follow(scale, scrolled);
    expect(position.contentPx).toBe(0);
  });

  test("stays within the content when that becomes less", () => {
    const position = new ScrollPosition();
    position.follow(scale, 7_000_000);
    const less = scaleScroll(50_000, viewportPx);
    expect(position.settle(less)).toBe(49_500);
    expect(position.contentPx).toBe(49_500);
  });
});
