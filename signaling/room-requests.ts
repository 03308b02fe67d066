import { isRoomCode, type RoomCode } from "../web/core/ids.ts";
import { parsePeerId } from "./peer-ids.ts";
import type { Holder } from "./room-codes.ts";

/** A parsed path of the API. */
export type ApiRoute =
  | { readonly type: "addresses" }
  | { readonly type: "room"; readonly code: RoomCode }
  | { readonly type: "secret"; readonly code: RoomCode }
  | { readonly type: "bad-code" }
  | { readonly type: "unknown" };

export function apiRoute(path: string): ApiRoute {
  if (path === "/api/addresses") return { type: "addresses" };
  const [, code, secret] = /^\/api\/rooms\/([^/]+)(\/secret)?$/.exec(path) ?? [];
  if (code === undefined) return { type: "unknown" };
  if (!isRoomCode(code)) return { type: "bad-code" };
  return { type: secret === undefined ? "room" : "secret", code };
}

export type ClaimRequest =
  | { readonly ok: true; readonly holder: Holder; readonly secret: string | null }
  | { readonly ok: false; readonly reason: string };

function fieldsOf(body: unknown): ReadonlyMap<string, unknown> | null {
  return typeof body === "object" && body !== null && !Array.isArray(body) ? new Map(Object.entries(body)) : null;
}

function isSecret(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9_-]{16,128}$/.test(value);
}

/** The holder in a request's body, or what is wrong. Only a coordinator can hold a code. */
export function readHolder(
  body: unknown,
): { readonly ok: true; readonly holder: Holder } | { readonly ok: false; readonly reason: string } {
  const fields = fieldsOf(body);
  if (fields === null) return { ok: false, reason: "The body must be a JSON object." };
  const name = parsePeerId(fields.get("peer"));
  if (name === null || name.role !== "coordinator") return { ok: false, reason: "peer must be a coordinator's id." };
  const token = fields.get("token");
  if (typeof token !== "string" || token.length === 0 || token.length > 128) {
    return { ok: false, reason: "token must be the token that the coordinator registered with." };
  }
  return { ok: true, holder: { peer: name.id, token } };
}

/** The claim in a request's body, or what is wrong. */
export function readClaim(body: unknown): ClaimRequest {
  const holder = readHolder(body);
  if (!holder.ok) return holder;
  const secret = fieldsOf(body)?.get("secret");
  if (secret !== null && !isSecret(secret)) {
    return { ok: false, reason: "secret must be null or 16 to 128 letters, digits, - or _." };
  }
  return { ok: true, holder: holder.holder, secret };
}
