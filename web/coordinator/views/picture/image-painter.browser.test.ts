import { expect, test } from "vitest";
import { problem, value } from "../../../core/result.ts";
import type { Result } from "../../../room/results/result.ts";
import type { ImagePicture } from "../../../workloads/image-picture.ts";
import { ImagePainter } from "./image-painter.ts";
import { rampColour, volunteerColour } from "./tint.ts";

/** Tiles of one pixel, side by side; a result is how red its pixel is. */
const picture: ImagePicture = {
  width: 4,
  height: 1,
  placeOf: (task) => ({ x: task, y: 0, width: 1, height: 1 }),
  findWrong: () => null,
  startReading: () => (_, red) =>
    typeof red === "number" ? value(Uint8ClampedArray.of(red, 0, 0, 255)) : problem("it is no number"),
};

type Told = Pick<Result, "volunteer" | "runtimeMs"> & { readonly value: unknown; readonly task: number };

function setUp(told: readonly Told[]) {
  const canvases = { image: document.createElement("canvas"), wash: document.createElement("canvas") };
  const arrived = told.values();
  const painter = new ImagePainter(
    {
      total: 4,
      cursor: () => ({ next: () => arrived.next().value?.task ?? null }),
      at(task) {
        const arrival = told.findIndex((one) => one.task === task);
        const found = told[arrival];
        if (found === undefined) return null;
        return { ...found, arrival: arrival + 1, outcome: { type: "value", value: found.value } };
      },
    },
    picture,
    canvases,
  );
  return { painter, ...canvases };
}

function pixelAt(canvas: HTMLCanvasElement, x: number): readonly number[] {
  return Array.from(canvas.getContext("2d")?.getImageData(x, 0, 1, 1).data ?? []);
}

/** What a canvas makes of a colour that lies over nothing. */
function washOf(colour: string): readonly number[] {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.globalAlpha = 0.6;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return pixelAt(canvas, 0);
}

const ada = { volunteer: "Ada", runtimeMs: 1 };
const ben = { volunteer: "Ben", runtimeMs: 4 };

test("each result stands at its place, in a picture that has its size from the beginning", () => {
  const { painter, image } = setUp([
    { task: 2, value: 200, ...ada },
    { task: 0, value: 100, ...ben },
  ]);
  expect([image.width, image.height]).toEqual([4, 1]);
  expect(painter.readSome()).toBe(false);
  expect([0, 1, 2, 3].map((x) => pixelAt(image, x)[0])).toEqual([100, 0, 200, 0]);
  expect(painter.painted).toMatchObject({ tiles: 2, pixels: 2, refused: 0 });
  expect(painter.painted.meaning.volunteers).toEqual([
    { name: "Ada", parts: 1 },
    { name: "Ben", parts: 1 },
  ]);
});

test("a result that is refused harms no picture, and the first one is named with its task, volunteer and reason", () => {
  const { painter, image } = setUp([
    { task: 1, value: 50, ...ada },
    { task: 3, value: "red", ...ben },
    { task: 0, value: null, ...ben },
  ]);
  painter.readSome();
  expect([0, 1, 2, 3].map((x) => pixelAt(image, x)[0])).toEqual([0, 50, 0, 0]);
  expect(painter.painted).toMatchObject({
    tiles: 1,
    refused: 2,
    firstRefusal: { task: 3, volunteer: "Ben", reason: "it is no number" },
  });
});

test("parts are coloured by volunteer, by runtime on a scale that doubles, and by arrival, over the same picture", () => {
  const { painter, image, wash } = setUp([
    { task: 2, value: 200, ...ada },
    { task: 0, value: 100, ...ben },
  ]);
  painter.setTint("runtime");
  painter.readSome();
  expect(painter.painted.meaning.scaleMs).toBe(4);
  expect([pixelAt(wash, 2), pixelAt(wash, 0)]).toEqual([washOf(rampColour(0.25)), washOf(rampColour(1))]);
  expect(pixelAt(wash, 1)).toEqual([0, 0, 0, 0]);
  painter.setTint("volunteer");
  expect([pixelAt(wash, 2), pixelAt(wash, 0)]).toEqual([washOf(volunteerColour(0)), washOf(volunteerColour(1))]);
  painter.setTint("arrival");
  expect([pixelAt(wash, 2), pixelAt(wash, 0)]).toEqual([washOf(rampColour(0.25)), washOf(rampColour(0.5))]);
  painter.setTint("none");
  expect(pixelAt(wash, 2)).toEqual([0, 0, 0, 0]);
  expect(pixelAt(image, 2)).toEqual([200, 0, 0, 255]);
});
