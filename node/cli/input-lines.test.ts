import { expect, test } from "vitest";
import { BadInput, InputLines } from "./input-lines.ts";

async function* bytesOf(...pieces: readonly string[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) yield new TextEncoder().encode(piece);
}

async function* wrongBytes(): AsyncGenerator<Uint8Array, void> {
  yield Uint8Array.of(97, 10, 255, 10);
}

async function all(inputs: InputLines): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const input of inputs) read.push(input);
  return read;
}

test("lines are read one by one, counted with their bytes, whatever pieces they come in", async () => {
  const inputs = new InputLines(bytesOf("a\nb", "c\n\n"), { inputs: "lines", passOver: null });
  expect(await all(inputs)).toEqual(["a", "bc", ""]);
  expect(inputs).toMatchObject({ count: 3, bytes: 6, hasEnded: true });
  expect([0, 1, 2].map((task) => inputs.lineOf(task))).toEqual([1, 2, 3]);
});

test("lines of JSON are values, as they are written; blank ones are none, and the others keep their numbers", async () => {
  const passed: unknown[] = [];
  const text = '\n1\n\nx\n{"$":"undefined"}\n \n"a"\n';
  const inputs = new InputLines(bytesOf(text), {
    inputs: "json-lines",
    passOver: (line, why) => passed.push([line, why]),
  });
  expect(await all(inputs)).toEqual([1, undefined, "a"]);
  expect([0, 1, 2].map((task) => inputs.lineOf(task))).toEqual([2, 5, 7]);
  expect(passed).toEqual([[4, expect.stringContaining("JSON")]]);
});

test("a line that is no JSON ends them, unless it is passed over", async () => {
  const inputs = new InputLines(bytesOf("1\n{\n2\n"), { inputs: "json-lines", passOver: null });
  const read: unknown[] = [];
  const reading = (async () => {
    for await (const input of inputs) read.push(input);
  })();
  await expect(reading).rejects.toThrow(BadInput);
  await expect(reading).rejects.toThrow(/^line 2 is no JSON/);
  expect([read, inputs.hasEnded]).toEqual([[1], false]);
});

test("bytes that are no text end them with where they stand", async () => {
  const inputs = new InputLines(wrongBytes(), { inputs: "lines", passOver: null });
  await expect(all(inputs)).rejects.toThrow(/^the inputs cannot be read: .*line 2/);
});
