/** The address of a PeerServer, and of the relay beside it. */
export interface SignalingAddress {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secure: boolean;
}

/** The address of the signaling server that is part of the server at `origin`. */
export function signalingAt(origin: string): SignalingAddress {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === "https:";
  return { host: hostname, port: port === "" ? (secure ? 443 : 80) : Number(port), path: "/peer", secure };
}
