import type { PickedFile } from "../field.ts";

/** A file as the form hands it over. */
export function pickedFile(name: string, content: string | Uint8Array<ArrayBuffer>): PickedFile {
  const file = new File([content], name);
  const head = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { name, size: file.size, modifiedAt: file.lastModified, head, stream: () => file.stream() };
}
