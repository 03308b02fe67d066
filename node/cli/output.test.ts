import { once } from "node:events";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Output } from "./output.ts";

/** A reader that takes one piece after the other, each when the test says so. */
class SlowReader {
  readonly taken: string[] = [];
  #take: ((error?: Error) => void) | null = null;
  readonly stream = new Writable({
    highWaterMark: 4,
    decodeStrings: false,
    write: (text: string, _, done) => {
      this.taken.push(text);
      this.#take = done;
      this.stream.emit("given");
    },
  });

  /** Takes the piece that was given. */
  take(error?: Error): void {
    this.#take?.(error);
  }
}

test("lines are held back from a reader who is slow, and all of them come in the end", async () => {
  const reader = new SlowReader();
  const output = new Output(reader.stream, () => {});
  expect(output.write("one")).toBeUndefined();
  await once(reader.stream, "given");
  const writing = output.write("two");
  const turn = new Promise((resolve) => {
    setImmediate(resolve, "held");
  });
  expect(await Promise.race([writing, turn])).toBe("held");
  expect(reader.taken).toEqual(["one\n"]);
  reader.stream.on("given", () => reader.take());
  reader.take();
  await writing;
  await output.end();
  expect(reader.taken.join("")).toBe("one\ntwo\n");
});

test("lines that come at once are written together", async () => {
  const pieces: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      pieces.push(text);
      done();
    },
  });
  const output = new Output(stream, () => {});
  for (const line of ["a", "b", "c"]) await output.write(line);
  await output.end();
  expect(pieces[0]).toBe("a\nb\nc\n");
});

test.each([
  ["EPIPE", true],
  ["ENOSPC", false],
])(
  "a write that fails with %s is told once, ends all waiting, and what is written later is dropped",
  async (code, isUnread) => {
    const reader = new SlowReader();
    let told = 0;
    const output = new Output(reader.stream, () => {
      told += 1;
    });
    await output.write("one");
    await once(reader.stream, "given");
    const writing = output.write("two");
    reader.take(Object.assign(new Error("write failed"), { code }));
    await writing;
    await output.write("three");
    await output.end();
    expect(told).toBe(1);
    expect(output.error?.message).toBe("write failed");
    expect(output.isUnread).toBe(isUnread);
    expect(reader.taken).toEqual(["one\n"]);
  },
);
