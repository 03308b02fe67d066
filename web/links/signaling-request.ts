import { isServerRefusal, textSeen, thrownSeen, type Seen } from "../core/seen.ts";
import type { RoomCode } from "../core/ids.ts";
import type { SignalingTrouble } from "./room-register.ts";

/** Milliseconds until the server must have answered. A busy server needs less, and a page should not wait longer. */
const answerTimeLimitMs = 8_000;

/** Characters of the server's sentence that are passed on. */
const longestSentence = 300;

export interface Answer {
  readonly type: "answer";
  readonly status: number;
  readonly retryAfterSeconds: number;
  readonly body: ReadonlyMap<string, unknown>;
}

/** null where the text is no JSON. */
function fieldsOf(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return new Map(typeof body === "object" && body !== null ? Object.entries(body) : []);
  } catch {
    return null;
  }
}

/** What a proxy answers by itself for a server that is away or asked too much. */
const ofProxies = new Set([429, 502, 503, 504]);

/** Whether the server has answered: it speaks JSON or says nothing, and sends nobody elsewhere. Filters and sign-in pages of guest networks do. */
function isServers({ status, body }: { readonly status: number; readonly body: unknown }): boolean {
  return status === 204 || (status >= 200 && (status < 300 || status >= 400) && body !== null) || ofProxies.has(status);
}

type Method = "GET" | "PUT" | "DELETE";

/** Asks the server with this base address. */
export async function sendRequest(
  base: string,
  method: Method,
  path: string,
  sent?: unknown,
): Promise<Answer | SignalingTrouble> {
  try {
    const response = await fetch(new URL(path, base), {
      method,
      cache: "no-store",
      // Followed, a redirect to another host would fail as if no server were there.
      redirect: "manual",
      // A code is released while its page unloads.
      keepalive: method === "DELETE",
      signal: AbortSignal.timeout(answerTimeLimitMs),
      ...(sent === undefined ? {} : { body: JSON.stringify(sent), headers: { "content-type": "application/json" } }),
    });
    const { status } = response;
    const body = fieldsOf(await response.text());
    if (!isServers({ status, body })) return { type: "refused", status, seen: { key: "not-the-server", status } };
    const seconds = Number(response.headers.get("retry-after") ?? "60");
    return {
      type: "answer",
      status,
      retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : 60,
      body: body ?? new Map<string, unknown>(),
    };
  } catch (error) {
    return { type: "signaling-away", seen: thrownSeen(error) };
  }
}

export function troubleOf({ status, retryAfterSeconds, body }: Answer): SignalingTrouble {
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

export const roomPath = (code: RoomCode): string => `/api/rooms/${code}`;
