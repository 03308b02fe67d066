/** A prime, so that a frame that is lost or comes twice changes the pattern. */
const period = 251;

/**
 * @param {[number, number]} input how many bytes, and where their pattern starts
 */
export default function bulk([size, start]) {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < Math.min(size, period); at += 1) bytes[at] = start + at;
  for (let done = period; done < size; done *= 2) bytes.copyWithin(done, 0, Math.min(done, size - done));
  return bytes;
}
