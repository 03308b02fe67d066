import { beforeEach, expect, test } from "vitest";
import { findersOf, TourPainter } from "./tour-painter.ts";
import { noTours, type Find, type ToursSoFar } from "./tour-reader.ts";

const towns = Uint16Array.of(100, 100, 900, 100, 900, 500, 100, 500);

function find(atMs: number, length: number, volunteer: string): Find {
  return { atMs, length, volunteer, island: 1, epoch: 1 };
}

const drawn: ToursSoFar = {
  ...noTours,
  shortest: Uint16Array.of(0, 1, 2, 3),
  finds: [find(0, 9_000, "laptop"), find(500, 2_400, "phone")],
  epochs: 2,
  lastMs: 1_000,
};

const canvas = document.createElement("canvas");

/** The canvas at this size, as the page lays it out, and a painter that has drawn nothing on it. */
function painterAt(width: number, height: number): TourPainter {
  canvas.style.cssText = `display: block; width: ${width}px; height: ${height}px; --accent: rgb(0 0 255); --text: rgb(0 0 0); --muted: rgb(90 90 90); --line: rgb(200 200 200)`;
  document.body.append(canvas);
  return new TourPainter(canvas, towns);
}

/** Pixels of that colour between two parts of the width and of the height. */
function pixelsOf(
  [red, green, blue]: readonly number[],
  [left, top, right, bottom]: readonly number[] = [0, 0, 1, 1],
): number {
  const [x = 0, y = 0] = [(left ?? 0) * canvas.width, (top ?? 0) * canvas.height].map(Math.floor);
  const [width = 1, height = 1] = [(right ?? 1) * canvas.width - x, (bottom ?? 1) * canvas.height - y].map(Math.floor);
  const data = canvas.getContext("2d")?.getImageData(x, y, width, height).data ?? [];
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && (data[at + 3] ?? 0) > 200) count += 1;
  }
  return count;
}

const [blue, black, grey] = [
  [0, 0, 255],
  [0, 0, 0],
  [90, 90, 90],
];

beforeEach(() => canvas.remove());

test("towns are there before the first tour; then the tour, beside it the curve", () => {
  const painter = painterAt(800, 300);
  painter.paint(noTours);
  expect(pixelsOf(black)).toBeGreaterThan(20);
  expect(pixelsOf(blue)).toBe(0);
  painter.paint(drawn);
  expect(pixelsOf(blue, [0, 0, 0.6, 1])).toBeGreaterThan(500);
  expect(pixelsOf(blue, [0.7, 0, 1, 1])).toBe(0);
  expect(pixelsOf(grey, [0.6, 0, 1, 1])).toBeGreaterThan(10);
});

test("where it is narrow the curve is below the map", () => {
  const painter = painterAt(300, 380);
  painter.paint(drawn);
  expect(pixelsOf(blue, [0, 0, 1, 0.5])).toBeGreaterThan(200);
  expect(pixelsOf(blue, [0, 0.6, 1, 1])).toBe(0);
  expect(pixelsOf(grey, [0, 0.5, 1, 1])).toBeGreaterThan(10);
});

test("the map is drawn anew with a shorter tour or another size alone, the curve with each result", () => {
  const painter = painterAt(800, 300);
  painter.paint(drawn);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  painter.paint({ ...drawn, epochs: 3, lastMs: 2_000 });
  expect(pixelsOf(blue)).toBe(0);
  expect(pixelsOf(grey)).toBeGreaterThan(10);
  painter.paint({ ...drawn, shortest: Uint16Array.of(0, 2, 1, 3) });
  expect(pixelsOf(blue)).toBeGreaterThan(500);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  canvas.style.width = "900px";
  painter.paint({ ...drawn, shortest: Uint16Array.of(0, 2, 1, 3) });
  expect(pixelsOf(blue)).toBeGreaterThan(500);
});

test("those who have found tours are counted, in the order of their first ones", () => {
  const finds = ["laptop", "phone", "laptop"].map((volunteer, at) => find(at, 10 - at, volunteer));
  expect([...findersOf(finds)]).toEqual([
    ["laptop", { nth: 0, finds: 2 }],
    ["phone", { nth: 1, finds: 1 }],
  ]);
});
