import { BufferedConnection, Peer } from "peerjs";
import type { DataConnection, SerializerMapping } from "peerjs";

/** Where a PeerServer listens. */
export interface SignalingAddress {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secure: boolean;
}

/** The signaling server that is part of the server at `origin`. */
export function signalingAt(origin: string): SignalingAddress {
  const { protocol, hostname, port } = new URL(origin);
  const secure = protocol === "https:";
  return { host: hostname, port: port === "" ? (secure ? 443 : 80) : Number(port), path: "/peer", secure };
}

export interface RawPeerOptions {
  readonly peerId: string;
  /** Whoever comes back with it gets the peer id back. */
  readonly token: string;
  readonly signaling: SignalingAddress;
  /** None unless given: PeerJS would use public machines of its own choice. */
  readonly iceServers?: readonly RTCIceServer[];
  /** Whoever takes links decides when: an offer has no connection of its own before `take` is called. */
  readonly offered?: (take: () => void) => void;
}

/** Signaling and ICE by PeerJS; what goes over the channel is no business of its. */
class RawConnection extends BufferedConnection {
  readonly serialization = "raw";

  protected override _handleDataMessage(): void {
    // Frames are read from the channel itself.
  }

  protected override _send(): void {
    throw new Error("frames are sent over the channel itself");
  }
}

function isOffer(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message && message.type === "OFFER";
}

/**
 * A PeerJS peer that knows raw connections only. The side that connects names the serializer, and PeerJS's own ones
 * let a stranger's five bytes freeze the page: every name, known or not, means raw here.
 */
export class RawPeer extends Peer {
  protected override readonly _serializers: SerializerMapping = new Proxy(
    {},
    {
      get: () => RawConnection,
    },
  );

  constructor({ peerId, token, signaling, iceServers = [], offered }: RawPeerOptions) {
    super(peerId, { ...signaling, token, config: { iceServers: [...iceServers] } });
    if (offered !== undefined) this.#holdOffers(offered);
  }

  /** PeerJS answers an offer as it hears of it; what belongs to one that it has not heard of, it keeps until then. */
  #holdOffers(offered: (take: () => void) => void): void {
    const hear = this.socket.listeners("message");
    this.socket.removeAllListeners("message");
    this.socket.on("message", (message: unknown) => {
      const take = (): void => {
        for (const listener of hear) listener(message);
      };
      if (isOffer(message)) offered(take);
      else take();
    });
  }

  dial(peerId: string): DataConnection | undefined {
    // PeerJS's types hide that it gives nothing when the server has just gone.
    const connection: DataConnection | undefined = this.connect(peerId, { serialization: "raw", reliable: true });
    return connection;
  }
}

/** What the connecting side has asked for, whatever it was given. */
export function requestedSerialization(connection: DataConnection): unknown {
  const options: unknown = connection.options;
  if (typeof options !== "object" || options === null) return undefined;
  const payload: unknown = Object.getOwnPropertyDescriptor(options, "_payload")?.value;
  if (typeof payload !== "object" || payload === null || !("serialization" in payload)) return undefined;
  return payload.serialization;
}
