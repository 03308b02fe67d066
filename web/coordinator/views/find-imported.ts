import type { Blob } from "../../core/blobs/blob.ts";
import { isWasm, specifiersIn } from "../../core/job/import-specifiers.ts";
import type { Program } from "../../core/job/job.ts";
import type { LoadableModule } from "../../workloads/program/module-trial.ts";

/** A program with those of its files that it imports. Never rejects; `findBlobs` is asked only where it imports any. */
export async function findImported(
  { source, files: named }: Pick<Program, "source" | "files">,
  findBlobs: () => Promise<readonly Blob[]>,
): Promise<LoadableModule> {
  const files = new Map<string, Uint8Array>();
  const namesIn = (text: string): readonly string[] =>
    specifiersIn(text).flatMap(({ name }) => (Object.hasOwn(named, name) ? [name] : []));
  const wanted = [...namesIn(source)];
  if (wanted.length === 0) return { source, files };
  const blobs = await findBlobs().catch((): readonly Blob[] => []);
  for (const name of wanted) {
    const bytes = blobs.find((blob) => blob.name.hash === named[name]?.hash)?.bytes;
    if (bytes === undefined || files.has(name)) continue;
    files.set(name, bytes);
    if (!isWasm.test(name)) wanted.push(...namesIn(new TextDecoder().decode(bytes)));
  }
  return { source, files };
}
