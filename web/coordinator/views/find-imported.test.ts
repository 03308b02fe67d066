import { expect, test } from "vitest";
import { Blob } from "../../core/blobs/blob.ts";
import { findImported } from "./find-imported.ts";

function blobOf(text: string): Blob {
  const making = Blob.making(new TextEncoder().encode(text));
  for (;;) {
    const step = making.next();
    if (step.done === true) return step.value;
  }
}

const a = blobOf('import "./b.js"; import "./add.wasm";');
const b = blobOf("export {};");
const wasm = blobOf('from "./c.js"');
const c = blobOf("");
const files = { "a.js": a.name, "b.js": b.name, "add.wasm": wasm.name, "c.js": c.name };

function unasked(): Promise<never> {
  throw new Error("nothing is to be read");
}

function rejecting(): Promise<never> {
  return Promise.reject(new Error("the record is gone"));
}

test("files that a program imports are found, those of its modules too, and no others", async () => {
  const source = 'import "./a.js"; import "./none.js"; import "./toString";';
  expect(await findImported({ source, files }, async () => [a, b, wasm, c])).toEqual({
    source,
    files: new Map([
      ["a.js", a.bytes],
      ["b.js", b.bytes],
      ["add.wasm", wasm.bytes],
    ]),
  });
});

test("bytes are asked for only where a file is imported, and what cannot be had is left out", async () => {
  const plain = "export default 1;";
  expect(await findImported({ source: plain, files }, unasked)).toEqual({ source: plain, files: new Map() });
  const source = 'import "./a.js"; import "./c.js";';
  const known = async (): Promise<readonly Blob[]> => [c];
  expect(await findImported({ source, files }, known)).toEqual({ source, files: new Map([["c.js", c.bytes]]) });
  expect(await findImported({ source, files }, rejecting)).toEqual({ source, files: new Map() });
});
