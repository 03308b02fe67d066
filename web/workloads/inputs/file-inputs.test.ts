import { describe, expect, test } from "vitest";
import { iteratorOf } from "../../core/job/input-stream.ts";
import type { PickedFile } from "../field.ts";
import { allInputs } from "../testing/all-inputs.ts";
import { inputsOfFile } from "./file-inputs.ts";
import { LineSplitting } from "../../text/line-splitting.ts";
import { chained } from "../../text/stage.ts";
import { TextDecoding } from "../../text/text-decoding.ts";

/** A file of these pieces, and how far it was read. */
function fileOf(pieces: readonly (string | Error)[]) {
  const read = { pieces: 0, isCancelled: false };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull(controller) {
      const piece = pieces[read.pieces];
      read.pieces += 1;
      if (piece === undefined) controller.close();
      else if (typeof piece === "string") controller.enqueue(new TextEncoder().encode(piece));
      else controller.error(piece);
    },
    cancel() {
      read.isCancelled = true;
    },
  };
  const file: PickedFile = {
    name: "a.txt",
    size: 0,
    modifiedAt: 0,
    head: new Uint8Array(),
    stream: () => new ReadableStream(source, { highWaterMark: 0 }),
  };
  return { read, inputs: inputsOfFile(file, () => chained(new TextDecoding(), new LineSplitting())) };
}

describe("inputs of a file", () => {
  test("are read a piece at a time, and no piece before it is needed", async () => {
    const { read, inputs } = fileOf(["a\nb\nc", "c", "c\nd\n", "e"]);
    const iterator = iteratorOf(inputs);
    expect(read.pieces).toBe(0);
    expect(await iterator.next()).toEqual({ done: false, value: "a" });
    // At once, without a promise.
    expect(iterator.next()).toEqual({ done: false, value: "b" });
    expect(read.pieces).toBe(1);
    expect(await iterator.next()).toEqual({ done: false, value: "ccc" });
    expect(read.pieces).toBe(3);
    expect(iterator.next()).toEqual({ done: false, value: "d" });
    expect(await iterator.next()).toEqual({ done: false, value: "e" });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test("are none for an empty file", async () => {
    expect(await allInputs(fileOf([]).inputs)).toEqual([]);
  });

  test("whose file the browser does not give any more end with the file's name", async () => {
    const iterator = iteratorOf(fileOf(["a\nb", new DOMException("gone", "NotReadableError")]).inputs);
    expect(await iterator.next()).toEqual({ done: false, value: "a" });
    await expect(iterator.next()).rejects.toThrow(
      "a.txt cannot be read: it may have been moved, or changed since it was picked",
    );
  });

  test("leave their file when no further one is wanted", async () => {
    const { read, inputs } = fileOf(["a\nb\n", "c"]);
    const iterator = iteratorOf(inputs);
    await iterator.next();
    iterator.return?.();
    expect(read.isCancelled).toBe(true);
    expect(() => iteratorOf(inputs).return?.()).not.toThrow();
  });
});
