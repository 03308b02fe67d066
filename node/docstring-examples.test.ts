import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { docsOf, readPublicNames } from "../scripts/docstrings.mjs";
import { root } from "../scripts/preconditions.mjs";

const folder = join(root, ".cache/docstring-examples");

/** All examples in docstrings, by what each is of; modules whose names differ also on disks that take `range` for `Range`. */
const examples = readPublicNames("web/pool/browser.ts")
  .flatMap(docsOf)
  .flatMap(([of, doc], at) =>
    doc?.example == null ? [] : { of, text: doc.example, path: join(folder, `${at}-${of}.ts`) },
  );

const settings = {
  extends: "../../tsconfig.base.json",
  compilerOptions: {
    lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.Iterable"],
    types: ["node"],
    composite: false,
    declaration: false,
    emitDeclarationOnly: false,
    noEmit: true,
  },
  references: [{ path: "../../tsconfig.node.json" }],
};

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
for (const { text, path } of examples) {
  writeFileSync(path, text.replace(' from "tabpool";', ' from "../../node/index.ts";'));
}

/** What an example says that it prints: its comments, a line each. */
function saidIn(example: string): string[] {
  return Array.from(example.matchAll(/(?:^|\s)\/\/ (.*)$/gm), ([, line = ""]) => line);
}

test("examples in docstrings are sound TypeScript", () => {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-b", folder, "--pretty", "false"], { encoding: "utf8" });
  expect(stdout).toBe("");
});

test.each(examples)("the example of $of prints what its comments say", async ({ text, path }) => {
  const printed: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...values) => printed.push(format(...values)));
  onTestFinished(() => log.mockRestore());
  await import(path);
  expect(printed).toEqual(saidIn(text));
});
