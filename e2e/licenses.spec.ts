import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.ts";

/** Files of the repository's pages that no page of the server loads: tests, their helpers, what runs in Node, and the library for programs. */
const elsewhere = /\.test\.tsx?$|\.contract\.ts$|\/testing\/|^web\/simulation\/|^web\/compute\/build\/|^web\/pool\//;

/** Packages that the sources of the pages import, other than types of them, and what the build makes (`virtual:`). */
function importedPackages(): ReadonlySet<string> {
  const files = readdirSync("web", { recursive: true, encoding: "utf8" })
    .map((file) => join("web", file))
    .filter((file) => /\.tsx?$/.test(file) && !elsewhere.test(file));
  const imports = files.flatMap((file) =>
    Array.from(
      readFileSync(file, "utf8").matchAll(/^import (?!type )[^;]*?"((?:@[\w-]+\/)?\w[\w-]*)(?:\/[^"]*)?";$/gm),
    ),
  );
  return new Set(imports.map(([, name = ""]) => name));
}

test("the start page leads to the licences of every package that the pages are made of", async ({
  newPage,
  server,
}) => {
  const page = await newPage("start", {});
  await page.goto(`${server.origin}/`);
  await expect(page.getByRole("link", { name: "Licences" })).toHaveAttribute("href", "/licenses.txt");
  const answer = await page.request.get(`${server.origin}/licenses.txt`);
  expect(answer.headers()["content-type"]).toBe("text/plain; charset=utf-8");
  const text = await answer.text();
  const packages = importedPackages();
  expect(packages.size).toBeGreaterThan(10);
  // Those that packages bring along, too.
  for (const name of [...packages, "scheduler", "eventemitter3", "@lezer/common", "@tanstack/virtual-core"]) {
    expect(text).toMatch(new RegExp(`^${name.replace("/", "\\/")} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)$`, "m"));
  }
});
