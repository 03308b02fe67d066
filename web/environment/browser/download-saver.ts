import type { FileSaver } from "../file-saver.ts";

/** Milliseconds after which any browser has begun to read a file. */
const readByMs = 60_000;

/** Hands files to the person as downloads. The browser keeps each part as soon as it is added. */
export const downloadSaver: FileSaver = {
  beginFile(name, mediaType) {
    const parts: Blob[] = [];
    return {
      addPart: (text) => void parts.push(new Blob([text])),
      save: () => saveDownload(name, new Blob(parts, { type: mediaType })),
    };
  },
};

/** Hands one file to the person. */
export function saveDownload(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), readByMs);
}
