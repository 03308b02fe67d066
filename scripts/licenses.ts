import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { root } from "./preconditions.mjs";

/** Modules that the bundler itself adds, by the beginning of their ids. */
const addedModules: readonly (readonly [string, string])[] = [
  ["\0rolldown/", "rolldown"],
  ["\0vite/", "vite"],
];

/** Packages that stand inside the files of another one, where no module tells of them. */
export const inlined: ReadonlyMap<string, readonly string[]> = new Map([["peerjs", ["eventemitter3"]]]);

/**
 * Packages without a text of their licence, and the one whose text they have: of the same licence and the same author, as both say
 * in their package.json.
 */
export const withoutText: ReadonlyMap<string, string> = new Map([["is-reference", "periscopic"]]);

/** The folder of the package that the module is part of; null for one of this project. */
function packageFolder(moduleId: string): string | null {
  for (const [start, name] of addedModules) {
    if (moduleId.startsWith(start)) return join(root, "node_modules", name);
  }
  // The innermost one: packages have packages in folders of their own.
  return /^\0?(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId)?.[1] ?? null;
}

function textField(value: unknown, name: string): string {
  const field: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === "string" ? field : "";
}

/** The text of a licence in a package's own words about itself: older packages have it there only. */
function licenseInReadme(folder: string): string | null {
  const readme = readdirSync(folder).find((file) => /^readme\.md$/i.test(file));
  if (readme === undefined) return null;
  const section = readFileSync(join(folder, readme), "utf8").split(/^## Licen[cs]e *$/m)[1] ?? "";
  return section.includes("Permission is hereby granted") ? section.trim() : null;
}

/** The texts of its licence and of its notices. Throws an Error if it has none: it must not be shipped without. */
function licenseTexts(folder: string, name: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file));
  const inReadme = files.length === 0 ? licenseInReadme(folder) : null;
  if (inReadme !== null) return [inReadme];
  if (files.length === 0) throw new Error(`${name} is bundled, and no text of its licence is in ${folder}`);
  return (
    files
      .toSorted()
      .map((file) => readFileSync(join(folder, file), "utf8"))
      // Vite appends the licences of what its own command is made of.
      .map((text) => (text.split(/^# Licenses of bundled dependencies$/m)[0] ?? text).trim())
  );
}

function entryOf(folder: string): readonly [string, string] {
  const about: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [name, version, license] = ["name", "version", "license"].map((field) => textField(about, field));
  const title = `${name} ${version}${license === "" ? "" : ` (${license})`}`;
  const other = withoutText.get(name ?? "");
  const texts = licenseTexts(other === undefined ? folder : join(root, "node_modules", other), title);
  return [title, [title, "-".repeat(title.length), ...texts].join("\n\n")];
}

/** This project's licence, and those of all packages that the modules are part of: names, versions and texts. */
export function licensesOf(moduleIds: Iterable<string>): string {
  const folders = new Set([...moduleIds].map(packageFolder).filter((folder) => folder !== null));
  for (const [name, inside] of inlined) {
    if (!folders.has(join(root, "node_modules", name))) continue;
    for (const other of inside) folders.add(join(root, "node_modules", other));
  }
  const entries = [...folders].map(entryOf).toSorted(([a], [b]) => a.localeCompare(b, "en"));
  const own = readFileSync(join(root, "LICENSE"), "utf8").trim();
  const list = entries.map(([title]) => `  ${title}`).join("\n");
  const head = `Tabpool\n-------\n\n${own}\n\nIts pages hold parts of these packages, whose licences follow:\n\n${list}`;
  return `${[head, ...entries.map(([, text]) => text)].join("\n\n\n")}\n`;
}

/**
 * Puts a file with the licences into the build, for all modules of its scripts. `others`: modules of what is built apart, complete
 * when this plugin's turn comes.
 */
export function licenses(others: ReadonlySet<string>, fileName = "licenses.txt"): Plugin {
  return {
    name: "tabpool-licenses",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const source = licensesOf([...chunks.flatMap(({ moduleIds }) => moduleIds), ...others]);
      this.emitFile({ type: "asset", fileName, source });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${fileName}`, (_request, response) => {
        response.setHeader("Content-Type", "text/plain; charset=utf-8");
        response.end("The licences are gathered where the app is built: npm run build, and then npm start.\n");
      });
    },
  };
}
