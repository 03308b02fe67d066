import type { RoomCode } from "../core/ids.ts";
import type { SignalingTrouble } from "./room-register.ts";
import { roomPath, sendRequest, troubleOf } from "./signaling-request.ts";

export type LookUpOutcome =
  /** A coordinator has this code and is registered now. */
  | { readonly type: "open" }
  /** The code is held, and its coordinator is not there at the moment. */
  | { readonly type: "away" }
  | { readonly type: "unknown" }
  | SignalingTrouble;

export type BorrowOutcome =
  /** The room's secret as text, for `parseSecret`. */
  | { readonly type: "lent"; readonly secret: string }
  /** The coordinator keeps the secret to itself: the full link is needed. */
  | { readonly type: "not-lent" }
  | { readonly type: "unknown" }
  | SignalingTrouble;

/** Asks whether a room has the code. */
export async function lookUpRoom(base: string, code: RoomCode): Promise<LookUpOutcome> {
  const answer = await sendRequest(base, "GET", roomPath(code));
  if (answer.type !== "answer") return answer;
  if (answer.status === 404) return { type: "unknown" };
  const state = answer.body.get("state");
  if (answer.status === 200 && (state === "open" || state === "away")) return { type: state };
  return troubleOf(answer);
}

/** Asks for the secret of the room with this code. */
export async function borrowSecret(base: string, code: RoomCode): Promise<BorrowOutcome> {
  const answer = await sendRequest(base, "GET", `${roomPath(code)}/secret`);
  if (answer.type !== "answer") return answer;
  if (answer.status === 404) return { type: "unknown" };
  if (answer.status === 403) return { type: "not-lent" };
  const secret = answer.body.get("secret");
  if (answer.status === 200 && typeof secret === "string") return { type: "lent", secret };
  return troubleOf(answer);
}
