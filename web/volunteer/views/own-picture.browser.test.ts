import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { packAll } from "../../core/values/packed.ts";
import type { DrawnResult, OwnParts } from "../../membership/own-parts.ts";
import OwnPicture from "./own-picture.tsx";

const [red, green] = [
  [255, 0, 0, 255],
  [0, 255, 0, 255],
] as const;

function resultOf(number: number, input: unknown, value: unknown): DrawnResult {
  return {
    number,
    kind: "pixels",
    input: { column: packAll([input]), at: 0 },
    value: { column: packAll([value]), at: 0 },
  };
}

/** A part of 2 × 2 pixels of an image of 4 × 4. */
function partAt(number: number, x: number, y: number, colour: readonly number[]): DrawnResult {
  const value = Uint8ClampedArray.from([colour, colour, colour, colour].flat());
  return resultOf(number, { of: [4, 4], x, y, width: 2, height: 2 }, value);
}

function pixelAt(x: number, y: number): readonly number[] {
  const canvas = document.querySelector("canvas");
  return [...(canvas?.getContext("2d")?.getImageData(x, y, 1, 1).data ?? [])];
}

function show(): (parts: OwnParts) => void {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  return (parts) => root.render(createElement(OwnPicture, { parts }));
}

test("parts are drawn at their places, each once; what cannot be drawn or read changes nothing, and the next job begins anew", async () => {
  const draw = show();
  const caption = page.getByRole("figure");
  const unreadable: DrawnResult = {
    ...partAt(3, 0, 0, red),
    value: { column: { ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) }, at: 0 },
  };
  const results = [partAt(1, 0, 0, red), resultOf(2, 7, "no part"), unreadable];
  draw({ job: 1, results });
  await expect.element(caption).toHaveTextContent("Drawn by this tab: 1 part");
  expect([pixelAt(1, 1), pixelAt(2, 2)]).toEqual([red, [0, 0, 0, 0]]);
  draw({ job: 1, results: [...results, partAt(4, 2, 2, green)] });
  await expect.element(caption).toHaveTextContent("Drawn by this tab: 2 parts");
  expect([pixelAt(1, 1), pixelAt(2, 2)]).toEqual([red, green]);

  draw({ job: 2, results: [partAt(1, 2, 0, green)] });
  await expect.element(caption).toHaveTextContent("Drawn by this tab: 1 part");
  expect([pixelAt(1, 1), pixelAt(2, 2), pixelAt(2, 0)]).toEqual([[0, 0, 0, 0], [0, 0, 0, 0], green]);
});

test("an image that is larger than a phone shows is drawn smaller", async () => {
  const draw = show();
  const value = new Uint8ClampedArray(4 * 64 * 64).fill(255);
  draw({ job: 1, results: [resultOf(1, { of: [1_280, 720], x: 640, y: 320, width: 64, height: 64 }, value)] });
  await expect.element(page.getByRole("img", { name: "What this tab has drawn" })).toBeVisible();
  const canvas = document.querySelector("canvas");
  expect([canvas?.width, canvas?.height]).toEqual([640, 360]);
  expect(pixelAt(336, 176)).toEqual([255, 255, 255, 255]);
  expect(pixelAt(300, 176)).toEqual([0, 0, 0, 0]);
});
