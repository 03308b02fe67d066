import type { RoomCode } from "../core/ids.ts";
import type {
  ClaimOutcome,
  CodeHolder,
  OriginsOutcome,
  ReleaseOutcome,
  RoomRegister,
  SignalingTrouble,
} from "./room-register.ts";

/** Longer than a busy server takes; a page should not show nothing for more. */
const answerTimeLimitMs = 8_000;

const longestDetail = 300;

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

async function ask(base: string, method: Method, path: string, body?: unknown): Promise<Answer | SignalingTrouble> {
  try {
    const response = await fetch(new URL(path, base), {
      method,
      cache: "no-store",
      // A room is given back as its page goes.
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
    return { type: "signaling-away", detail: error instanceof Error ? error.message : String(error) };
  }
}

function trouble({ status, retryAfterSeconds, body }: Answer): SignalingTrouble {
  if (status === 429) return { type: "too-many-requests", retryAfterSeconds };
  // A proxy in between answers for a server that is away.
  if (status === 502 || status === 504) return { type: "signaling-away", detail: `status ${status}` };
  const sentence = body.get("error");
  const detail = typeof sentence === "string" ? sentence.slice(0, longestDetail) : `unexpected answer (${status})`;
  return { type: "refused", status, detail };
}

const roomPath = (code: RoomCode): string => `/api/rooms/${code}`;

/** Makes the code this coordinator's. With a secret, whoever knows the code may borrow it; with null, nobody may. */
export async function claimRoom(
  base: string,
  code: RoomCode,
  holder: CodeHolder & { readonly secret: string | null },
): Promise<ClaimOutcome> {
  const { peer, token, secret } = holder;
  const answer = await ask(base, "PUT", roomPath(code), { peer, token, secret });
  if (answer.type !== "answer") return answer;
  if (answer.status === 204) return { type: "claimed" };
  if (answer.status === 409) return { type: "taken" };
  if (answer.status === 403) return { type: "not-registered" };
  return trouble(answer);
}

export async function releaseRoom(base: string, code: RoomCode, { peer, token }: CodeHolder): Promise<ReleaseOutcome> {
  const answer = await ask(base, "DELETE", roomPath(code), { peer, token });
  if (answer.type !== "answer") return answer;
  if (answer.status === 204) return { type: "released" };
  if (answer.status === 403 || answer.status === 404) return { type: "not-held" };
  return trouble(answer);
}

export async function lookUpRoom(base: string, code: RoomCode): Promise<LookUpOutcome> {
  const answer = await ask(base, "GET", roomPath(code));
  if (answer.type !== "answer") return answer;
  if (answer.status === 404) return { type: "unknown" };
  const state = answer.body.get("state");
  if (answer.status === 200 && (state === "open" || state === "away")) return { type: state };
  return trouble(answer);
}

export async function borrowSecret(base: string, code: RoomCode): Promise<BorrowOutcome> {
  const answer = await ask(base, "GET", `${roomPath(code)}/secret`);
  if (answer.type !== "answer") return answer;
  if (answer.status === 404) return { type: "unknown" };
  if (answer.status === 403) return { type: "not-lent" };
  const secret = answer.body.get("secret");
  if (answer.status === 200 && typeof secret === "string") return { type: "lent", secret };
  return trouble(answer);
}

function isOrigin(value: unknown): value is string {
  return typeof value === "string" && value.length < 300 && /^https?:\/\/[^/\s]+$/.test(value);
}

export async function lanOrigins(base: string): Promise<OriginsOutcome> {
  const answer = await ask(base, "GET", "/api/addresses");
  if (answer.type !== "answer") return answer;
  const origins = answer.body.get("origins");
  if (answer.status === 200 && Array.isArray(origins) && origins.every(isOrigin)) return { type: "origins", origins };
  return trouble(answer);
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
