import { childrenOf, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** A quick look for what `hasTypeArguments` finds, so that few programs in JavaScript are read twice. */
const mayHaveTypeArguments =
  /\bnew\s+[\w$.]+\s*<|<[^;<>]{0,200}\b(?:string|number|boolean|bigint|symbol|object|unknown|any|never)\b/;

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
 * to JavaScript. Meant are types where they name a keyword, as `string`, that the program has not declared, and where a new
 * object would be compared with one thing and the outcome with another; `f(a < b, c > (d))` stays what it is. `program`: as
 * TypeScript reads it.
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
    if (namesKeyword(given, declared)) return true;
  }
  return childrenOf(node).some((child) => hasIn(child, declared));
}

function namesKeyword(node: SyntaxNode, declared: ReadonlySet<string>): boolean {
  const keyword = keywordTypes[node.type];
  if (keyword !== undefined && !declared.has(keyword)) return true;
  return childrenOf(node).some((child) => namesKeyword(child, declared));
}

/** Names of variables, functions, classes and parameters, and a few that only stand beside them. */
function collectDeclared(node: SyntaxNode, names: Set<string>): void {
  for (const place of [nodeAt(node, "id"), nodeAt(node, "param"), ...nodesAt(node, "params")]) {
    if (place !== null) collectNames(place, names);
  }
  for (const child of childrenOf(node)) collectDeclared(child, names);
}

function collectNames(node: SyntaxNode, names: Set<string>): void {
  if (node.type === "Identifier") names.add(String(node["name"]));
  for (const child of childrenOf(node)) collectNames(child, names);
}
