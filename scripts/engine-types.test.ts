import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a page and Node have, and neither a room nor a membership may use by itself. */
const forbidden = ["document", "location", "navigator", "performance", "setTimeout", "indexedDB", "process"];

test.each(["core", "engine"])("code of the %s that uses the platform by itself does not compile", (project) => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/planted-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "planted.ts"), `export const planted: unknown[] = [${forbidden.join(", ")}];\n`);
  const options = {
    composite: false,
    incremental: false,
    emitDeclarationOnly: false,
    declaration: false,
    noEmit: true,
  };
  const config = { extends: `../../tsconfig.${project}.json`, compilerOptions: options, include: ["planted.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...config, references: [] }));
  const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], {
    encoding: "utf8",
  });
  const unknown = Array.from(stdout.matchAll(/Cannot find name '(\w+)'/g), ([, name]) => name);
  expect(unknown).toEqual(forbidden);
});
