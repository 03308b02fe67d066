import { vi } from "vitest";

const getters = {
  getUint8: 1,
  getInt8: 1,
  getUint16: 2,
  getInt16: 2,
  getUint32: 4,
  getInt32: 4,
  getFloat64: 8,
} as const;

/**
 * Bytes that a reader of values decodes while `read` runs: those that it takes out by a DataView, or has made into text. Copies are not
 * counted.
 */
export function bytesReadIn(read: () => void): number {
  let bytes = 0;
  // oxlint-disable-next-line typescript/unbound-method -- called with the decoder that it is asked of
  const { decode } = TextDecoder.prototype;
  const spies = [
    vi.spyOn(TextDecoder.prototype, "decode").mockImplementation(function (this: TextDecoder, ...given) {
      bytes += given[0]?.byteLength ?? 0;
      return decode.apply(this, given);
    }),
  ];
  const { prototype } = DataView;
  const originals = Object.entries(getters).map(([name, size]) => {
    const original: unknown = Reflect.get(prototype, name);
    if (typeof original !== "function") throw new Error(`a DataView has no ${name}`);
    Reflect.set(prototype, name, function (this: DataView, ...given: unknown[]): unknown {
      bytes += size;
      return Reflect.apply(original, this, given);
    });
    return [name, original] as const;
  });
  try {
    read();
  } finally {
    for (const spy of spies) spy.mockRestore();
    for (const [name, original] of originals) Reflect.set(prototype, name, original);
  }
  return bytes;
}
