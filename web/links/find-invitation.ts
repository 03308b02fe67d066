import type { RoomCode } from "../core/ids.ts";
import type { FoundInvitation } from "./room-register.ts";
import { borrowSecret } from "./signaling-client.ts";

/** Asks the server at this origin for what leads to the manager with this code. */
export async function findInvitation(origin: string, code: RoomCode): Promise<FoundInvitation> {
  const borrowed = await borrowSecret(origin, code);
  switch (borrowed.type) {
    case "lent":
      return { type: "found", text: borrowed.secret };
    case "unknown":
    case "not-lent":
      return { type: "missing", seen: { key: "room-unknown" } };
    case "too-many-requests":
      return { type: "missing", seen: { key: "too-many-requests", seconds: borrowed.retryAfterSeconds } };
    case "refused":
    case "signaling-away":
      return { type: "missing", seen: borrowed.seen };
  }
}
