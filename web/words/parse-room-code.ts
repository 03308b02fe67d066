import { isRoomCode, roomAlphabet, roomCodeLength, type RoomCode } from "../core/ids.ts";
import { problem, value, type Result } from "../core/result.ts";
import type { CodeWrong } from "./sayings.ts";

/** A code as people type it from a projector: any case, with spaces, hyphens or dots in between. */
export function parseRoomCode(text: string): Result<RoomCode, CodeWrong> {
  const typed = text.replaceAll(/[\s.\-_–]/g, "").toUpperCase();
  if (isRoomCode(typed)) return value(typed);
  const characters = [...new Set(typed)].filter((character) => !roomAlphabet.includes(character));
  if (characters.length > 0) return problem({ key: "code-strangers", characters });
  return problem({ key: "code-length", length: roomCodeLength, typed: typed.length });
}
