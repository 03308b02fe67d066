/** Random bytes of cryptographic quality. Works on plain-http pages too, unlike `crypto.subtle`. */
export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
