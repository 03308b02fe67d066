import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { expect, test } from "vitest";
import { inlined, licenses, licensesOf, withoutText } from "./licenses.ts";
import { root } from "./preconditions.mjs";

/** `package.json` and the licence of an installed package, as they stand there. */
function installed(name: string): { readonly title: string; readonly text: string } {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { title: `${name} ${version} (${license})`, text: readFileSync(join(folder, "LICENSE"), "utf8").trim() };
}

/** The `licenses.txt` of a page with this script. */
async function builtWith(script: string, others: readonly string[] = []): Promise<string> {
  const entry = "virtual:entry";
  const built = await build({
    root,
    configFile: false,
    logLevel: "silent",
    publicDir: false,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? join(root, "web/entry.js") : null),
        load: (id) => (id === join(root, "web/entry.js") ? script : null),
      },
      licenses(new Set(others)),
    ],
    build: { write: false, minify: false, modulePreload: { polyfill: false }, rolldownOptions: { input: entry } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const file = outputs.find(({ fileName }) => fileName === "licenses.txt");
  return file?.type === "asset" ? String(file.source) : "";
}

test("each package that is in a bundle is named with its version and its licence, and no other one", async () => {
  const text = await builtWith(
    `import { createStore } from "zustand/vanilla"; import { renderSVG } from "uqr"; document.title = renderSVG(String(createStore));`,
  );
  for (const name of ["uqr", "zustand"]) {
    expect(text).toContain(installed(name).title);
    expect(text).toContain(installed(name).text);
  }
  expect(text).not.toContain("react");
});

test("packages of packages count, and so do those that are built apart", async () => {
  const text = await builtWith(
    `import { hydrateRoot } from "react-dom/client"; document.title = String(hydrateRoot);`,
    [join(root, "node_modules/@noble/hashes/sha2.js")],
  );
  for (const name of ["react", "react-dom", "scheduler", "@noble/hashes"]) {
    expect(text).toContain(installed(name).title);
  }
});

test("what PeerJS has inside its own file is named, and is what PeerJS says it is", () => {
  const { targets } = JSON.parse(readFileSync(join(root, "node_modules/peerjs/package.json"), "utf8"));
  expect(targets.module.includeNodeModules).toEqual(inlined.get("peerjs"));
  const text = licensesOf([join(root, "node_modules/peerjs/dist/bundler.mjs")]);
  for (const name of ["peerjs", "eventemitter3"]) expect(text).toContain(installed(name).title);
});

test.each([...withoutText])(
  "%s, which has no text of its licence, has that of %s, by the same author",
  (name, other) => {
    for (const one of [name, other]) {
      const about: unknown = JSON.parse(readFileSync(join(root, "node_modules", one, "package.json"), "utf8"));
      expect(about).toMatchObject({ license: "MIT", repository: { url: expect.stringContaining("/Rich-Harris/") } });
    }
    const text = licensesOf([join(root, "node_modules", name, "src/index.js")]);
    expect(text).toMatch(new RegExp(`^${name} `, "m"));
    expect(text).toContain(installed(other).text);
  },
);

test("a package that has the text of its licence in its readme has it from there", () => {
  const text = licensesOf([join(root, "node_modules/cookie-signature/index.js")]);
  expect(text).toMatch(/^cookie-signature .+\n\n-+\n\n\(The MIT License\)\n\nCopyright \(c\) 2012 LearnBoost/m);
});

test("the bundler's own words in a bundle count as its package's", () => {
  const text = licensesOf(["\0rolldown/runtime.js", "\0vite/preload-helper.js"]);
  for (const name of ["rolldown", "vite"])
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, "m"));
  expect(text).not.toContain("Licenses of bundled dependencies");
});

test("this project's own licence comes first", () => {
  const own = readFileSync(join(root, "LICENSE"), "utf8").trim();
  expect(licensesOf([join(root, "web/main.tsx")]).startsWith(`Tabpool\n-------\n\n${own}\n`)).toBe(true);
});

test("a package without a text of its licence cannot be bundled", () => {
  const home = mkdtempSync(join(tmpdir(), "tabpool-licenses-"));
  const folder = join(home, "node_modules/@some/bare");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "@some/bare", version: "1.2.3" }));
  expect(() => licensesOf([join(folder, "index.js")])).toThrow(
    "@some/bare 1.2.3 is bundled, and no text of its licence",
  );
  rmSync(home, { recursive: true });
});
