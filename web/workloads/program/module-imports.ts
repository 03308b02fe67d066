import { problemAt, type FileImport, type ProgramProblem } from "./program-reading.ts";
import { childrenOf, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

interface FoundImports {
  readonly imports: readonly FileImport[];
  /** Of what a sandbox would refuse in any case. */
  readonly problems: readonly ProgramProblem[];
}

/** All that the module imports by a name that it spells out. */
export function importsIn(text: string, program: SyntaxNode): FoundImports {
  const imports: FileImport[] = [];
  const problems: ProgramProblem[] = [];
  for (const { source, hasAttributes } of nodesAt(program, "body").flatMap(importersIn)) {
    const { start: from, end: to, value } = source;
    const specifier = String(value);
    const what = specifier.startsWith("./") ? (hasAttributes ? withoutAttributes : null) : elsewhere(specifier);
    if (what === null) imports.push({ name: specifier.slice("./".length), from, to });
    else problems.push(problemAt(text, from, to, what));
  }
  return { imports, problems };
}

const withoutAttributes =
  "An import of a file has no attributes here: a module says itself what it exports; bytes are read by task.file.";

function elsewhere(specifier: string): string {
  const named = JSON.stringify(specifier);
  return `${named} cannot be imported: tasks run without network and packages. Put what you need into this text, or into a file of the job: import "./name.js".`;
}

interface Importer {
  readonly source: SyntaxNode;
  readonly hasAttributes: boolean;
}

function importersIn(node: SyntaxNode): readonly Importer[] {
  const source = node.type.startsWith("Import") || node.type.startsWith("Export") ? nodeAt(node, "source") : null;
  const inside = childrenOf(node).flatMap(importersIn);
  if (source === null || !isSpelledOut(node, source)) return inside;
  const hasAttributes = nodesAt(node, "attributes").length > 0 || nodeAt(node, "options") !== null;
  return [{ source, hasAttributes }, ...inside];
}

/** Addresses of bytes that the program makes itself can be imported while it runs. */
function isSpelledOut({ type }: SyntaxNode, { value }: SyntaxNode): boolean {
  return typeof value === "string" && (type !== "ImportExpression" || !/^(?:data|blob):/.test(value));
}
