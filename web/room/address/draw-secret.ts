import { isSecret, secretBytes, type Secret } from "../../core/handshake/identity.ts";
import { randomBytes } from "../../links/random.ts";

export function drawSecret(): Secret {
  const bytes = randomBytes(secretBytes);
  if (!isSecret(bytes)) throw new Error("a drawn secret has the wrong length");
  return bytes;
}
