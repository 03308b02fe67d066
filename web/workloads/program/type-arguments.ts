import { childrenOf, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** Types that come with the language. What of them is a class is never compared with anything. */
const builtInTypes = new Set(
  (
    "Array ReadonlyArray Record Partial Required Readonly Pick Omit Map ReadonlyMap Set ReadonlySet WeakMap WeakSet Date Promise RegExp " +
    "Error Function Object String Number Boolean ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array " +
    "Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array"
  ).split(" "),
);

/** A quick look for what `hasTypeArguments` finds, so that few programs in JavaScript are read twice. */
const mayHaveTypeArguments = new RegExp(
  "\\bnew\\s+[\\w$.]+\\s*<|<[^;<>]{0,200}\\b(?:string|number|boolean|bigint|symbol|object|unknown|any|never|" +
    `${[...builtInTypes].join("|")})\\b`,
);

const keywordTypes: Readonly<Record<string, string>> = {
  TSStringKeyword: "string",
  TSNumberKeyword: "number",
  TSBooleanKeyword: "boolean",
  TSBigIntKeyword: "bigint",
  TSSymbolKeyword: "symbol",
  TSObjectKeyword: "object",
  TSUnknownKeyword: "unknown",
  TSAnyKeyword: "any",
  TSNeverKeyword: "never",
};

export function isWorthReadingAsTypes(text: string): boolean {
  return mayHaveTypeArguments.test(text);
}

/**
 * Whether a program that is JavaScript, too, is meant as TypeScript: `id<number>(x)` and `new Set<Place>(xs)` are comparisons
 * to JavaScript. Meant are types where they name a keyword, as `string`, or a type of the language, as `Date`, that the
 * program has not declared, and where a new object would be compared with one thing and the outcome with another;
 * `f(a < b, c > (d))` stays what it is. `program`: as TypeScript reads it.
 */
export function hasTypeArguments(program: SyntaxNode): boolean {
  const declared = new Set<string>();
  collectDeclared(program, declared);
  return hasIn(program, declared);
}

function hasIn(node: SyntaxNode, declared: ReadonlySet<string>): boolean {
  const given = nodeAt(node, "typeArguments");
  if (given !== null) {
    if (node.type === "NewExpression" && nodesAt(given, "params").length === 1) return true;
    if (namesType(given, declared)) return true;
  }
  return childrenOf(node).some((child) => hasIn(child, declared));
}

function namesType(node: SyntaxNode, declared: ReadonlySet<string>): boolean {
  const name = keywordTypes[node.type] ?? builtInName(node);
  if (name !== null && !declared.has(name)) return true;
  return childrenOf(node).some((child) => namesType(child, declared));
}

function builtInName(node: SyntaxNode): string | null {
  const named = node.type === "TSTypeReference" ? String(nodeAt(node, "typeName")?.["name"]) : "";
  return builtInTypes.has(named) ? named : null;
}

/** Names of variables, functions, classes and parameters, and a few that only stand beside them. */
function collectDeclared(node: SyntaxNode, names: Set<string>): void {
  // The parameters of a type are what is asked about.
  if (node.type === "TSTypeParameterInstantiation") return;
  for (const place of [nodeAt(node, "id"), nodeAt(node, "param"), ...nodesAt(node, "params")]) {
    if (place !== null) collectNames(place, names);
  }
  for (const child of childrenOf(node)) collectDeclared(child, names);
}

function collectNames(node: SyntaxNode, names: Set<string>): void {
  if (node.type === "Identifier") names.add(String(node["name"]));
  for (const child of childrenOf(node)) collectNames(child, names);
}
