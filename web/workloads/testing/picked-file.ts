import type { PickedFile } from "../field.ts";

/** A file of 10 GB, which cannot be read. */
export function largeFile(name: string): PickedFile {
  return {
    ...pickedFile(name, ""),
    size: 10_000_000_000,
    stream: () => {
      throw new Error("the file is read");
    },
  };
}

/** A file as the form hands it over. */
export function pickedFile(name: string, content: string | Uint8Array<ArrayBuffer>): PickedFile {
  const file = new File([content], name);
  const head = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { name, size: file.size, modifiedAt: file.lastModified, head, stream: () => file.stream() };
}
