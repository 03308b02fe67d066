import { coordinatorIdentity, volunteerPeerId } from "../../web/core/handshake/identity.ts";
import { isRoomCode } from "../../web/core/ids.ts";
import { maxMessageBytes } from "../../web/core/wire/limits.ts";
import { createLinkHost } from "../../web/links/link-host.ts";
import type { Link } from "../../web/links/link.ts";
import { openWebSocket as openSocket } from "../../web/links/open-web-socket.ts";
import { randomBytes } from "../../web/links/random.ts";
import { createRelayDial } from "../../web/links/relay/relay-dial.ts";
import { registerForRelay } from "../../web/links/relay/relay-registration.ts";
import { signalingAt } from "../../web/links/signaling-address.ts";
import { drawRoomKeys } from "../../web/room/address/draw-room-keys.ts";

/* One end of a link through the server's relay, and one of a bare WebSocket to another page. Either carries bytes one way. */

const signaling = signalingAt(location.origin);

function sampleCode() {
  const code = "ABC234";
  if (!isRoomCode(code)) throw new Error(`${code} is no code`);
  return code;
}

const identity = coordinatorIdentity(drawRoomKeys({ randomBytes }), sampleCode());

let link: Link | null = null;
let socket: WebSocket | null = null;

function open<End>(end: End | null): End {
  if (end === null) throw new Error("there is no other end yet");
  return end;
}

/** Both have proved themselves, as far as the link knows. */
function takeLink(opened: Link): void {
  opened.limitMessages(maxMessageBytes);
  link = opened;
}

const bench = {
  /** The coordinator's side. Resolves to its peer id, once it can be dialled. */
  async host(): Promise<string> {
    const { coordinatorPeerId: peerId, token } = identity;
    const host = createLinkHost(
      { peerId, token, signaling, openSocket, random: Math.random },
      registerForRelay(openSocket),
    );
    await new Promise<void>((reachable) => {
      host.listen((event) => {
        if (event.type === "reachable") reachable();
        if (event.type === "link-opened") takeLink(event.link);
      });
    });
    return peerId;
  },

  /** The volunteer's side. */
  async dial(coordinatorPeerId: string): Promise<void> {
    const newPeerId = (): string => volunteerPeerId({ ...identity, coordinatorPeerId }, randomBytes(8));
    const dial = createRelayDial({ relay: signaling, openSocket, newPeerId, timeLimitMs: 30_000 });
    const dialled = await dial(new AbortController().signal);
    if (dialled.type === "failed") throw new Error(dialled.failure);
    takeLink(dialled.link);
  },

  /** Answers once this number of bytes has come over the link. */
  receive(bytes: number): void {
    let left = bytes;
    const receiving = open(link);
    receiving.listen((event) => {
      if (event.type !== "message") return;
      left -= event.bytes.length;
      if (left === 0) receiving.send("control", new Uint8Array(1));
    });
  },

  /** Milliseconds until the other end has all these messages. */
  async send(messages: number, bytes: number): Promise<number> {
    const sending = open(link);
    const startedAt = performance.now();
    await new Promise<void>((answered) => {
      sending.listen((event) => {
        if (event.type === "message") answered();
      });
      for (let sent = 0; sent < messages; sent += 1) sending.send("bulk", new Uint8Array(bytes));
    });
    return performance.now() - startedAt;
  },

  async openBare(address: string): Promise<void> {
    const opening = new WebSocket(address);
    opening.binaryType = "arraybuffer";
    await new Promise((resolve) => {
      opening.addEventListener("open", resolve, { once: true });
    });
    socket = opening;
  },

  receiveBare(bytes: number): void {
    let left = bytes;
    const receiving = open(socket);
    const take = ({ data }: MessageEvent<unknown>): void => {
      if (!(data instanceof ArrayBuffer)) return;
      left -= data.byteLength;
      if (left > 0) return;
      receiving.removeEventListener("message", take);
      receiving.send("all here");
    };
    receiving.addEventListener("message", take);
  },

  /** The platform's own queue takes them all at once. */
  async sendBare(frames: number, bytes: number): Promise<number> {
    const sending = open(socket);
    const frame = new Uint8Array(bytes);
    const startedAt = performance.now();
    await new Promise((answered) => {
      sending.addEventListener("message", answered, { once: true });
      for (let sent = 0; sent < frames; sent += 1) sending.send(frame);
    });
    return performance.now() - startedAt;
  },
};

export type RelayBench = typeof bench;

Object.assign(globalThis, { bench });
