import { expect, test } from "vitest";
import { readTextFile } from "./read-text-file.ts";

test("a file's text is read as UTF-8, without the mark that some editors put before it", async () => {
  const file = new File(["\uFEFFnaïve\n"], "a.txt");
  expect(await readTextFile(file, 100)).toEqual({ name: "a.txt", text: "naïve\n" });
});

test("a file that is too large is not read", async () => {
  const file = new File(["x".repeat(11)], "a.txt");
  expect(await readTextFile(file, 11)).toHaveProperty("text");
  expect(await readTextFile(file, 10)).toEqual({ unusable: "a.txt has 11 B; at most 10 B are read." });
});

test("a file that is no text is named, and what to do", async () => {
  const file = new File([new Uint8Array([0xff, 0xd8])], "photo.jpg");
  expect(await readTextFile(file, 100)).toEqual({
    unusable: "photo.jpg is no text in UTF-8. Save it as UTF-8, then pick it again.",
  });
});

test("a file that is gone by the time it is read is named", async () => {
  class GoneFile extends File {
    override arrayBuffer(): Promise<ArrayBuffer> {
      return Promise.reject(new DOMException("gone", "NotFoundError"));
    }
  }
  expect(await readTextFile(new GoneFile(["x"], "a.txt"), 100)).toEqual({
    unusable: "a.txt cannot be read: it may have been moved, or changed since it was picked.",
  });
});
