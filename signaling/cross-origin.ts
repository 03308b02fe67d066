import type { IncomingMessage, ServerResponse } from "node:http";
import { answerNothing } from "./answers.ts";
import { readOrigin } from "./origins.ts";

/** Seconds that a browser may remember that its page is allowed. */
const rememberSeconds = 600;

/**
 * Lets a page of an allowed origin read the API's answers. Returns true where the request was the browser's own question whether the
 * page may ask, which is answered then.
 */
export function admitForeignPage(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: ReadonlySet<string>,
): boolean {
  const { origin } = request.headers;
  const read = origin === undefined ? null : readOrigin(origin);
  if (read === null || !allowed.has(read)) return false;
  response.setHeader("Access-Control-Allow-Origin", read);
  response.setHeader("Access-Control-Expose-Headers", "Retry-After");
  response.setHeader("Vary", "Origin");
  if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return false;
  response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, PUT, DELETE");
  response.setHeader("Access-Control-Allow-Headers", "Content-Type");
  response.setHeader("Access-Control-Max-Age", String(rememberSeconds));
  answerNothing(response);
  return true;
}
