import { PeerConnection, type DataChannel, type DataChannelInitConfig } from "node-datachannel";
import { RTCPeerConnection, RTCSessionDescription } from "node-datachannel/polyfill";
import { WebSocket } from "ws";

type MessageListener = Parameters<DataChannel["onMessage"]>[0];

/**
 * Has a channel's close come behind its last messages, on either side. node-datachannel calls listeners in the order in which they
 * were set, and drops what has not been handed over when it has told of the close. Of one that is closed here it tells at once,
 * while frames wait that links take to have arrived by then.
 */
function withCloseLast(channel: DataChannel): DataChannel {
  let listener: MessageListener | null = null;
  let isClosedHere = false;
  const kept: Parameters<MessageListener>[0][] = [];
  channel.onMessage((message) => {
    if (listener === null) kept.push(message);
    else listener(message);
  });
  const close = channel.close.bind(channel);
  const onClosed = channel.onClosed.bind(channel);
  return Object.defineProperties(channel, {
    onMessage: {
      value: (next: MessageListener) => {
        listener = next;
        for (const message of kept.splice(0)) next(message);
      },
    },
    onClosed: {
      value: (next: () => void) =>
        onClosed(() => {
          if (!isClosedHere) next();
        }),
    },
    close: {
      value: () => {
        isClosedHere = true;
        close();
      },
    },
  });
}

class OwnConnection extends PeerConnection {
  override createDataChannel(label: string, config?: DataChannelInitConfig): DataChannel {
    return withCloseLast(super.createDataChannel(label, config));
  }

  override onDataChannel(listener: (channel: DataChannel) => void): void {
    super.onDataChannel((channel) => listener(withCloseLast(channel)));
  }
}

class OwnPeerConnection extends RTCPeerConnection {
  /** Asks no server for its addresses, as a room's links never do: PeerJS makes one as it loads, with public servers, to see what works. */
  constructor() {
    super({ peerConnection: new OwnConnection("tabpool", { iceServers: [] }) });
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
