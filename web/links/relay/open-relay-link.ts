import { publicKeyOf } from "../../core/handshake/key-agreement.ts";
import type { Role } from "../../core/handshake/proof.ts";
import { ChannelLink } from "../channel-link.ts";
import { serverWordsSeen } from "../server-words.ts";
import { RelayChannels } from "./relay-channels.ts";
import { relayKeys } from "./relay-keys.ts";
import { provedWord, type RelaySocket } from "./relay-socket.ts";

export type RelayOpening =
  | { readonly type: "opened"; readonly link: ChannelLink }
  /** The server has closed the WebSocket. `reason`: as its other refusals, `KEY: SENTENCE`, or nothing. */
  | { readonly type: "closed"; readonly reason: string }
  /** The other end, or the server in its place, has begun with something else than a key. */
  | { readonly type: "malformed" };

export interface RelayEnd {
  readonly role: Role;
  /** `keyBytes` random bytes, made for this link alone. */
  readonly privateKey: Uint8Array;
  readonly origin?: string | null;
  /** Called once, when the other end has proved itself. */
  readonly onAdmitted?: () => void;
  /** Called once, when the link needs its WebSocket no more. */
  readonly onReleased?: () => void;
}

/**
 * Makes a link over a WebSocket that is opening, once the other end's key has come. Both ends send theirs first, 32 bytes that are not
 * encrypted, and records after it. Whether the other end is whom one looks for only the handshake tells, which proves both keys.
 */
export function openRelayLink(socket: RelaySocket, end: RelayEnd): Promise<RelayOpening> {
  return new Promise((resolve) => {
    let take: (data: unknown) => void = (data) => {
      const opened = data instanceof ArrayBuffer ? createLink(socket, end, new Uint8Array(data)) : null;
      if (opened === null) {
        socket.close();
        resolve({ type: "malformed" });
        return;
      }
      ({ take, lose } = opened);
      resolve({ type: "opened", link: opened.link });
    };
    let lose = (reason: string): void => resolve({ type: "closed", reason });
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => socket.send(new Uint8Array(publicKeyOf(end.privateKey))));
    socket.addEventListener("message", ({ data }) => take(data));
    socket.addEventListener("error", () => {
      // A close follows, which says as much as a page may know.
    });
    socket.addEventListener("close", ({ reason }) => lose(reason));
  });
}

interface OpenedEnd {
  readonly link: ChannelLink;
  readonly take: (data: unknown) => void;
  readonly lose: (reason: string) => void;
}

function createLink(
  socket: RelaySocket,
  { role, privateKey, origin = null, onAdmitted, onReleased }: RelayEnd,
  theirs: Uint8Array,
): OpenedEnd | null {
  const keys = relayKeys(role, privateKey, theirs);
  if (keys === null) return null;
  // What an end says last of one that is gone would be a warning in the page's console.
  let isGone = false;
  const channels = new RelayChannels(keys, (record) => {
    if (!isGone) socket.send(record);
  });
  const link = new ChannelLink(channels, {
    kind: "relay",
    fingerprints: keys.fingerprints,
    origin,
    release() {
      isGone = true;
      socket.close();
      onReleased?.();
    },
  });
  link.whenAdmitted(() => {
    if (role === "coordinator") socket.send(provedWord);
    onAdmitted?.();
  });
  return {
    link,
    take(data) {
      const problem = channels.takeMessage(data);
      // The other side need not have sent it so.
      if (problem !== null) link.loseConnection({ key: "thrown", message: `the relay brought ${problem}` });
    },
    lose(reason) {
      isGone = true;
      link.loseConnection(reason === "" ? { key: "server-closed-connection" } : serverWordsSeen(reason));
    },
  };
}
