import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pages } from "./api-contents.mjs";
import { apiPages } from "./api-pages.mjs";
import { docsOf, readPublicNames } from "./docstrings.mjs";
import { root } from "./preconditions.mjs";

const inPages = readPublicNames("web/pool/browser.ts");
const inNode = readPublicNames("node/index.ts");

test("each public name of the library, and each public member, has a docstring", () => {
  expect(inPages.length).toBeGreaterThan(60);
  const silent = [...inPages, ...inNode].flatMap(docsOf).filter(([, doc]) => doc === null || doc.text === "");
  expect(silent.map(([of]) => of)).toEqual([]);
});

test("each public name of the library has an example, but those that stand for a list of words", () => {
  const bare = inPages.filter((one) => docsOf(one).every(([, doc]) => doc?.example == null));
  expect(bare.map(({ name }) => name)).toEqual(["ConsoleLevel", "Feature", "TypeCode"]);
});

test("the library has the same names in Node and in pages, and each stands on one page", () => {
  const names = inPages.map(({ name }) => name);
  expect(inNode.map(({ name }) => name)).toEqual(names);
  expect(pages.flatMap((page) => page.names).toSorted()).toEqual(names.toSorted());
});

test("docs/api is what the docstrings say; `npm run docs` writes it anew", () => {
  const folder = join(root, "docs/api");
  const kept = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]);
  expect(Object.fromEntries(kept), "docs/api is stale: npm run docs").toEqual(Object.fromEntries(apiPages()));
});

test("each link of the pages leads to a heading", () => {
  const texts = apiPages();
  for (const [file, text] of texts) {
    for (const [, page = "", anchor = ""] of text.matchAll(/\]\(([\w-]*(?:\.md)?)#([\w-]+)\)/g)) {
      const headings = (texts.get(page === "" ? file : page) ?? "").matchAll(/^#+ (.*)$/gm);
      const anchors = Array.from(headings, ([, heading = ""]) => heading.toLowerCase().replaceAll(/[^\w -]/g, ""));
      expect(
        anchors.map((one) => one.replaceAll(" ", "-")),
        `${file} ${page}#${anchor}`,
      ).toContain(anchor.replace(/-1$/, ""));
    }
  }
});
