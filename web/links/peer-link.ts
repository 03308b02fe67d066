import type { DataConnection } from "peerjs";
import { ChannelLink } from "./channel-link.ts";
import { fingerprintsIn } from "./fingerprints.ts";

/**
 * Resolves once both sides' descriptions can be read: a channel may open before the browser shows the answer that it
 * has been given.
 */
async function described(connection: RTCPeerConnection): Promise<void> {
  const isReady = (): boolean => connection.localDescription !== null && connection.remoteDescription !== null;
  if (isReady()) return;
  await new Promise<void>((resolve) => {
    connection.addEventListener("signalingstatechange", () => {
      if (isReady()) resolve();
    });
  });
}

/**
 * Both sides open the control channel by themselves, under one number, before the connection is up: frames of a channel
 * that is not known yet would be lost. PeerJS's own one is 0 or 1, whichever side is the DTLS client.
 */
const controlChannelId = 2;

/** For a connection that has not opened yet. */
export function addControlChannel(connection: RTCPeerConnection): RTCDataChannel {
  return connection.createDataChannel("control", { negotiated: true, id: controlChannelId });
}

/** Its side of the connection is up when this resolves; false where it never will be. */
async function isOpen(channel: RTCDataChannel): Promise<boolean> {
  if (channel.readyState === "connecting") {
    await new Promise<void>((resolve) => {
      for (const change of ["open", "close"]) {
        channel.addEventListener(change, () => {
          resolve();
        });
      }
    });
  }
  return channel.readyState === "open";
}

/**
 * A link over a PeerJS connection that opens at this moment, before its first message is read; `null` if it is gone
 * again. From here on the link owns the connection: PeerJS only tells when it has given it up.
 */
export async function takeOver(connection: DataConnection, control: RTCDataChannel): Promise<ChannelLink | null> {
  // PeerJS sets both to null when it closes, whatever its types say.
  const channel: RTCDataChannel | null = connection.dataChannel;
  const underlying: RTCPeerConnection | null = connection.peerConnection;
  if (channel === null || underlying === null || channel.readyState !== "open") return null;

  // Filled before anybody sees the link; the link itself must listen from the first moment.
  const fingerprints = { local: "", remote: "" };
  const link = new ChannelLink(
    { main: channel, control },
    {
      fingerprints,
      release: () => {
        connection.close();
      },
    },
  );
  // PeerJS's own handlers would look at each frame, and announce the loss of a connection where the other side has
  // closed the channel.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is PeerJS's listener that is taken away
  channel.onmessage = null;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- as above
  channel.onclose = null;
  connection.on("close", () => {
    link.lose("the connection was given up");
  });
  connection.on("error", () => {
    // What follows an error is a close, or nothing of importance; without a listener PeerJS would throw.
  });
  followPath(underlying, link);

  await described(underlying);
  fingerprints.local = fingerprintsIn(underlying.localDescription?.sdp ?? "");
  fingerprints.remote = fingerprintsIn(underlying.remoteDescription?.sdp ?? "");
  if (fingerprints.local === "" || fingerprints.remote === "") link.lose("the browser shows no fingerprints");
  if (!(await isOpen(control))) link.lose("the control channel did not open");
  return link.isOver ? null : link;
}

function followPath(connection: RTCPeerConnection, link: ChannelLink): void {
  let isWavering = false;
  connection.addEventListener("connectionstatechange", () => {
    const state = connection.connectionState;
    if (state === "failed") link.lose("no path to the other side any more");
    const wavers = state === "disconnected";
    if (wavers === isWavering || (state !== "connected" && !wavers)) return;
    isWavering = wavers;
    link.pathChanged(wavers ? "wavering" : "steady");
  });
}
