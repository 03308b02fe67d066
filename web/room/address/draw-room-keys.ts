import { isSecret, isSeed, secretBytes, seedBytes, type RoomKeys } from "../../core/handshake/room-keys.ts";
import type { Environment } from "../../environment/environment.ts";

export function drawRoomKeys(environment: Pick<Environment, "randomBytes">): RoomKeys {
  const secret = environment.randomBytes(secretBytes);
  const seed = environment.randomBytes(seedBytes);
  if (!isSecret(secret) || !isSeed(seed)) throw new Error("drawn keys have the wrong length");
  return { secret, seed };
}
