/** One node of a syntax tree in ESTree's form, with the nodes of TypeScript beside it. Offsets are in UTF-16 code units. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    "start" in value &&
    typeof value.start === "number" &&
    "end" in value &&
    typeof value.end === "number"
  );
}

export function nodeAt(node: SyntaxNode, member: string): SyntaxNode | null {
  const found = node[member];
  return isNode(found) ? found : null;
}

/** The nodes of a list; none where the member is no list. A hole of an array pattern is left out. */
export function nodesAt(node: SyntaxNode, member: string): readonly SyntaxNode[] {
  const found = node[member];
  return Array.isArray(found) ? found.filter(isNode) : [];
}

/** All nodes directly below, in no particular order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node).flatMap((member) =>
    Array.isArray(member) ? member.filter(isNode) : isNode(member) ? [member] : [],
  );
}
