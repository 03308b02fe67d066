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
    type: "value",
    value: {
      source,
      files: new Map([
        ["a.js", a.bytes],
        ["b.js", b.bytes],
        ["add.wasm", wasm.bytes],
      ]),
    },
  });
});

test("bytes are asked for only where a file is imported, and what cannot be had is told", async () => {
  const plain = "export default 1;";
  expect(await findImported({ source: plain, files }, unasked)).toEqual({
    type: "value",
    value: { source: plain, files: new Map() },
  });
  const source = 'import "./c.js"; import "./a.js";';
  expect(await findImported({ source, files }, async () => [c, a, b])).toEqual({
    type: "problem",
    problem: "add.wasm, which the program imports, is not on record.",
  });
  expect(await findImported({ source, files }, rejecting)).toEqual({
    type: "problem",
    problem: "The files that the program imports cannot be read: the record is gone.",
  });
});

test("a stranger's module that imports a hundred thousand times is searched, and one that no form takes is not", async () => {
  const many = blobOf('import"./b.js";'.repeat(69_000));
  const large = blobOf('import"./b.js";'.repeat(70_000));
  const source = 'import "./many.js"; import "./large.js";';
  const names = { "many.js": many.name, "b.js": b.name };
  const found = await findImported({ source, files: names }, async () => [many, b]);
  expect(found.type === "value" && [...found.value.files.keys()]).toEqual(["many.js", "b.js"]);
  const strange = { ...names, "large.js": large.name };
  expect(await findImported({ source, files: strange }, async () => [many, b, large])).toEqual({
    type: "problem",
    problem: "large.js, which the program imports, is too large: the most is 1.0 MB.",
  });
});
