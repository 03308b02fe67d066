import type { Blob } from "../../core/blobs/blob.ts";
import { isWasm, specifiersIn } from "../../core/job/import-specifiers.ts";
import type { Program } from "../../core/job/job.ts";
import { messageOf } from "../../core/message-of.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { maxSourceLength } from "../../core/wire/limits.ts";
import type { LoadableModule } from "../../workloads/program/module-trial.ts";
import { formatBytes } from "../../words/format.ts";

/**
 * A program with those of its files that it imports; a sentence where one of them cannot be had, so that the program would not load.
 * Never rejects; `findBlobs` is asked only where it imports any.
 */
export async function findImported(
  { source, files: named }: Pick<Program, "source" | "files">,
  findBlobs: () => Promise<readonly Blob[]>,
): Promise<Result<LoadableModule>> {
  const files = new Map<string, Uint8Array>();
  const wanted = new Set<string>();
  const want = (text: string): void => {
    for (const { name } of specifiersIn(text)) if (Object.hasOwn(named, name)) wanted.add(name);
  };
  want(source);
  if (wanted.size === 0) return value({ source, files });
  let blobs: readonly Blob[];
  try {
    blobs = await findBlobs();
  } catch (error) {
    return problem(`The files that the program imports cannot be read: ${messageOf(error)}.`);
  }
  // Those that a file imports are added behind it.
  for (const name of wanted) {
    const bytes = blobs.find((blob) => blob.name.hash === named[name]?.hash)?.bytes;
    if (bytes === undefined) return problem(`${name}, which the program imports, is not on record.`);
    files.set(name, bytes);
    if (isWasm.test(name)) continue;
    // Strangers make jobs, too: what the form refuses is not searched for imports either.
    if (bytes.length > maxSourceLength)
      return problem(`${name}, which the program imports, is too large: the most is ${formatBytes(maxSourceLength)}.`);
    want(new TextDecoder().decode(bytes));
  }
  return value({ source, files });
}
