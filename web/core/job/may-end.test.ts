import { expect, test } from "vitest";
import { sampleBlob } from "../blobs/testing/sample-blobs.ts";
import { mayEndJob } from "./may-end.ts";

const files = {};

test.each([
  "export default (n, task) => task.done(n)",
  "export default (n, { index, done }) => done(n)",
  "export default (n, {done}) => done(n)",
  "export default (n, task) => task?.done(n)",
  "export default (n, task) => task\n  .done(n)",
  'export default (n, task) => task["done"](n)',
])("a program that names task.done may end its job: %s", (source) => {
  expect(mayEndJob({ source, files })).toBe(true);
});

test("one that does not may not, but for one with files, which may be modules", () => {
  const source =
    "// What is done here is no more than this.\nexport default (n) => n * n;\nconst undone = 1, isdone = 2;";
  expect(mayEndJob({ source, files })).toBe(false);
  expect(mayEndJob({ source, files: { "a.js": sampleBlob(1, 1).name } })).toBe(true);
});
