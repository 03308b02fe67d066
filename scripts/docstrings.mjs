import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "vite";
import { root } from "./preconditions.mjs";

// The library's public names with their docstrings, as they stand in its source. `@internal` members are left out.

/**
 * @typedef {{ readonly text: string, readonly throws: string | null, readonly example: string | null }} Doc
 * `text` and `throws`: paragraphs, each in one line, with an empty line between two. `example`: a program.
 *
 * @typedef {{
 *   readonly name: string,
 *   readonly kind: "constructor" | "method" | "property",
 *   readonly signatures: readonly string[],
 *   readonly doc: Doc | null,
 * }} Member `signatures`: as in the source, without bodies and values.
 *
 * @typedef {{
 *   readonly kind: "class" | "interface" | "type" | "function" | "constant",
 *   readonly signatures: readonly string[],
 *   readonly doc: Doc | null,
 *   readonly members: readonly Member[],
 * }} Declaration `signatures`: of a class and an interface what stands before its members.
 *
 * @typedef {{ readonly name: string, readonly declarations: readonly Declaration[] }} PublicName `declarations`: a value, a type, or both.
 *
 * @typedef {import("vite").ESTree.Node} Node
 * @typedef {{ readonly value: string, readonly end: number }} Comment
 * @typedef {{ readonly path: string, readonly text: string, readonly body: readonly Node[], readonly docs: readonly Comment[] }} Source
 * @typedef {{ readonly source: Source, readonly node: Node, readonly start: number }} Found `start`: of its `export`, where it has one.
 */

/** @type {Map<string, Source>} */
const sources = new Map();

/** @param {string} path From the root of the project. @returns {Source} */
function readSource(path) {
  const known = sources.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(root, path), "utf8");
  const { program, comments } = parseSync(path, text);
  const docs = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  const source = { path, text, body: program.body, docs };
  sources.set(path, source);
  return source;
}

/** @param {Source} source @param {string} specifier */
function sourceBeside({ path }, specifier) {
  return readSource(posix.join(posix.dirname(path), specifier));
}

/** @param {Node} node An identifier, or a name as text. */
function nameOf(node) {
  if (node.type === "Identifier" || node.type === "PrivateIdentifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}

/** What a declaration declares. @param {Node} node */
function declaredName(node) {
  const named = node.type === "VariableDeclaration" ? node.declarations[0] : node;
  return named !== undefined && "id" in named && named.id !== null ? nameOf(named.id) : "";
}

/** All that a file exports, in its order. @param {Source} source @returns {Map<string, Found[]>} */
function exportsOf(source) {
  /** @type {Map<string, Found[]>} */
  const found = new Map();
  for (const statement of source.body) {
    if (statement.type === "ExportAllDeclaration") {
      for (const [name, declared] of exportsOf(sourceBeside(source, statement.source.value))) found.set(name, declared);
    } else if (statement.type === "ExportNamedDeclaration" && statement.source !== null) {
      const exported = exportsOf(sourceBeside(source, statement.source.value));
      for (const { local, exported: as } of statement.specifiers) {
        found.set(nameOf(as), exported.get(nameOf(local)) ?? []);
      }
    } else if (statement.type === "ExportNamedDeclaration" && statement.declaration !== null) {
      const node = statement.declaration;
      const name = declaredName(node);
      found.set(name, [...(found.get(name) ?? []), { source, node, start: statement.start }]);
    }
  }
  return found;
}

/** What a type stands for that is another name of an imported one, `export type Pool = PoolType`. @param {Found} found @returns {Found} */
function meant(found) {
  const { source, node } = found;
  if (node.type !== "TSTypeAliasDeclaration" || node.typeAnnotation.type !== "TSTypeReference") return found;
  const { typeName, typeArguments } = node.typeAnnotation;
  if (typeArguments !== null) return found;
  for (const statement of source.body) {
    if (statement.type !== "ImportDeclaration") continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== "ImportSpecifier" || specifier.local.name !== nameOf(typeName)) continue;
      const [other] = exportsOf(sourceBeside(source, statement.source.value)).get(nameOf(specifier.imported)) ?? [];
      if (other !== undefined) return other;
    }
  }
  return found;
}

/** A part of a source, without the indentation of the line that it begins in. @param {Source} source @param {number} start @param {number} end */
function slice({ text }, start, end) {
  const [indentation = ""] = text.slice(text.lastIndexOf("\n", start) + 1).match(/^ */) ?? [];
  return text.slice(start, end).trimEnd().replaceAll(`\n${indentation}`, "\n").replace(/;$/, "");
}

/** Paragraphs, each in one line. @param {string} text */
function joined(text) {
  return text.trim().replaceAll(/(\S)\n(?=\S)/g, "$1 ");
}

/** @param {string} comment What stands between `/*` and its end. @returns {Doc} */
function parseDoc(comment) {
  const parts = comment.replaceAll(/^[ \t]*\*? ?/gm, "").split(/(?:^|\s)@(throws|example)(?=\s)/);
  /** @param {string} tag */
  const part = (tag) => (parts.includes(tag) ? (parts[parts.indexOf(tag) + 1] ?? "") : null);
  const throws = part("throws");
  return {
    text: joined(parts[0] ?? ""),
    throws: throws === null ? null : joined(throws),
    example: part("example")?.trim() ?? null,
  };
}

