import type { PickedFile, UnusableFile } from "../../../workloads/field.ts";
import { unreadable } from "../../../workloads/inputs/file-inputs.ts";

/** Bytes of a file that are looked at before the start: the first rows, and what is wrong with them. */
export const headBytes = 64 * 1024;

/** The file for a field of a form, or why it cannot be used, in a sentence. Only its beginning is read. */
export async function takeFile(file: File): Promise<PickedFile | UnusableFile> {
  const { name, size, lastModified: modifiedAt } = file;
  try {
    const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
    return { name, size, modifiedAt, head, stream: () => file.stream() };
  } catch {
    return { unusable: `${unreadable(name)}.` };
  }
}
