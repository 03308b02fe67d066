import { fingerprintsIn } from "../../../web/links/fingerprints.ts";
import type { Link } from "../../../web/links/link.ts";

/** Remembers its channels, also the one that the other side has opened: whoever lies needs them for frames that no link writes. */
class WatchedConnection extends RTCPeerConnection {
  static readonly all = new Set<WatchedConnection>();
  readonly channels = new Map<string, RTCDataChannel>();

  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    WatchedConnection.all.add(this);
    this.addEventListener("datachannel", ({ channel }) => this.channels.set("main", channel));
  }

  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options);
    this.channels.set(label === "control" ? "control" : "main", channel);
    return channel;
  }
}

globalThis.RTCPeerConnection = WatchedConnection;

/** @throws Error where the link has no such channel. */
export function channelOf(link: Link, name: "main" | "control"): RTCDataChannel {
  // Each connection has a certificate of its own.
  const { local } = link.fingerprints;
  for (const { localDescription, channels } of WatchedConnection.all) {
    const channel = channels.get(name);
    if (channel !== undefined && fingerprintsIn(localDescription?.sdp ?? "") === local) return channel;
  }
  throw new Error(`the link has no ${name} channel`);
}
