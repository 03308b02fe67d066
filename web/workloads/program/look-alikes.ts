import { specifiersIn } from "../../core/job/import-specifiers.ts";
import { problemAt, type FileImport, type ProgramProblem } from "./program-reading.ts";

/**
 * Where a slot would put the address of one of these files into a module's JavaScript, though it is none of the module's imports: the
 * slot has no parser.
 */
export function lookAlikes(
  source: string,
  imports: readonly Pick<FileImport, "from">[],
  files: Pick<ReadonlySet<string>, "has">,
): readonly ProgramProblem[] {
  return specifiersIn(source)
    .filter(({ name, from }) => files.has(name) && !imports.some((one) => one.from === from))
    .map(({ name, from, to }) => problemAt(source, from, to, inWords(name)));
}

function inWords(name: string): string {
  return `This reads like an import of ${name}, and would be replaced by its address, though it is none. Write it otherwise, as without “./”.`;
}