/** The docstring that ends where something starts; null where there is none. @param {Source} source @param {number} start */
function commentBefore({ text, docs }, start) {
  const last = docs.findLast(({ end }) => end <= start);
  if (last === undefined || !/^(\s|\/\/.*\n)*$/.test(text.slice(last.end, start))) return null;
  return last.value;
}

/** @param {Source} source @param {number} start */
function docBefore(source, start) {
  const comment = commentBefore(source, start);
  return comment === null ? null : parseDoc(comment);
}

/** Where the part of a member that is no signature begins: its body, or the value of a property. @param {Node} node */
function signatureEnd(node) {
  if (node.type === "MethodDefinition") return node.value.body?.start ?? node.end;
  if (node.type === "PropertyDefinition") return node.typeAnnotation?.end ?? node.end;
  return node.end;
}

/** @param {Source} source @param {readonly Node[]} nodes Members of a class or an interface. @returns {Member[]} */
function readMembers(source, nodes) {
  /** @type {Map<string, { member: Member, hasOverloads: boolean }>} */
  const members = new Map();
  for (const node of nodes) {
    if (!("key" in node) || node.key.type === "PrivateIdentifier") continue;
    if ("accessibility" in node && node.accessibility !== null && node.accessibility !== "public") continue;
    const isImplementation = node.type === "MethodDefinition" && node.value.body !== null;
    const key = source.text.slice(node.key.start, node.key.end);
    const name = "computed" in node && node.computed ? `[${key}]` : key;
    const before = members.get(name);
    // What implements overloads is none of them.
    if (before?.hasOverloads === true && isImplementation) continue;
    if (commentBefore(source, node.start)?.includes("@internal") === true) continue;
    const isGetter = "kind" in node && node.kind === "get";
    const signature = slice(source, node.start, signatureEnd(node))
      .replace(/^override /, "")
      .replace(/^(static )?(?:async )?\*?/, "$1")
      .replace(/^(static )?get (.+?)\(\)/, "$1readonly $2");
    const isMethod = !isGetter && (node.type === "MethodDefinition" || node.type === "TSMethodSignature");
    const kind = name === "constructor" ? "constructor" : isMethod ? "method" : "property";
    const doc = before?.member.doc ?? docBefore(source, node.start);
    const signatures = [...(before?.member.signatures ?? []), signature];
    members.set(name, { member: { name, kind, signatures, doc }, hasOverloads: !isImplementation });
  }
  return Array.from(members.values(), ({ member }) => member);
}

/** A class, an interface, a type or a constant. @param {Found} found @returns {Declaration} */
function readDeclaration(found) {
  const { source, node, start } = meant(found);
  const doc = docBefore(source, start);
  /** @param {number} end */
  const until = (end) => [slice(source, node.start, end)];
  if (node.type === "ClassDeclaration" || node.type === "TSInterfaceDeclaration") {
    const kind = node.type === "ClassDeclaration" ? "class" : "interface";
    return { kind, signatures: until(node.body.start), doc, members: readMembers(source, node.body.body) };
  }
  if (node.type === "VariableDeclaration") {
    return { kind: "constant", signatures: until(node.declarations[0]?.id.end ?? node.end), doc, members: [] };
  }
  return { kind: "type", signatures: until(node.end), doc, members: [] };
}

/** A function, with its overloads, and what implements them as the last one. @param {readonly Found[]} found @returns {Declaration} */
function readFunction(found) {
  const overloads = found.length > 1 ? found.slice(0, -1) : found;
  const signatures = overloads.map(({ source, node }) =>
    slice(source, node.start, node.type === "FunctionDeclaration" ? (node.body?.start ?? node.end) : node.end),
  );
  const [first] = found;
  return {
    kind: "function",
    signatures: signatures.map((one) => one.replace(/^async /, "")),
    doc: first === undefined ? null : docBefore(first.source, first.start),
    members: [],
  };
}

/** Overloads of a function are one declaration; a value and a type of one name are two. @param {readonly Found[]} found */
function declarationsIn(found) {
  const isFunction = found.some(({ node }) => node.type === "FunctionDeclaration");
  return isFunction ? [readFunction(found)] : found.map(readDeclaration);
}

/** The public names of an entry of the library, by name. @param {string} entry Its path. @returns {PublicName[]} */
export function readPublicNames(entry) {
  return Array.from(exportsOf(readSource(entry)), ([name, found]) => ({
    name,
    declarations: declarationsIn(found),
  })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * All docstrings of a name, its members' among them, with what they are of: `Queue`, `Queue.put`. null where one is missing.
 *
 * @param {PublicName} name
 * @returns {(readonly [of: string, doc: Doc | null])[]}
 */
export function docsOf({ name, declarations }) {
  return declarations.flatMap(({ doc, members }) => [
    /** @type {const} */ ([name, doc]),
    ...members.map((member) => /** @type {const} */ ([`${name}.${member.name}`, member.doc])),
  ]);
}
