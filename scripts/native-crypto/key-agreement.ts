import { createPrivateKey, createPublicKey, diffieHellman, type JsonWebKeyInput, type KeyObject } from "node:crypto";

export const keyBytes = 32;

const mostKept = 1_000;

/** A private key as it was taken in, which costs more than what is done with it, and its public half. */
interface KeyPair {
  readonly own: KeyObject;
  readonly publicKey: Uint8Array;
}

/** By private key in base64url. Most are used more than once. */
const pairs = new Map<string, KeyPair>();

/** By the two public keys, own one first, what their holders know. In one process both sides ask for the same. */
const agreements = new Map<string, Uint8Array>();

function keep<Value>(kept: Map<string, Value>, name: string, value: Value): void {
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, value);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64url");
}

/** As a JSON Web Key (RFC 8037): OpenSSL takes nine times as long to take the same 32 bytes in as DER. */
function jsonWebKey(halves: { readonly x: string; readonly d?: string }): JsonWebKeyInput {
  return { key: { kty: "OKP", crv: "X25519", ...halves }, format: "jwk" };
}

function pairOf(privateKey: Uint8Array): KeyPair {
  const name = base64url(privateKey);
  const known = pairs.get(name);
  if (known !== undefined) return known;
  // The public half is what one asks the object for.
  const own = createPrivateKey(jsonWebKey({ d: name, x: "" }));
  const { x = "" } = own.export({ format: "jwk" });
  const made = { own, publicKey: new Uint8Array(Buffer.from(x, "base64url")) };
  keep(pairs, name, made);
  return made;
}

/** As in web/core/handshake/key-agreement.ts. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  return pairOf(privateKey).publicKey.slice();
}

/** As in web/core/handshake/key-agreement.ts. */
export function agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  const { own, publicKey: ownPublic } = pairOf(privateKey);
  const [ownName, otherName] = [base64url(ownPublic), base64url(publicKey)];
  const known = agreements.get(`${otherName} ${ownName}`);
  if (known !== undefined) return known.slice();
  try {
    const key = createPublicKey(jsonWebKey({ x: otherName }));
    const agreed = new Uint8Array(diffieHellman({ privateKey: own, publicKey: key }));
    keep(agreements, `${ownName} ${otherName}`, agreed);
    return agreed.slice();
  } catch {
    return null;
  }
}
