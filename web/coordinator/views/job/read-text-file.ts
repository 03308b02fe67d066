import type { FieldInput } from "../../../workloads/field.ts";
import { formatBytes } from "../../../words/format.ts";

/** The file's text for a field of a form, or why it cannot be used, in a sentence. */
export async function readTextFile(file: File, mostBytes: number): Promise<FieldInput> {
  const { name, size } = file;
  if (size > mostBytes) {
    return { unusable: `${name} has ${formatBytes(size)}; at most ${formatBytes(mostBytes)} are read.` };
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return { unusable: `${name} cannot be read: it may have been moved, or changed since it was picked.` };
  }
  try {
    return { name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { unusable: `${name} is no text in UTF-8. Save it as UTF-8, then pick it again.` };
  }
}
