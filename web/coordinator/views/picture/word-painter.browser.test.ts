import { expect, onTestFinished, test } from "vitest";
import { barsHeight, paintWords } from "./word-painter.ts";
import { noWords } from "./word-reader.ts";

/** Pixels of the bars' colour in each row of 22 CSS pixels. */
function barsIn(canvas: HTMLCanvasElement, rows: number): readonly number[] {
  const { width, height } = canvas;
  const data = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
  const found = Array<number>(rows).fill(0);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [red, green, blue] = [data[4 * pixel], data[4 * pixel + 1], data[4 * pixel + 2]];
    const row = Math.floor(Math.floor(pixel / width) / (height / rows));
    if (red === 0 && green === 0 && blue === 255) found[row] = (found[row] ?? 0) + 1;
  }
  return found;
}

test.each([900, 320])("words are bars as long as they are frequent, at a width of %d", (width) => {
  const canvas = document.createElement("canvas");
  canvas.style.cssText = `display: block; width: ${width}px; height: ${barsHeight(3)}px; --accent: rgb(0 0 255); --text: rgb(0 0 0)`;
  document.body.append(canvas);
  onTestFinished(() => canvas.remove());
  const top = [
    ["the", 400],
    ["a word that is longer than there is room for it on a phone", 200],
    ["cat", 1],
  ] as const;
  paintWords(canvas, { ...noWords, top });
  const [first = 0, second = 0, third = 0] = barsIn(canvas, 3);
  expect(second / first).toBeCloseTo(0.5, 1);
  expect(third).toBeGreaterThan(0);
  expect(first).toBeGreaterThan((0.25 * canvas.width * canvas.height) / 3);
  paintWords(canvas, noWords);
  expect(barsIn(canvas, 3)).toEqual([0, 0, 0]);
});
