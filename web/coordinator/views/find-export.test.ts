import { expect, test } from "vitest";
import { readProgramText } from "../../workloads/program/read-program-text.ts";
import { findExport } from "./find-export.ts";

const rest = "export default (n) => n;";

test.each([
  ["exports it", `export const until = () => true; ${rest}`, { type: "exported" }],
  ["has it in a comment alone", `// until then\n${rest}`, { type: "missing" }],
  ["has it in a longer comment alone", `/** until:\n * see until */\n${rest}`, { type: "missing" }],
  [
    "exports it behind a text with a line that looks like a comment's beginning",
    `const glob = \`\n/*\`; export const until = () => true; ${rest} /* the end */`,
    { type: "exported" },
  ],
  ["has the word as a part of another one", `export const untilThen = 1; ${rest}`, { type: "missing" }],
  [
    "cannot be parsed",
    `export const until = 1 +;\n${rest}`,
    { type: "unread", why: 'Line 1, column 25: Unexpected token ";".' },
  ],
])("a module that %s is told as such", async (_, source, found) => {
  expect(await findExport(source, "until", readProgramText)).toEqual(found);
});

function failToLoad(): Promise<never> {
  return Promise.reject(new TypeError("Failed to fetch"));
}

test("where the parser cannot be loaded, a module with the word is told as unread, and one without it is not read", async () => {
  expect(await findExport(`export const until = 1; ${rest}`, "until", failToLoad)).toEqual({
    type: "unread",
    why: "The parser could not be loaded: Failed to fetch",
  });
  expect(await findExport(rest, "until", failToLoad)).toEqual({ type: "missing" });
  const told = `// until then\n${rest}\n  // and until`;
  expect(await findExport(told, "until", failToLoad)).toEqual({ type: "missing" });
  expect(await findExport(`// until\nexport { until };`, "until", failToLoad)).toMatchObject({ type: "unread" });
});
