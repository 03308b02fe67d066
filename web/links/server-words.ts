import { isServerRefusal, type Seen } from "../core/seen.ts";

/** What the server says over a WebSocket, with a key before its sentence: `server-full: The server has …`. Of a key without words here the sentence is told. */
export function serverWordsSeen(message: string): Seen {
  const [, reason, sentence = message] = /^([a-z-]+): (.+)$/s.exec(message) ?? [];
  return isServerRefusal(reason) ? { key: "server-refused", reason } : { key: "thrown", message: sentence };
}
