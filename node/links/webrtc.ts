import { PeerConnection, type DataChannel, type DataChannelInitConfig } from "node-datachannel";
import { RTCPeerConnection, RTCSessionDescription } from "node-datachannel/polyfill";
import { WebSocket } from "ws";
import { inOrder } from "./in-order.ts";

/**
 * Milliseconds after which what the other side has sent ahead of its close has been told, as a goodbye, and its channels' own close: another
 * thread than theirs tells of the connection's, and may be ahead of them.
 */
const behindCloseMs = 1_000;

class OwnConnection extends PeerConnection {
  readonly #made: DataChannel[] = [];
  /** The state that was told last. What `state()` gives may be a later one, which has not been told yet. */
  toldState: string | null = null;

  /** Whether it has ended, told or not: a channel that closes then was not closed by the other side. */
  get isLost(): boolean {
    return ["failed", "closed"].includes(this.state());
  }

  override createDataChannel(label: string, config?: DataChannelInitConfig): DataChannel {
    const channel = inOrder(super.createDataChannel(label, config), () => this.isLost);
    this.#made.push(channel);
    return channel;
  }

  /** A channel that has not opened would keep the process alive for ever: node-datachannel ends none of these with its connection. */
  override close(): void {
    for (const channel of this.#made.splice(0)) if (!channel.isOpen()) channel.close();
    super.close();
  }

  override onStateChange(listener: (state: string) => void): void {
    super.onStateChange((state) => {
      this.toldState = state;
      listener(state);
    });
  }

  override onDataChannel(listener: (channel: DataChannel) => void): void {
    super.onDataChannel((channel) => listener(inOrder(channel, () => this.isLost)));
  }
}

class OwnPeerConnection extends RTCPeerConnection {
  /** Addresses of a side that dials and has no answer yet; null once it has one, and for a side that answers. */
  #kept: Event[] | null = [];

  readonly #own: OwnConnection;

  /** Asks no server for its addresses, as a room's links never do: PeerJS makes one as it loads, with public servers, to see what works. */
  constructor() {
    const own = new OwnConnection("tabpool", { iceServers: [] });
    super({ peerConnection: own });
    this.#own = own;
    // PeerJS listens to this event for the other side's close, and node-datachannel drops its own with the connection.
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState !== "closed") return;
      setTimeout(() => this.dispatchEvent(new Event("iceconnectionstatechange")), behindCloseMs).unref();
    });
  }

  /** A path that has failed is closed at once: who listens would read `closed`, and its channels would seem to be closed by the other side. */
  override get connectionState(): RTCPeerConnection["connectionState"] {
    return this.#own.toldState === "failed" ? "failed" : super.connectionState;
  }

  /** Keeps its addresses until it has the answer: with its first packets ahead of that, libdatachannel refuses the side that answers. */
  override dispatchEvent(event: Event): boolean {
    if (event.type !== "icecandidate" || this.#kept === null) return super.dispatchEvent(event);
    this.#kept.push(event);
    return true;
  }

  override async setRemoteDescription(
    description: Parameters<RTCPeerConnection["setRemoteDescription"]>[0],
  ): Promise<void> {
    await super.setRemoteDescription(description);
    const kept = this.#kept ?? [];
    this.#kept = null;
    for (const event of kept) super.dispatchEvent(event);
  }

  /** An address that cannot be used counts as none: what PeerJS does with it once a connection has ended would end the process. */
  override async addIceCandidate(candidate: Parameters<RTCPeerConnection["addIceCandidate"]>[0]): Promise<void> {
    try {
      await super.addIceCandidate(candidate);
    } catch {
      // Without any that can be used the link does not open in time.
    }
  }
}

/** One whose errors end nothing but itself: PeerJS listens to the close that follows each of them, and an error without a listener would end the process. */
class OwnWebSocket extends WebSocket {
  constructor(address: string) {
    super(address);
    this.on("error", () => {});
  }
}

export { OwnPeerConnection as RTCPeerConnection, RTCSessionDescription, OwnWebSocket as WebSocket };
