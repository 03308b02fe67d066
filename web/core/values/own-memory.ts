/**
 * Whether a view has its memory to itself: a part of a larger buffer would hold all of that alive, and be stored with all
 * of it. A sixteenth more is less than a copy would cost.
 */
export function hasOwnMemory({ byteLength, buffer }: ArrayBufferView): boolean {
  return 16 * byteLength >= 15 * buffer.byteLength;
}
