import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");

test.each(["task-master", "task-worker"])("the %s beside the Python is the example that tests run", (name) => {
  const example = read(`examples/${name}.mjs`);
  const program = example.slice(example.indexOf("import "));
  expect(read("docs/first-programs.md")).toContain(`\`\`\`js\n${program}\`\`\`\n`);
});
