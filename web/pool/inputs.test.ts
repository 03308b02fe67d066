import { describe, expect, test } from "vitest";
import { lines, type LineSource } from "./lines.ts";
import { readInputs } from "./inputs.ts";
import { range } from "./range.ts";

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function readable<Item>(items: readonly Item[], calledOff: () => void = () => {}): ReadableStream<Item> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const item = items[at];
      at += 1;
      if (item === undefined) controller.close();
      else controller.enqueue(item);
    },
    cancel: calledOff,
  });
}

describe("range", () => {
  test.each([
    [range(3), [0, 1, 2]],
    [range(2, 5), [2, 3, 4]],
    [range(2, 10, 3), [2, 5, 8]],
    [range(5, 0, -2), [5, 3, 1]],
    [range(5, 5), []],
    [range(0), []],
    [range(3, 0), []],
  ])("%o stands for its numbers", (numbers, expected) => {
    expect([...numbers]).toEqual(expected);
    expect(numbers.length).toBe(expected.length);
  });

  test("travels as three numbers", () => {
    expect(readInputs(range(2, 10, 3))).toEqual({
      recipe: { type: "range", start: 2, step: 3, count: 3 },
      source: null,
    });
  });

  test.each([
    [() => range(1.5), RangeError, "stop must be a whole number, got 1.5"],
    [() => range(0, 5, 0), RangeError, "step must not be 0"],
    [() => range(Number("x")), RangeError, "stop must be a whole number, got NaN"],
    [() => Reflect.apply(range, undefined, ["7"]), TypeError, "stop must be a number, got a string"],
  ])("%s is refused", (make, kind, words) => {
    expect(make).toThrow(kind);
    expect(make).toThrow(words);
  });
});

function* one(): Generator<number> {
  yield 1;
  yield 2;
}

async function* oneByOne(): AsyncGenerator<number> {
  yield* one();
}

describe("inputs", () => {
  test.each([[[1, 2]], [new Set([1, 2])], [Int8Array.of(1, 2)]])("%o is there at once", (inputs) => {
    expect(readInputs(inputs)).toEqual({ recipe: { type: "list", values: [1, 2] }, source: null });
  });

  test.each([
    ["a generator", one()],
    ["a stream", readable([1, 2])],
    ["an async generator", oneByOne()],
  ])("%s is read while the pool computes", async (_, inputs) => {
    const { recipe, source } = readInputs(inputs);
    expect(recipe).toEqual({ type: "stream" });
    const read: unknown[] = [];
    if (source !== null && Symbol.asyncIterator in source) {
      const iterator = source[Symbol.asyncIterator]();
      for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) read.push(step.value);
    } else if (source !== null) read.push(...source);
    expect(read).toEqual([1, 2]);
  });

  test.each([
    [7, "got a number"],
    [null, "got null"],
    [undefined, "got undefined"],
    [{}, "got an object"],
  ])("%o holds none", (inputs, words) => {
    expect(() => readInputs(inputs)).toThrow(words);
  });
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("lines", () => {
  const sources: readonly (readonly [string, LineSource])[] = [
    ["a text", "one\r\ntwö\n\nend"],
    ["pieces of text", ["on", "e\r", "\ntwö\n", "\nend"]],
    [
      "bytes that are cut within a character",
      [bytes("one\r\ntw"), bytes("ö").subarray(0, 1), bytes("ö").subarray(1), bytes("\n\nend")],
    ],
    ["a stream", readable([bytes("one\r\ntwö\n\nend")])],
    ["a file", new Blob(["one\r\ntwö\n\nend"])],
  ];
  test.each(sources)("of %s", async (_, source) => {
    expect(await collected(lines(source))).toEqual(["one", "twö", "", "end"]);
  });

  test("who leaves early lets the source go", async () => {
    let isCalledOff = false;
    const source = readable(["a\n", "b\n", "c\n"], () => {
      isCalledOff = true;
    });
    for await (const line of lines(source)) if (line === "a") break;
    expect(isCalledOff).toBe(true);
  });

  test("bytes that are no text are told with their line", async () => {
    const source = lines([bytes("one\n"), Uint8Array.of(0x61, 0xff, 0x0a)]);
    await expect(collected(source)).rejects.toThrow("line 2: byte 6");
  });

  test.each([[7], [null], [{}]])("%o is no source", (source) => {
    expect(() => Reflect.apply(lines, undefined, [source])).toThrow("lines: the source must be");
  });
});
