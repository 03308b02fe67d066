import type { IncomingMessage, ServerResponse } from "node:http";
import { commonHeaders } from "./app-policy.ts";

const dataHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

/** Answers with `body` as JSON; without it for HEAD. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  answer(response, status, JSON.stringify(body), { "Content-Type": "application/json", ...headers });
}

/** Answers 200 with a text of this media type; without it for HEAD. */
export function answerText(response: ServerResponse, text: string, mediaType: string): void {
  answer(response, 200, text, { "Content-Type": mediaType });
}

function answer(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { ...dataHeaders, "Content-Length": String(Buffer.byteLength(text)), ...headers });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

/** Answers `{ error: sentence }`. The sentence says what was wrong and what to do. */
export function answerError(
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  answerJson(response, status, { error: sentence }, headers);
}

/** Answers 204: done, and there is nothing to say. */
export function answerNothing(response: ServerResponse): void {
  response.writeHead(204, dataHeaders);
  response.end();
}

export type JsonBody =
  | { readonly type: "body"; readonly value: unknown }
  | { readonly type: "malformed" }
  | { readonly type: "too-large" }
  /** The client has closed the connection. No answer can be sent. */
  | { readonly type: "gone" };

/** Reads the body as JSON. At most `limit` bytes are kept in memory. */
export async function readJson(request: IncomingMessage, limit: number): Promise<JsonBody> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return { type: "too-large" };
  const chunks: Buffer[] = [];
  let bytes = 0;
  const whole = await new Promise<"whole" | "too-large" | "gone">((resolve) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) resolve("too-large");
      else chunks.push(chunk);
    });
    request.once("end", () => resolve("whole"));
    request.once("error", () => resolve("gone"));
    request.once("close", () => resolve("gone"));
  });
  if (whole !== "whole") return { type: whole };
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return { type: "body", value };
  } catch {
    return { type: "malformed" };
  }
}
