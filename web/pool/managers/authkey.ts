import { kindOf } from "../kind-of.ts";

/** The bytes of a key. @throws TypeError, RangeError for what is none. */
export function readAuthkey(authkey: unknown): Uint8Array {
  if (typeof authkey !== "string" && !(authkey instanceof Uint8Array)) {
    throw new TypeError(`authkey must be a text or bytes, got ${kindOf(authkey)}`);
  }
  if (authkey.length === 0) throw new RangeError("authkey must not be empty");
  return typeof authkey === "string" ? new TextEncoder().encode(authkey) : authkey.slice();
}
