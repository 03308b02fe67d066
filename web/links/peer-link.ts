import type { DataConnection } from "peerjs";
import { ChannelLink, type ChannelLinkOptions } from "./channel-link.ts";
import { fingerprintsIn } from "./fingerprints.ts";

/** Resolves when both descriptions can be read: a channel may open before the browser shows the answer that it was given. */
async function descriptionsOf(connection: RTCPeerConnection): Promise<void> {
  const isReady = (): boolean => connection.localDescription !== null && connection.remoteDescription !== null;
  if (isReady()) return;
  await new Promise<void>((resolve) => {
    connection.addEventListener("signalingstatechange", () => {
      if (isReady()) resolve();
    });
  });
}

/**
 * Number of the control channel, which both sides open by themselves before the connection is up: frames of a channel that
 * the other side does not know would be lost. PeerJS's own channel is 0 or 1, whichever side is the DTLS client.
 */
const controlChannelId = 2;

/** Adds the control channel to a connection that has not opened yet. */
export function addControlChannel(connection: RTCPeerConnection): RTCDataChannel {
  return connection.createDataChannel("control", { negotiated: true, id: controlChannelId });
}

/** Waits until the channel has opened or closed. True if it is open. */
async function hasOpened(channel: RTCDataChannel): Promise<boolean> {
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
 * Makes a link over a PeerJS connection; `null` if it has closed again. Call in the connection's `open` event, before its
 * first message is read. The link owns the connection from then on: PeerJS only reports that it has given it up.
 */
export async function openPeerLink(
  connection: DataConnection,
  control: RTCDataChannel,
  { origin = null, measure }: Pick<ChannelLinkOptions, "origin" | "measure"> = {},
): Promise<ChannelLink | null> {
  // PeerJS sets both to null when it closes, against its types.
  const channel: RTCDataChannel | null = connection.dataChannel;
  const underlying: RTCPeerConnection | null = connection.peerConnection;
  if (channel === null || underlying === null || channel.readyState !== "open") return null;

  // Filled in before the link is returned. The link itself must listen from the first moment.
  const fingerprints = { local: "", remote: "" };
  const link = new ChannelLink(
    { main: channel, control },
    {
      fingerprints,
      origin,
      measure,
      release: () => {
        connection.close();
      },
    },
  );
  // PeerJS's own handlers would look at each frame, and announce the loss of a connection where the other side has
  // closed the channel.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- removes PeerJS's listener
  channel.onmessage = null;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- as above
  channel.onclose = null;
  connection.on("close", () => {
    link.loseConnection({ key: "connection-given-up" });
  });
  connection.on("error", () => {
    // Without a listener PeerJS would throw. A close follows, or nothing of importance.
  });
  followPath(underlying, link);

  await descriptionsOf(underlying);
  fingerprints.local = fingerprintsIn(underlying.localDescription?.sdp ?? "");
  fingerprints.remote = fingerprintsIn(underlying.remoteDescription?.sdp ?? "");
  if (fingerprints.local === "" || fingerprints.remote === "") link.loseConnection({ key: "no-fingerprints" });
  if (!(await hasOpened(control))) link.loseConnection({ key: "control-channel-closed" });
  return link.isOver ? null : link;
}

function followPath(connection: RTCPeerConnection, link: ChannelLink): void {
  let isWavering = false;
  connection.addEventListener("connectionstatechange", () => {
    const state = connection.connectionState;
    if (state === "failed") link.loseConnection({ key: "no-path-any-more" });
    const wavers = state === "disconnected";
    if (wavers === isWavering || (state !== "connected" && !wavers)) return;
    isWavering = wavers;
    link.notePath(wavers ? "wavering" : "steady");
  });
}
