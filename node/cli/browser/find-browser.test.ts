import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { UsageError } from "../../../signaling/usage.ts";
import { findBrowser } from "./find-browser.ts";

let folder = "";

beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), "tabpool-browsers-"));
  folder = made;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

function installed(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, "");
  return path;
}

test("the browser that CHROME names is taken, whatever is on the path", () => {
  installed("chromium");
  const own = installed("own");
  expect(findBrowser({ CHROME: own, PATH: folder })).toBe(own);
});

test("a browser is looked for in each folder of the path, one without windows first", () => {
  const chromium = installed("chromium");
  expect(findBrowser({ PATH: ["/no/such/folder", folder].join(delimiter) })).toBe(chromium);
  const shell = installed("chromium-headless-shell");
  expect(findBrowser({ PATH: folder })).toBe(shell);
});

test("a path in CHROME at which there is nothing is a mistake", () => {
  expect(() => findBrowser({ CHROME: join(folder, "gone"), PATH: folder })).toThrow(UsageError);
});
