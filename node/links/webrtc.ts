import { PeerConnection, type DataChannel, type DataChannelInitConfig } from "node-datachannel";
import { RTCPeerConnection, RTCSessionDescription } from "node-datachannel/polyfill";
import { WebSocket } from "ws";
import { inOrder } from "./in-order.ts";

class OwnConnection extends PeerConnection {
  override createDataChannel(label: string, config?: DataChannelInitConfig): DataChannel {
    return inOrder(super.createDataChannel(label, config));
  }

  override onDataChannel(listener: (channel: DataChannel) => void): void {
    super.onDataChannel((channel) => listener(inOrder(channel)));
  }
}

class OwnPeerConnection extends RTCPeerConnection {
  /** Asks no server for its addresses, as a room's links never do: PeerJS makes one as it loads, with public servers, to see what works. */
  constructor() {
    super({ peerConnection: new OwnConnection("tabpool", { iceServers: [] }) });
    // PeerJS listens to this event for the other side's close, and node-datachannel drops its own with the connection.
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState === "closed") this.dispatchEvent(new Event("iceconnectionstatechange"));
    });
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

export { OwnPeerConnection as RTCPeerConnection, RTCSessionDescription, WebSocket };
