import { BufferedConnection, Peer } from "peerjs";
import type { DataConnection, SerializerMapping } from "peerjs";
import type { SignalingAddress } from "./signaling-address.ts";

export interface RawPeerOptions {
  readonly peerId: string;
  /** Gives the peer id back to a page that registers again. */
  readonly token: string;
  readonly signaling: SignalingAddress;
  /** Default: none. PeerJS's own default are public servers. */
  readonly iceServers?: readonly RTCIceServer[];
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

  constructor({ peerId, token, signaling, iceServers = [] }: RawPeerOptions) {
    super(peerId, { ...signaling, token, config: { iceServers: [...iceServers] } });
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
