import { isRoomCode, roomAlphabet, roomCodeLength, type RoomCode } from "../../core/ids.ts";
import type { Environment } from "../../environment/environment.ts";

/** Bytes from here on would make the first letters likelier than the last. */
const fairBytes = 256 - (256 % roomAlphabet.length);

/** A room code drawn uniformly. */
export function drawRoomCode(environment: Pick<Environment, "randomBytes">): RoomCode {
  let code = "";
  while (code.length < roomCodeLength) {
    const [byte = fairBytes] = environment.randomBytes(1);
    if (byte < fairBytes) code += roomAlphabet.charAt(byte % roomAlphabet.length);
  }
  if (!isRoomCode(code)) throw new Error(`drew ${code}, which is no room code`);
  return code;
}
