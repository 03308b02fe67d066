import type { Duplex } from "node:stream";

/** Refuses an upgrade with an HTTP answer, and closes the socket. `status` is code and phrase. */
export function refuseUpgrade(socket: Duplex, status: string, sentence: string): void {
  // Without a listener, a reset by the client meanwhile would end the process.
  socket.on("error", () => socket.destroy());
  const body = JSON.stringify({ error: sentence });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Cache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
