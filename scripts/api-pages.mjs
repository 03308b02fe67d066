import { pages } from "./api-contents.mjs";
import { readPublicNames } from "./docstrings.mjs";

// The pages of docs/api, made from the docstrings of the library's public names.

/**
 * @typedef {import("./docstrings.mjs").PublicName} PublicName
 * @typedef {import("./docstrings.mjs").Declaration} Declaration
 * @typedef {import("./docstrings.mjs").Member} Member
 * @typedef {import("./docstrings.mjs").Doc} Doc
 * @typedef {import("./api-contents.mjs").Page} Page
 */

/** What the library calls otherwise inside than it exports it: `SharedArray` is `Array`. @param {string} code */
function renamed(code) {
  return code.replaceAll(/\bShared(Array|Event)\b/g, "$1");
}

const made = "<!-- Made from the library's docstrings by `npm run docs`: change those, and not this page. -->";

/** The name of a base class or interface. @param {Declaration} declaration */
function baseOf({ signatures: [head = ""] }) {
  return / extends (\w+)/.exec(head.replace(/<.*?>(?= extends)/, ""))?.[1] ?? null;
}

/** A page's headings by their anchors, as GitHub has them: `Range` is the second one that is called `range`. @param {Page} page */
function placesOn({ file, names }) {
  return names.map((name, at) => {
    const anchor = name.toLowerCase();
    const before = names.slice(0, at).filter((other) => other.toLowerCase() === anchor).length;
    return /** @type {const} */ ([name, { file, anchor: before === 0 ? anchor : `${anchor}-${before}` }]);
  });
}

const places = new Map(pages.flatMap(placesOn));

/** Turns the public names of a text into links, as seen from the section of one of them. */
class Linker {
  #file;
  #name;

  /** @param {string} file @param {string} name */
  constructor(file, name) {
    this.#file = file;
    this.#name = name;
  }

  /** @param {string} name @param {string} shown */
  link(name, shown) {
    const place = places.get(name);
    if (place === undefined || name === this.#name) return shown;
    return `[${shown}](${place.file === this.#file ? "" : place.file}#${place.anchor})`;
  }

  /** Names in backticks. @param {string} text */
  inText(text) {
    return text.replaceAll(/`(\w+)`/g, (shown, name) => this.link(name, shown));
  }

  /** The names of errors also without backticks. @param {string} text */
  inThrows(text) {
    return this.inText(text).replaceAll(/(?<![\w`[])[A-Z]\w+/g, (name) =>
      places.get(name)?.file === "errors.md" ? this.link(name, name) : name,
    );
  }
}

/** @param {string} code */
function block(code) {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** @param {Doc | null} doc @param {Linker} linker */
function paragraphsOf(doc, linker) {
  if (doc === null) return [];
  const { text, throws, example } = doc;
  const paragraphs = text === "" ? [] : [linker.inText(text)];
  if (throws !== null) paragraphs.push(`Throws ${linker.inThrows(throws)}`);
  if (example !== null) paragraphs.push(block(example));
  return paragraphs;
}

/** @param {Member} member @param {Linker} linker */
function propertyLine({ signatures, doc }, linker) {
  const type = (signatures[0] ?? "")
    .replace(/^readonly /, "")
    .replace(/^(\w+\?.*?) \| undefined$/, "$1")
    .replaceAll(/\s+/g, " ");
  return `- \`${type}\`: ${linker.inText(doc?.text ?? "")}${doc?.throws == null ? "" : ` Throws ${linker.inThrows(doc.throws)}`}`;
}

/** @param {string} name @param {Member} member @param {Linker} linker */
function methodSection(name, { name: method, kind, signatures, doc }, linker) {
  const heading =
    kind === "constructor" ? `new ${name}` : method.startsWith("[") ? `${name}${method}` : `${name}.${method}`;
  const code = signatures.map((one) => one.replace(/^constructor/, `new ${name}`)).join("\n");
  return [`### ${heading}`, block(renamed(code)), ...paragraphsOf(doc, linker)];
}

/** What a class or an interface has of those that it extends. @param {Declaration} declaration @param {ReadonlyMap<string, PublicName>} names @param {Linker} linker @returns {string[]} */
function inherited(declaration, names, linker) {
  const base = names.get(baseOf(declaration) ?? "");
  if (base === undefined) return [];
  return base.declarations.flatMap((one) => {
    const members = one.members.filter(({ kind }) => kind !== "constructor").map(({ name }) => `\`${name}\``);
    const own =
      members.length === 0 ? [] : [`Also has ${members.join(", ")} of ${linker.link(base.name, `\`${base.name}\``)}.`];
    return own.concat(inherited(one, names, linker));
  });
}

/** @param {PublicName} publicName @param {ReadonlyMap<string, PublicName>} names @param {string} file */
function section({ name, declarations }, names, file) {
  const linker = new Linker(file, name);
  const lines = [`## ${name}`];
  for (const declaration of declarations) {
    const { signatures, doc, members } = declaration;
    lines.push(block(renamed(signatures.join("\n"))), ...paragraphsOf(doc, linker));
    // Of each error, and said once on the page.
    const properties = members.filter(
      ({ kind, signatures: [one] }) => kind === "property" && one !== `readonly name = "${name}"`,
    );
    if (properties.length > 0) lines.push(properties.map((one) => propertyLine(one, linker)).join("\n"));
    lines.push(...inherited(declaration, names, linker));
    for (const member of members) if (member.kind !== "property") lines.push(...methodSection(name, member, linker));
  }
  return lines;
}

/** @param {PublicName} publicName */
function firstSentence({ declarations }) {
  const texts = declarations.map(({ doc }) => doc?.text ?? "");
  return (texts.at(-1) ?? "").split(/(?<=\.)\s/)[0] ?? "";
}

/** @param {ReadonlyMap<string, PublicName>} names */
function index(names) {
  const lines = [
    made,
    "# The library, name by name",
    `All names are imported from \`tabpool\`, in Node and in pages. [The library](../library.md) explains them beside those of Python.`,
    "The examples are TypeScript. `await using` ends what it names with its block: plain JavaScript has it from Node 24 on; before, call `terminate`, `close` or `dispose` in a `finally`.",
  ];
  for (const { file, title, names: ofPage } of pages) {
    const linker = new Linker("", "");
    lines.push(`## [${title}](${file})`);
    lines.push(
      ofPage
        .flatMap((name) => names.get(name) ?? [])
        .map((one) => `- ${linker.link(one.name, `\`${one.name}\``)}: ${firstSentence(one)}`)
        .join("\n"),
    );
  }
  return lines;
}

/** The pages by the names of their files. @returns {Map<string, string>} */
export function apiPages() {
  const names = new Map(readPublicNames("web/pool/browser.ts").map((one) => [one.name, one]));
  /** @type {Map<string, readonly string[]>} */
  const texts = new Map([["README.md", index(names)]]);
  for (const { file, title, about, names: ofPage } of pages) {
    const sections = ofPage.flatMap((name) => names.get(name) ?? []).flatMap((one) => section(one, names, file));
    texts.set(file, [made, `# ${title}`, `${about} [All names](README.md).`, ...sections]);
  }
  return new Map(Array.from(texts, ([file, lines]) => [file, `${lines.join("\n\n")}\n`]));
}
