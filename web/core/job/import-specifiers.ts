/** Names of files that can be imported. */
export const isWasm = /\.wasm$/;
export const isModule = /\.m?[jt]s$/;

/**
 * What stands for an import of such a file, `from "./helper.js"`, `import "./helper.js"` or `import("./helper.js")`, in the text
 * of a module. A slot has no parser; the coordinator's page has one, and starts no job in whose text this finds anything else.
 */
const ofFile = /(\bfrom\s*|\bimport\s*(?:\(\s*)?)(["'])\.\/([^"'\\\n\r]+\.(?:m?[jt]s|wasm))\2/g;

export interface FoundSpecifier {
  readonly name: string;
  /** Of the specifier with its quotes, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

/** In the order of the text; a name as often as it is there. */
export function specifiersIn(text: string): readonly FoundSpecifier[] {
  return Array.from(text.matchAll(ofFile), ({ 0: all, 1: before = "", 3: name = "", index }) => ({
    name,
    from: index + before.length,
    to: index + all.length,
  }));
}

/** The text with addresses in the place of those names that have one. */
export function withAddresses(text: string, addresses: ReadonlyMap<string, string>): string {
  return text.replace(ofFile, (all, before: string, quote: string, name: string) => {
    const address = addresses.get(name);
    return address === undefined ? all : before + quote + address + quote;
  });
}

/** The job's program in stacks and in circles: no file that is imported may have this name. */
export const programFileName = "task.js";

/** `task.js → a.js → b.js → a.js` */
export function circleInWords(path: readonly string[]): string {
  return path.join(" → ");
}
