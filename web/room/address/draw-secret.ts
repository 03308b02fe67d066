import { isSecret, secretBytes, type Secret } from "../../core/handshake/identity.ts";
import type { Environment } from "../../environment/environment.ts";

export function drawSecret(environment: Pick<Environment, "randomBytes">): Secret {
  const bytes = environment.randomBytes(secretBytes);
  if (!isSecret(bytes)) throw new Error("a drawn secret has the wrong length");
  return bytes;
}
