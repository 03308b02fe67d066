import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { isSecret, secretBytes, type Secret } from "./room-keys.ts";

/**
 * The secret of the proofs between a manager and its clients. `authkey`: what both were given. `lent`: the secret in the manager's
 * link, which the signaling server knows as well; two managers with one key have two secrets by it.
 */
export function secretOfAuthkey(authkey: Uint8Array, lent: Secret): Secret {
  const secret = hkdf(sha256, authkey, lent, utf8ToBytes("tabpool manager"), secretBytes);
  if (!isSecret(secret)) throw new Error(`a secret of ${secret.length} bytes`);
  return secret;
}
