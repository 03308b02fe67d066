import { pow } from "@noble/curves/abstract/modular.js";
import { montgomery } from "@noble/curves/abstract/montgomery.js";

/** Bytes of a private key, of a public key, and of what two sides agree on. */
export const keyBytes = 32;

const prime = 2n ** 255n - 19n;

/** X25519 (RFC 7748). The package's own `x25519` brings all of Ed25519 along: 10 kB instead of 3 on a phone. */
const curve = montgomery({
  type: "x25519",
  P: prime,
  powPminus2: (x) => pow(x, prime - 2n, prime),
  adjustScalarBytes(bytes: Uint8Array) {
    bytes[0] = (bytes[0] ?? 0) & 0xf8;
    bytes[31] = ((bytes[31] ?? 0) & 0x7f) | 0x40;
    return bytes;
  },
});

/** The public half of a private key, which is any `keyBytes` random bytes. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  return curve.getPublicKey(privateKey);
}

/** What only the holders of the two private keys know. Null for a public key that is none: everybody would know it. */
export function agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  try {
    return curve.getSharedSecret(privateKey, publicKey);
  } catch {
    return null;
  }
}
