/** Bytes that become one piece of text: a multiple of three, and few enough to be the arguments of one call. */
const pieceBytes = 3 * 0x2000;

export function toBase64(bytes: Uint8Array): string {
  let base64 = "";
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    base64 += btoa(String.fromCharCode(...bytes.subarray(at, at + pieceBytes)));
  }
  return base64;
}

/** @throws an error for a text that is not base64. */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const units = atob(base64);
  const bytes = new Uint8Array(units.length);
  for (let at = 0; at < units.length; at += 1) bytes[at] = units.charCodeAt(at);
  return bytes;
}
