import { expect, test } from "vitest";
import { maxBlobBytes } from "../../core/blobs/blob-name.ts";
import type { ReadableFile } from "../field.ts";
import { makeOwnBlobs, pickedFilesProblem } from "./own-blobs.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function unread(name: string, size = 1): ReadableFile {
  return {
    name,
    size,
    stream: () => {
      throw new DOMException("gone", "NotFoundError");
    },
  };
}

test("a picked file takes the place of the module's own of the same name, and the shared value is a blob, too", async () => {
  const files = new Map([
    ["a.txt", bytes("module's a")],
    ["b.txt", bytes("module's b")],
  ]);
  const made = await makeOwnBlobs({ files, shared: bytes("shared") }, [new File(["picked"], "b.txt")]);
  if (made.type === "problem") throw new Error(made.problem);
  const { shared, blobs, files: named } = made.value;
  const textOf = (hash: string | undefined): string =>
    new TextDecoder().decode(blobs.find(({ name }) => name.hash === hash)?.bytes);
  expect(Object.entries(named).map(([name, { hash }]) => [name, textOf(hash)])).toEqual([
    ["a.txt", "module's a"],
    ["b.txt", "picked"],
  ]);
  expect(textOf(shared?.hash)).toBe("shared");
});

test("a job without any has no blobs", async () => {
  expect(await makeOwnBlobs({}, [])).toEqual({ type: "value", value: { shared: null, files: {}, blobs: [] } });
});

test("a large file is hashed to its end", async () => {
  const size = 3 * 1024 * 1024 + 7;
  const made = await makeOwnBlobs({}, [new File([new Uint8Array(size)], "zeros.bin")]);
  expect(made).toMatchObject({ value: { files: { "zeros.bin": { bytes: size } } } });
});

test("a file that the browser no longer gives is named", async () => {
  expect(await makeOwnBlobs({}, [unread("gone.txt")])).toEqual({
    type: "problem",
    problem: "gone.txt cannot be read: it may have been moved, or changed since it was picked.",
  });
});

test.each([
  [[unread("a.txt", maxBlobBytes)], null],
  [[unread("a.txt"), unread("b.bin", maxBlobBytes + 1)], /^b\.bin is too large: a file has at most /],
  [[unread("n".repeat(81))], /^A file’s name has at most 80 characters: n+\.$/],
  [Array.from({ length: 65 }, (_, at) => unread(`${at}`)), /^Are 65 files; at most 64 are possible\.$/],
])("what is wrong with picked files is said before any is read", (files, words) => {
  const found = pickedFilesProblem(files);
  if (words === null) expect(found).toBeNull();
  else expect(found).toMatch(words);
});
