import { isServerRefusal, textSeen, thrownSeen, type Seen } from "../core/seen.ts";
import type { RoomCode } from "../core/ids.ts";
import type {
  ClaimOutcome,
  CodeHolder,
  OriginsOutcome,
  ReleaseOutcome,
  RoomRegister,
  SignalingTrouble,
} from "./room-register.ts";

/** Milliseconds until the server must have answered. A busy server needs less, and a page should not wait longer. */
const answerTimeLimitMs = 8_000;

/** Characters of the server's sentence that are passed on. */
const longestSentence = 300;

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

interface Answer {
  readonly type: "answer";
  readonly status: number;
  readonly retryAfterSeconds: number;
  readonly body: ReadonlyMap<string, unknown>;
}

function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return new Map(typeof body === "object" && body !== null ? Object.entries(body) : []);
  } catch {
    return new Map();
  }
}

type Method = "GET" | "PUT" | "DELETE";

async function sendRequest(
  base: string,
  method: Method,
  path: string,
  body?: unknown,
): Promise<Answer | SignalingTrouble> {
  try {
    const response = await fetch(new URL(path, base), {
      method,
      cache: "no-store",
      // A code is released while its page unloads.
      keepalive: method === "DELETE",
      signal: AbortSignal.timeout(answerTimeLimitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    const seconds = Number(response.headers.get("retry-after") ?? "60");
    return {
      type: "answer",
      status: response.status,
      retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : 60,
      body: fieldsOf(text),
    };
  } catch (error) {
    return { type: "signaling-away", seen: thrownSeen(error) };
  }
}

function troubleOf({ status, retryAfterSeconds, body }: Answer): SignalingTrouble {
  if (status === 429) return { type: "too-many-requests", retryAfterSeconds };
  // A proxy answers so for a server that is away.
  if (status === 502 || status === 504) return { type: "signaling-away", seen: { key: "bad-gateway", status } };
  return { type: "refused", status, seen: refusalIn(body) ?? { key: "unexpected-answer", status } };
}

/** A key of this version, or else the sentence of a server of another one. null where there is neither. */
function refusalIn(body: Answer["body"]): Seen | null {
  const reason = body.get("reason");
  if (isServerRefusal(reason)) return { key: "server-refused", reason };
  const sentence = body.get("error");
  return typeof sentence === "string" ? textSeen(sentence.slice(0, longestSentence)) : null;
}

const roomPath = (code: RoomCode): string => `/api/rooms/${code}`;

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
