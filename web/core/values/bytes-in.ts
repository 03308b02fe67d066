/** The bytes that a value is, in its own memory; null where it is something else, such as a list of larger numbers. */
export function bytesIn(value: unknown): Uint8Array<ArrayBuffer> | null {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray || value instanceof DataView) {
    const { buffer, byteOffset, byteLength } = value;
    return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : null;
  }
  return null;
}
