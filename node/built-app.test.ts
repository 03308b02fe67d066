import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { builtApp } from "./built-app.ts";

test("the pages are found from the sources and from a build at any depth, past folders of that name with something else in them", () => {
  const folder = mkdtempSync(join(tmpdir(), "tabpool-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const app = join(folder, "dist/app");
  const other = join(folder, "dist/library/dist/app");
  for (const made of [app, other, join(folder, "dist/library/tabpool"), join(folder, "node")]) {
    mkdirSync(made, { recursive: true });
  }
  expect(builtApp(join(folder, "node"))).toBe(app);
  writeFileSync(join(app, "sandbox.html"), "");
  for (const from of ["node", "dist/library", "dist/library/tabpool"]) expect(builtApp(join(folder, from))).toBe(app);
});
