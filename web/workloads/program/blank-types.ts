import { childrenOf, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** A comment's place in the text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** TypeScript that makes code, so that leaving it out would change what the program does. */
interface Unblankable extends Span {
  readonly what: string;
}

export interface Blanked {
  /** As long as the text that was read, with every line and column where it was. */
  readonly source: string;
  readonly unblankable: readonly Unblankable[];
}

/** What a person may write instead. */
const makesCode: Readonly<Record<string, string>> = {
  TSEnumDeclaration:
    "An enum makes code, and types are only left out here: write an object, `const Colour = { red: 0 }`",
  TSModuleDeclaration: "A namespace makes code, and types are only left out here: write an object or plain functions",
  TSParameterProperty:
    "A constructor’s parameter with a modifier makes code, and types are only left out here: declare the field, and set it",
  TSImportEqualsDeclaration: "“import … =” is not JavaScript: a task has neither network nor packages",
  TSExportAssignment: "“export =” is not JavaScript: write “export default”",
  Decorator: "A decorator is not JavaScript yet: call the function yourself",
};

/** Declarations that are nothing but types. */
const typesAlone = new Set([
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSIndexSignature",
  "TSNamespaceExportDeclaration",
]);

/** Parts of expressions, patterns and functions that are nothing but types. */
const typeParts = new Set(["TSTypeAnnotation", "TSTypeParameterDeclaration", "TSTypeParameterInstantiation"]);

const modifiers = /\b(?:public|private|protected|readonly|override)\b/g;

/** Puts spaces in the place of all types. Line ends stay, so that an error names the line and the column that a person wrote. */
export function blankTypes(text: string, program: SyntaxNode, comments: readonly Span[]): Blanked {
  const blanking = new Blanking(text, comments);
  blanking.visit(program);
  return { source: blanking.source, unblankable: blanking.unblankable };
}

class Blanking {
  readonly unblankable: Unblankable[] = [];
  /** UTF-16 code units, as spans count. */
  readonly #units: string[];
  /** The text with its comments blanked, in which keywords and marks are looked for. */
  readonly #bare: string;

  constructor(text: string, comments: readonly Span[]) {
    this.#units = text.split("");
    const bare = text.split("");
    for (const { start, end } of comments) fillWithSpaces(bare, start, end);
    this.#bare = bare.join("");
  }

  get source(): string {
    return this.#units.join("");
  }

  visit(node: SyntaxNode): void {
    const what = makesCode[node.type];
    if (isDeclaredOnly(node)) return this.#blankStatement(node);
    if (what !== undefined) {
      this.unblankable.push({ start: node.start, end: node.end, what });
      return;
    }
    if (typeParts.has(node.type)) return this.#blank(node.start, node.end);
    switch (node.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        this.#blankCast(node);
        break;
      case "TSNonNullExpression":
        this.#blank(node.end - 1, node.end);
        break;
      case "TSTypeAssertion":
        this.#blankAssertion(node);
        return;
      case "ImportDeclaration":
      case "ExportNamedDeclaration":
        for (const specifier of nodesAt(node, "specifiers")) {
          if (specifier["importKind"] === "type" || specifier["exportKind"] === "type") this.#blankWithComma(specifier);
        }
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        this.#blankClassHead(node);
        break;
      case "PropertyDefinition":
      case "MethodDefinition":
        this.#blankModifiers(node);
        break;
      case "VariableDeclarator":
        if (node["definite"] === true) this.#blankMark("!", nameEnd(nodeAt(node, "id")));
        break;
    }
    for (const parameter of nodesAt(node, "params")) this.#blankParameter(parameter);
    for (const child of childrenOf(node)) {
      const isThis = child.type === "Identifier" && child["name"] === "this";
      const isImplemented = nodesAt(node, "implements").includes(child);
      const isCastTo = node.type.startsWith("TS") && child === node["typeAnnotation"];
      if (!isThis && !isImplemented && !isCastTo) this.visit(child);
    }
    if (node.type === "ArrowFunctionExpression") this.#keepArrowOnLine(node);
  }

  #blank(start: number, end: number): void {
    fillWithSpaces(this.#units, start, end);
  }

  /** A semicolon stays in its place, or the line before might go on in the line that follows. */
  #blankStatement({ start, end }: SyntaxNode): void {
    this.#blank(start, end);
    this.#units[start] = ";";
  }

  /** `value as Type`, `value satisfies Type`: from the keyword on. */
  #blankCast(node: SyntaxNode): void {
    const value = nodeAt(node, "expression");
    const type = nodeAt(node, "typeAnnotation");
    if (value === null || type === null) return;
    const between = this.#bare.slice(value.end, type.start);
    const keyword = /\b(?:as|satisfies)\b(?!.*\b(?:as|satisfies)\b)/s.exec(between);
    const start = value.end + (keyword?.index ?? 0);
    this.#blank(start, node.end);
    // Types end at a line end where expressions go on: `x as any` and then `(y)` are two statements.
    if (/^[^\S\n\r]*[\n\r]\s*[([`]/.test(this.#bare.slice(node.end))) this.#units[start] = ";";
  }

  /** `<Type>value` */
  #blankAssertion(node: SyntaxNode): void {
    const type = nodeAt(node, "typeAnnotation");
    const value = nodeAt(node, "expression");
    if (type === null || value === null) return;
    this.#blank(node.start, this.#bare.indexOf(">", type.end) + 1);
    this.visit(value);
  }

  #blankWithComma({ start, end }: SyntaxNode): void {
    const comma = /^\s*,/.exec(this.#bare.slice(end));
    this.#blank(start, end + (comma?.[0].length ?? 0));
  }

  #blankClassHead(node: SyntaxNode): void {
    if (node["abstract"] === true)
      this.#blankWords(/\babstract\b/g, node.start, this.#bare.indexOf("class", node.start));
    const last = nodesAt(node, "implements").at(-1);
    const body = nodeAt(node, "body");
    if (last === undefined || body === null) return;
    const first = nodesAt(node, "implements")[0] ?? last;
    this.#blank(this.#bare.lastIndexOf("implements", first.start), last.end);
  }

  #blankModifiers(node: SyntaxNode): void {
    const key = nodeAt(node, "key");
    if (key === null) return;
    this.#blankWords(modifiers, node.start, key.start);
    const behind = node["computed"] === true ? this.#bare.indexOf("]", key.end) + 1 : key.end;
    if (node["optional"] === true) this.#blankMark("?", behind);
    if (node["definite"] === true) this.#blankMark("!", behind);
  }

  #blankParameter(parameter: SyntaxNode): void {
    if (parameter.type === "Identifier" && parameter["name"] === "this") this.#blankWithComma(parameter);
    else if (parameter["optional"] === true) this.#blankMark("?", nameEnd(parameter));
  }

  /** JavaScript wants `=>` on the line of its `)`: where a type between them has several lines, the `)` moves behind it. */
  #keepArrowOnLine(node: SyntaxNode): void {
    const type = nodeAt(node, "returnType");
    if (type === null || !/[\n\r]/.test(this.#bare.slice(type.start, type.end))) return;
    this.#units[this.#bare.lastIndexOf(")", type.start)] = " ";
    this.#units[type.end - 1] = ")";
  }

  /** The first such mark from the offset on. */
  #blankMark(mark: string, from: number): void {
    const at = this.#bare.indexOf(mark, from);
    if (at >= 0) this.#blank(at, at + 1);
  }

  #blankWords(words: RegExp, start: number, end: number): void {
    for (const { index, 0: word } of this.#bare.slice(start, end).matchAll(words)) {
      this.#blank(start + index, start + index + word.length);
    }
  }
}

/** Whether the statement or the member of a class is nothing but types. */
function isDeclaredOnly(node: SyntaxNode): boolean {
  if (typesAlone.has(node.type) || node["declare"] === true) return true;
  switch (node.type) {
    case "ImportDeclaration":
      return node["importKind"] === "type" || areTypes(nodesAt(node, "specifiers"), "importKind");
    case "ExportAllDeclaration":
      return node["exportKind"] === "type";
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration": {
      const declared = nodeAt(node, "declaration");
      if (declared !== null) return isDeclaredOnly(declared);
      return node["exportKind"] === "type" || areTypes(nodesAt(node, "specifiers"), "exportKind");
    }
    case "PropertyDefinition":
      return node["abstract"] === true;
    case "MethodDefinition":
      return node["abstract"] === true || nodeAt(node, "value")?.type === "TSDeclareMethod";
    default:
      return false;
  }
}

function areTypes(specifiers: readonly SyntaxNode[], kind: "importKind" | "exportKind"): boolean {
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === "type");
}

/** Where a name ends; its node ends with its type. */
function nameEnd(name: SyntaxNode | null): number {
  return name === null ? 0 : name.start + String(name["name"]).length;
}

function fillWithSpaces(units: string[], start: number, end: number): void {
  for (let at = start; at < end; at += 1) if (!/[\n\r\u2028\u2029]/.test(units[at] ?? "")) units[at] = " ";
}
