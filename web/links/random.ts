/** `count` random bytes of cryptographic quality; there on plain-http pages too, unlike `crypto.subtle`. */
export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
