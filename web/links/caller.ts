import type { DataConnection } from "peerjs";

/** Who offers a link. */
export interface Caller {
  /** Its id at the signaling server, which vouches for it. */
  readonly id: string;
  /** Stands for its network; null if the server does not tell. */
  readonly origin: string | null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

/** The tag that the signaling server puts in the metadata of an offer in place of the client's own. */
export function originIn(metadata: unknown): string | null {
  const from = fieldOf(metadata, "from");
  return typeof from === "string" && /^[0-9a-f]{16}$/.test(from) ? from : null;
}

/** Of a message as the server passes it on. */
export function isOffer(message: unknown): boolean {
  return fieldOf(message, "type") === "OFFER";
}

/** The server's own message: a volunteer waits at its relay. */
export function isRelayWish(message: unknown): boolean {
  return fieldOf(message, "type") === "RELAY";
}

/** Of an offer, or of a wish for a relay, as the server passes it on. */
export function callerOf(offer: unknown): Caller {
  const id = fieldOf(offer, "src");
  return {
    id: typeof id === "string" ? id : "",
    origin: originIn(fieldOf(fieldOf(offer, "payload"), "metadata")),
  };
}

/** The serializer that the connecting side has asked for, which is not the one that it got. */
export function requestedSerialization(connection: DataConnection): unknown {
  return fieldOf(fieldOf(connection.options, "_payload"), "serialization");
}
