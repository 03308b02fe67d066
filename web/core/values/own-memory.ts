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
