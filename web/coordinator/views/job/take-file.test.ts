import { expect, test } from "vitest";
import { headBytes, takeFile } from "./take-file.ts";

test("of a picked file the beginning is read, and all of it is there to be read", async () => {
  const file = new File(["x".repeat(headBytes), "rest"], "a.txt");
  const taken = await takeFile(file);
  if ("unusable" in taken) throw new Error("no file");
  expect(taken).toMatchObject({ name: "a.txt", size: headBytes + 4 });
  expect(taken.head).toEqual(new TextEncoder().encode("x".repeat(headBytes)));
  expect(await new Response(taken.stream()).text()).toBe(await file.text());
});

test("a file that is gone by the time it is read is named", async () => {
  class GoneFile extends File {
    override slice(): Blob {
      const gone = new Blob();
      gone.arrayBuffer = () => Promise.reject(new DOMException("gone", "NotFoundError"));
      return gone;
    }
  }
  expect(await takeFile(new GoneFile(["x"], "a.txt"))).toEqual({
    unusable: "a.txt cannot be read: it may have been moved, or changed since it was picked.",
  });
});
