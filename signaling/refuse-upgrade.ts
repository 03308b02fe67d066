import type { Duplex } from "node:stream";

/** Answers an upgrade that is not wanted with plain HTTP, and closes. `status` is code and phrase. */
export function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  // A reset by the other side in the meantime is its own affair; unheard, it would end the process.
  socket.on("error", () => socket.destroy());
  const body = JSON.stringify({ error: sentence });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Cache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
