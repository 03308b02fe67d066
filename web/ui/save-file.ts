/** Long enough for any browser to have begun to read the file. */
const readByMs = 60_000;

/** Hands the person a file to keep. */
export function saveFile(name: string, type: string, parts: readonly Blob[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), readByMs);
}
