import { BufferedConnection, Peer } from "peerjs";
import type { DataConnection, SerializerMapping } from "peerjs";

/** The address of a PeerServer. */
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

export interface RawPeerOptions {
  readonly peerId: string;
  /** Gives the peer id back to a page that registers again. */
  readonly token: string;
  readonly signaling: SignalingAddress;
  /** Default: none. PeerJS's own default are public servers. */
  readonly iceServers?: readonly RTCIceServer[];
  /** Called with each offer of a link. `accept` makes a connection for it, now or later. */
  readonly onOffer?: (accept: () => void, offer: unknown) => void;
}

/** A connection whose signaling and ICE are PeerJS's, and whose frames are not. */
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
 * A PeerJS peer with raw connections only. The side that connects names the serializer, and with PeerJS's own ones five bytes
 * of a stranger can freeze the page. So every name means raw here.
 */
export class RawPeer extends Peer {
  protected override readonly _serializers: SerializerMapping = new Proxy(
    {},
    {
      get: () => RawConnection,
    },
  );

  constructor({ peerId, token, signaling, iceServers = [], onOffer }: RawPeerOptions) {
    super(peerId, { ...signaling, token, config: { iceServers: [...iceServers] } });
    if (onOffer !== undefined) this.#holdOffers(onOffer);
  }

  /** Keeps offers from PeerJS, which answers at once. PeerJS keeps candidates of an offer until it gets the offer. */
  #holdOffers(onOffer: (accept: () => void, offer: unknown) => void): void {
    const listeners = this.socket.listeners("message");
    this.socket.removeAllListeners("message");
    this.socket.on("message", (message: unknown) => {
      const passOn = (): void => {
        for (const listener of listeners) listener(message);
      };
      if (isOffer(message)) onOffer(passOn, message);
      else passOn();
    });
  }

  override _removeConnection(connection: DataConnection): void {
    // oxlint-disable-next-line no-underscore-dangle -- PeerJS calls it so
    super._removeConnection(connection);
    // PeerJS keeps an empty list for each peer that has ever come.
    const connections: unknown = Reflect.get(this, "_connections");
    if (connections instanceof Map && connections.get(connection.peer)?.length === 0)
      connections.delete(connection.peer);
  }

  /** Connects to a peer; undefined if the server has just closed the connection. */
  dialPeer(peerId: string): DataConnection | undefined {
    // PeerJS's types leave undefined out.
    const connection: DataConnection | undefined = this.connect(peerId, { serialization: "raw", reliable: true });
    return connection;
  }
}
