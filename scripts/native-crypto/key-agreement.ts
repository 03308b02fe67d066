import { createPrivateKey, createPublicKey, diffieHellman, type JsonWebKeyInput, type KeyObject } from "node:crypto";

export const keyBytes = 32;

const mostKept = 1_000;

/** Taking a key in costs more than what is done with it, and most are used more than once. */
const kept = new Map<string, KeyObject>();

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64url");
}

/** As a JSON Web Key (RFC 8037): OpenSSL takes nine times as long to take the same 32 bytes in as DER. */
function jsonWebKey(halves: { readonly x: string; readonly d?: string }): JsonWebKeyInput {
  return { key: { kty: "OKP", crv: "X25519", ...halves }, format: "jwk" };
}

function privateKeyObject(key: Uint8Array): KeyObject {
  const name = base64url(key);
  const known = kept.get(name);
  if (known !== undefined) return known;
  // The public half is what one asks the object for.
  const made = createPrivateKey(jsonWebKey({ d: name, x: "" }));
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, made);
  return made;
}

/** As in web/core/handshake/key-agreement.ts. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const { x = "" } = privateKeyObject(privateKey).export({ format: "jwk" });
  return new Uint8Array(Buffer.from(x, "base64url"));
}

/** As in web/core/handshake/key-agreement.ts. */
export function agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  try {
    const key = createPublicKey(jsonWebKey({ x: base64url(publicKey) }));
    return new Uint8Array(diffieHellman({ privateKey: privateKeyObject(privateKey), publicKey: key }));
  } catch {
    return null;
  }
}
