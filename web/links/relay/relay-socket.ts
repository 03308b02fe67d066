/** The members of a WebSocket that a relayed link uses. */
export interface RelaySocket {
  binaryType: string;
  send(data: Uint8Array<ArrayBuffer> | string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
}

/** Opens a WebSocket to an address; `WebSocket` itself in a page. */
export type OpenSocket = (address: string) => RelaySocket;

/** Where the relay of a server is. */
export interface RelayAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** Of one end of a relayed link. `query`: what the server must know of it. */
export function relaySocketAddress(
  { host, port, secure }: RelayAddress,
  query: Readonly<Record<string, string>>,
): string {
  return `${secure ? "wss" : "ws"}://${host}:${port}/peer/relay?${new URLSearchParams(query).toString()}`;
}

/** What the coordinator tells the server of a volunteer that has proved itself: its link may carry more than a handshake from then on. */
export const provedWord = "PROVED";
