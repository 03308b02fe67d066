import { expect, test } from "vitest";
import { glanceAt, packAll, valueAt } from "../../../core/values/packed.ts";
import { bytesAt } from "../../../core/values/value-column.ts";
import type { Result } from "../../../room/results/result.ts";
import type { Glanced } from "../../../room/results/settlements.ts";
import { mostImagePixels } from "../../../workloads/image-picture.ts";
import { tileIn } from "./tile.ts";
import { TilePainter } from "./tile-painter.ts";

const red = [255, 0, 0, 255];
const blue = [0, 0, 255, 255];

function tile(x: number, y: number, pixel: readonly number[]): unknown {
  return { x, y, width: 1, height: 1, rgba: Uint8ClampedArray.from(pixel) };
}

/** A list that holds the same list twice, and so on: as deep as `levels`, and 2 ** levels long if followed by each way. */
function doubled(levels: number): unknown {
  let list: unknown = [];
  for (let level = 0; level < levels; level += 1) list = [list, list];
  return list;
}

function circle(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

/** Results with these values, in this order. */
function painterOf(
  values: readonly unknown[],
  canvas = document.createElement("canvas"),
): { readonly painter: TilePainter; readonly canvas: HTMLCanvasElement; readonly wash: HTMLCanvasElement } {
  const tasks = values.keys();
  const outcomes = values.map((value, at) => ({
    outcome: { type: "value", value } as const,
    runtimeMs: at + 1,
    volunteer: at % 2 === 0 ? "Ada" : "Ben",
    arrival: at + 1,
  }));
  const source = {
    total: values.length,
    cursor: () => ({ next: () => tasks.next().value ?? null }),
    glanceAt: (task: number) => outcomes[task]?.outcome ?? null,
    at: (task: number) => outcomes[task] ?? null,
  };
  const wash = document.createElement("canvas");
  return { painter: new TilePainter(source, { image: canvas, wash }), canvas, wash };
}

function pixelAt(canvas: HTMLCanvasElement, x: number, y: number): readonly number[] {
  return Array.from(canvas.getContext("2d")?.getImageData(x, y, 1, 1).data ?? []);
}

test("tiles are coloured by who has brought them, also where the canvas grows behind them", () => {
  const { painter, wash } = painterOf([tile(0, 0, red), tile(1, 0, red), tile(3, 2, red)]);
  painter.setTint("volunteer");
  while (painter.readSome());
  expect([wash.width, wash.height]).toEqual([4, 3]);
  expect(painter.painted.meaning.volunteers).toEqual([
    { name: "Ada", parts: 2 },
    { name: "Ben", parts: 1 },
  ]);
  const [first, second, third] = [pixelAt(wash, 0, 0), pixelAt(wash, 1, 0), pixelAt(wash, 3, 2)];
  expect(first[3]).toBeGreaterThan(0);
  expect(third).toEqual(first);
  expect(second).not.toEqual(first);
  painter.setTint("none");
  expect(pixelAt(wash, 0, 0)).toEqual([0, 0, 0, 0]);
});

test("tiles are painted at their places, in a canvas that grows and keeps what it has", () => {
  const { painter, canvas } = painterOf([tile(1, 1, red), "no tile", tile(3, 0, blue), tile(0, 4, blue)]);
  expect(painter.readSome()).toBe(false);
  expect(painter.painted).toMatchObject({ tiles: 3, others: 1, width: 4, height: 5 });
  expect([pixelAt(canvas, 1, 1), pixelAt(canvas, 3, 0), pixelAt(canvas, 0, 4)]).toEqual([red, blue, blue]);
  expect(pixelAt(canvas, 2, 2)).toEqual([0, 0, 0, 0]);
});

test("another reading begins an empty picture with its first tile, and leaves the one before until then", () => {
  const { canvas, painter } = painterOf([tile(1, 1, red)]);
  painter.readSome();
  const again = painterOf(["no tile", tile(0, 0, blue)], canvas).painter;
  expect(again.painted).toMatchObject({ tiles: 0, others: 0, width: 0, height: 0 });
  expect(pixelAt(canvas, 1, 1)).toEqual(red);
  again.readSome();
  expect(again.painted).toMatchObject({ tiles: 1, others: 1, width: 1, height: 1 });
  expect(pixelAt(canvas, 0, 0)).toEqual(blue);
});

test("a large value is read whole where its beginning is that of a tile, and only there", () => {
  const canvas = document.createElement("canvas");
  const rgba = new Uint8ClampedArray(4 * 100 * 100).fill(255);
  const whole = [
    { x: 2, y: 3, width: 100, height: 100, rgba },
    "x".repeat(50_000),
    Array.from({ length: 50_000 }, () => 0),
    { x: 0, y: 0, histogram: Array.from({ length: 256 }, () => 7), width: 100, height: 100, rgba },
    { x: 0, y: 0, width: "100", numbers: Array.from({ length: 50_000 }, () => 0) },
    { x: 0, y: 0, width: 100, height: 100, text: "x".repeat(50_000) },
    { x: 0, y: [0], numbers: Array.from({ length: 50_000 }, () => 0) },
    { x: 0, numbers: Array.from({ length: 50_000 }, () => 0) },
    { x: 0, y: 0, doubled: doubled(60), text: "x".repeat(50_000) },
    { x: 0, y: 0, circle: circle(), text: "x".repeat(50_000) },
  ];
  const column = packAll(whole);
  const read: number[] = [];
  const tasks = whole.keys();
  const source = {
    cursor: () => ({ next: () => tasks.next().value ?? null }),
    glanceAt: (task: number): Glanced => {
      const bytes = bytesAt(column, task);
      return { type: "large", value: glanceAt(column, task), bytes };
    },
    total: whole.length,
    at: (task: number) => ({
      runtimeMs: 1,
      volunteer: "laptop",
      arrival: task + 1,
      get outcome(): Result["outcome"] {
        read.push(task);
        return { type: "value", value: valueAt(column, task) };
      },
    }),
  };
  const painter = new TilePainter(source, { image: canvas, wash: document.createElement("canvas") });
  painter.readSome();
  expect(painter.painted).toMatchObject({ tiles: 2, others: 8, width: 102, height: 103 });
  expect(read).toEqual([0, 3]);
});

test("a frame paints some results, and says that there are more", () => {
  const { painter } = painterOf(Array.from({ length: 250 }, (_, at) => tile(at, 0, red)));
  expect(painter.readSome()).toBe(true);
  expect(painter.resultsRead).toBe(200);
  expect(painter.readSome()).toBe(false);
  expect(painter.painted).toMatchObject({ tiles: 250, others: 0, width: 250, height: 1 });
});

test.each([
  ["of bytes", { x: 0, y: 0, width: 1, height: 1, rgba: new Uint8Array(4) }, true],
  [
    "at the end of the largest picture",
    { x: mostImagePixels - 1, y: 0, width: 1, height: 1, rgba: new Uint8Array(4) },
    true,
  ],
  ["beyond it", { x: mostImagePixels, y: 0, width: 1, height: 1, rgba: new Uint8Array(4) }, false],
  ["at no whole pixel", { x: 0.5, y: 0, width: 1, height: 1, rgba: new Uint8Array(4) }, false],
  ["at a place below zero", { x: 0, y: -1, width: 1, height: 1, rgba: new Uint8Array(4) }, false],
  ["without a width", { x: 0, y: 0, height: 1, rgba: new Uint8Array(4) }, false],
  ["with too few bytes", { x: 0, y: 0, width: 2, height: 1, rgba: new Uint8Array(4) }, false],
  ["with numbers for bytes", { x: 0, y: 0, width: 1, height: 1, rgba: [1, 2, 3, 4] }, false],
  ["that is null", null, false],
])("a value %s is a tile, or is none", (_, value, isTile) => {
  expect(tileIn(value) !== null).toBe(isTile);
});
