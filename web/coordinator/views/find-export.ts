import { messageOf } from "../../core/message-of.ts";
import { problemsInWords, type ProgramReading } from "../../workloads/program/program-reading.ts";

/** Whether a module exports a name. */
export type Exported =
  | { readonly type: "exported" }
  | { readonly type: "missing" }
  /** The module has the word, and could not be read. `why`: a sentence. */
  | { readonly type: "unread"; readonly why: string };

const missing = { type: "missing" } as const;

/** Lines that are comments. Longer ones are left to the parser: what looks like one may begin within a text. */
const commentLines = /^[ \t]*\/\/.*/gm;

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
