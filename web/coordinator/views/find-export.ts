import { messageOf } from "../../core/message-of.ts";
import { problemsInWords, type ProgramReading } from "../../workloads/program/program-reading.ts";

/** Whether a module exports a name. */
export type Exported =
  | { readonly type: "exported" }
  | { readonly type: "missing" }
  /** The module has the word, and could not be read. `why`: a sentence. */
  | { readonly type: "unread"; readonly why: string };

const missing = { type: "missing" } as const;

/** Comments that begin their line: most modules that have the word without exporting it have it there. */
const commentLines = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;

/** `read`: rejects where the parser cannot be loaded. Never rejects; most modules do not even have the word, and are not read. */
export async function findExport(
  source: string,
  name: string,
  read: (text: string) => Promise<ProgramReading>,
): Promise<Exported> {
  if (!new RegExp(`\\b${name}\\b`).test(source.replace(commentLines, ""))) return missing;
  try {
    const found = await read(source);
    if (found.type === "wrong") return { type: "unread", why: problemsInWords(found.problems) };
    return found.names.has(name) ? { type: "exported" } : missing;
  } catch (error) {
    return { type: "unread", why: `The parser could not be loaded: ${messageOf(error)}` };
  }
}
