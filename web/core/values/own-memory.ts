/**
 * True if the view covers at least 15/16 of its buffer. Otherwise it is worth a copy: keeping or storing the view would keep
 * or store the whole buffer.
 */
export function hasOwnMemory({ byteLength, buffer }: ArrayBufferView): boolean {
  return 16 * byteLength >= 15 * buffer.byteLength;
}

/** The view itself if it has its memory to itself, else a copy. */
export function inOwnMemory<View extends ArrayBufferView & { slice(): View }>(view: View): View {
  return hasOwnMemory(view) ? view : view.slice();
}

/** Memory of fewer bytes is left to the collector of garbage: that is quicker. */
const worthFreeingBytes = 16 * 1024;

/**
 * Gives the view's memory back at once, where the platform can; the view is empty then. A page that copies tens of megabytes a
 * second would otherwise hold hundreds that nobody needs until they are collected. Does nothing unless the view has its memory
 * to itself.
 */
export function freeMemory(view: ArrayBufferView): void {
  const { buffer } = view;
  if (view.byteLength < worthFreeingBytes || !hasOwnMemory(view) || !isTransferable(buffer)) return;
  buffer.transfer(0);
}

/** Browsers since 2024, and Node since 21. */
function isTransferable(buffer: object): buffer is { transfer(byteLength: number): unknown } {
  return "transfer" in buffer && typeof buffer.transfer === "function";
}
