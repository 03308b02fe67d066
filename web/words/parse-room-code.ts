import { isRoomCode, roomAlphabet, roomCodeLength, type RoomCode } from "../core/ids.ts";
import { problem, value, type Result } from "../core/result.ts";

/** A code as people type it from a projector: any case, with spaces, hyphens or dots in between. */
export function parseRoomCode(text: string): Result<RoomCode> {
  const typed = text.replaceAll(/[\s.\-_–]/g, "").toUpperCase();
  if (isRoomCode(typed)) return value(typed);
  const strangers = [...new Set(typed)].filter((character) => !roomAlphabet.includes(character));
  if (strangers.length > 0) {
    return problem(`A room code has no ${strangers.join(", ")}: only letters and digits, without I, L, O, 0 and 1.`);
  }
  const counted = typed.length === 0 ? "" : ` This one has ${typed.length}.`;
  return problem(`A room code has ${roomCodeLength} characters.${counted}`);
}
