import { concatBytes } from "@noble/hashes/utils.js";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { isKeyHash, keyHashBytes, type KeyHash } from "./coordinator-token.ts";

/** Bytes of the room's secret: 128 bits. */
export const secretBytes = 16;

/** Bytes from which all that the coordinator alone has is derived. */
export const seedBytes = 32;

declare const brand: unique symbol;

/** `secretBytes` random bytes, which let volunteers in. */
export type Secret = Uint8Array & { readonly [brand]: "Secret" };

/** `seedBytes` random bytes, which no volunteer and no server ever sees. */
export type Seed = Uint8Array & { readonly [brand]: "Seed" };

/** What a room's coordinator keeps. */
export interface RoomKeys {
  readonly secret: Secret;
  readonly seed: Seed;
}

/** What a volunteer needs. The join link has it in its fragment, which browsers send to no server. */
export interface Invitation {
  readonly secret: Secret;
  readonly keyHash: KeyHash;
}

export function isSecret(bytes: Uint8Array): bytes is Secret {
  return bytes.length === secretBytes;
}

export function isSeed(bytes: Uint8Array): bytes is Seed {
  return bytes.length === seedBytes;
}

/** The invitation as the join link has it: 43 characters of base64url. */
export function formatInvitation({ secret, keyHash }: Invitation): string {
  return toBase64url(concatBytes(secret, keyHash));
}

/** The invitation whose `formatInvitation` is this text; null if there is none. */
export function parseInvitation(text: string): Invitation | null {
  const bytes = fromBase64url(text, secretBytes + keyHashBytes);
  if (bytes === null) return null;
  const [secret, keyHash] = [bytes.slice(0, secretBytes), bytes.slice(secretBytes)];
  return isSecret(secret) && isKeyHash(keyHash) ? { secret, keyHash } : null;
}

/** Whether the text is what join links had before coordinators had keys: the secret alone. */
export function isKeylessInvitation(text: string): boolean {
  return fromBase64url(text, secretBytes) !== null;
}
