import type { RoomCode } from "../core/ids.ts";
import type { ClaimOutcome, CodeHolder, OriginsOutcome, ReleaseOutcome, RoomRegister } from "./room-register.ts";
import { roomPath, sendRequest, troubleOf } from "./signaling-request.ts";

/** Claims the code for this coordinator. Volunteers that know the code may borrow the secret; null lets none join by code. */
export async function claimRoom(
  base: string,
  code: RoomCode,
  holder: CodeHolder & { readonly secret: string | null },
): Promise<ClaimOutcome> {
  const { peer, token, secret } = holder;
  const answer = await sendRequest(base, "PUT", roomPath(code), { peer, token, secret });
  if (answer.type !== "answer") return answer;
  if (answer.status === 204) return { type: "claimed" };
  if (answer.status === 409) return { type: "taken" };
  if (answer.status === 403) return { type: "not-registered" };
  return troubleOf(answer);
}

/** Gives the code back, so that another room may claim it. */
export async function releaseRoom(base: string, code: RoomCode, { peer, token }: CodeHolder): Promise<ReleaseOutcome> {
  const answer = await sendRequest(base, "DELETE", roomPath(code), { peer, token });
  if (answer.type !== "answer") return answer;
  if (answer.status === 204) return { type: "released" };
  if (answer.status === 403 || answer.status === 404) return { type: "not-held" };
  return troubleOf(answer);
}

function isOrigin(value: unknown): value is string {
  return typeof value === "string" && value.length < 300 && /^https?:\/\/[^/\s]+$/.test(value);
}

/** Asks for the server's origins on its networks. */
export async function lanOrigins(base: string): Promise<OriginsOutcome> {
  const answer = await sendRequest(base, "GET", "/api/addresses");
  if (answer.type !== "answer") return answer;
  const origins = answer.body.get("origins");
  if (answer.status === 200 && Array.isArray(origins) && origins.every(isOrigin)) return { type: "origins", origins };
  return troubleOf(answer);
}

/** The register at the server of this origin. */
export function registerAt(origin: string): RoomRegister {
  return {
    origin,
    claimCode: (code, holder) => claimRoom(origin, code, holder),
    releaseCode: (code, holder) => releaseRoom(origin, code, holder),
    findOrigins: () => lanOrigins(origin),
  };
}
