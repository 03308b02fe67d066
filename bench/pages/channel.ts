import { openDB } from "idb";
import type { BareOrder } from "./bare-worker.ts";

/* One end of two data channels, one of them for bulk, and nothing above them: what the platform itself can do. */

/** As in web/links/channel-feed.ts. */
const highWaterBytes = 1024 * 1024;
const lowWaterBytes = 256 * 1024;

/** Chromium sometimes does not say that its queue has sunk, and corrects it with the next frame (see channel-feed.ts). */
const stallMs = 20;

/** Between two echoes, as in probed-link.ts. */
const echoEveryMs = 50;

interface Load {
  readonly bytes: number;
  readonly frameBytes: number;
}

export interface BareTask {
  readonly backMs: number;
  readonly recordedMs: number;
}

let connection: RTCPeerConnection | null = null;
let opened: Promise<RTCDataChannel> | null = null;
/** Beside the first one, as a link's control channel. */
let second: RTCDataChannel | null = null;
let echoesMs: number[] = [];

async function gathered(peer: RTCPeerConnection): Promise<string> {
  if (peer.iceGatheringState !== "complete") {
    await new Promise<void>((resolve) => {
      peer.addEventListener("icegatheringstatechange", () => {
        if (peer.iceGatheringState === "complete") resolve();
      });
    });
  }
  return peer.localDescription?.sdp ?? "";
}

function whenOpen(channel: RTCDataChannel): Promise<RTCDataChannel> {
  channel.binaryType = "arraybuffer";
  channel.bufferedAmountLowThreshold = lowWaterBytes;
  if (channel.readyState === "open") return Promise.resolve(channel);
  return new Promise((resolve) => {
    channel.addEventListener("open", () => resolve(channel), { once: true });
  });
}

function begin(): RTCPeerConnection {
  connection?.close();
  connection = new RTCPeerConnection({ iceServers: [] });
  second = connection.createDataChannel("second", { negotiated: true, id: 2 });
  second.binaryType = "arraybuffer";
  return connection;
}

async function channelOf(): Promise<RTCDataChannel> {
  if (opened === null) throw new Error("there is no channel yet");
  return opened;
}

/** Gives all frames to the platform, without overfilling its queue. */
async function sendAll(channel: RTCDataChannel, { bytes, frameBytes }: Load): Promise<void> {
  const frame = new Uint8Array(frameBytes);
  for (let left = bytes; left > 0;) {
    while (left > 0 && channel.bufferedAmount < highWaterBytes) {
      const size = Math.min(left, frameBytes);
      channel.send(size === frameBytes ? frame : frame.subarray(0, size));
      left -= size;
    }
    if (left > 0) await roomInQueue(channel);
    if (left > 0 && channel.bufferedAmount >= highWaterBytes) {
      channel.send(frame.subarray(0, 1));
      left -= 1;
    }
  }
}

function roomInQueue(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      channel.removeEventListener("bufferedamountlow", go);
      resolve();
    };
    const timer = setTimeout(go, stallMs);
    channel.addEventListener("bufferedamountlow", go);
  });
}

/** Resolves when this number of bytes has arrived. */
function receiveAll(channel: RTCDataChannel, bytes: number): Promise<void> {
  let left = bytes;
  return new Promise((resolve) => {
    const take = ({ data }: MessageEvent<unknown>): void => {
      if (!(data instanceof ArrayBuffer)) return;
      left -= data.byteLength;
      if (left > 0) return;
      channel.removeEventListener("message", take);
      resolve();
    };
    channel.addEventListener("message", take);
    if (left <= 0) {
      channel.removeEventListener("message", take);
      resolve();
    }
  });
}

function nextText(channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve) => {
    const take = ({ data }: MessageEvent<unknown>): void => {
      if (typeof data !== "string") return;
      channel.removeEventListener("message", take);
      resolve();
    };
    channel.addEventListener("message", take);
  });
}

/** Asks for an echo over the second channel again and again, until the returned function is called. */
function timeEchoes(): () => void {
  const askedAt: number[] = [];
  const heard = (): void => {
    echoesMs.push(performance.now() - (askedAt.shift() ?? NaN));
  };
  second?.addEventListener("message", heard);
  const timer = setInterval(() => {
    askedAt.push(performance.now());
    second?.send(new Uint8Array(40));
  }, echoEveryMs);
  return () => {
    clearInterval(timer);
    second?.removeEventListener("message", heard);
  };
}

/** Puts one value after the other into a store of its own, with the durability of results. */
async function openRecord(): Promise<(value: Uint8Array) => Promise<void>> {
  const database = await openDB("bench", 1, {
    upgrade: (upgraded) => void upgraded.createObjectStore("values", { autoIncrement: true }),
  });
  return async (value) => {
    const transaction = database.transaction("values", "readwrite", { durability: "relaxed" });
    await Promise.all([transaction.store.add(value), transaction.done]);
  };
}

async function serve(channel: RTCDataChannel, up: Load, downBytes: number): Promise<void> {
  const received = receiveAll(channel, downBytes);
  await nextText(channel);
  const end = timeEchoes();
  await Promise.all([sendAll(channel, up), received]);
  end();
  channel.send("all here");
}

const bench = {
  async offer(): Promise<string> {
    const peer = begin();
    opened = whenOpen(peer.createDataChannel("bench", { ordered: true }));
    await peer.setLocalDescription();
    return gathered(peer);
  },

  async answer(sdp: string): Promise<string> {
    const peer = begin();
    opened = new Promise((resolve) => {
      peer.addEventListener("datachannel", ({ channel }) => resolve(whenOpen(channel)), { once: true });
    });
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription();
    return gathered(peer);
  },

  async accept(sdp: string): Promise<void> {
    await connection?.setRemoteDescription({ type: "answer", sdp });
    await channelOf();
    second?.addEventListener("message", ({ data }) => second?.send(data));
  },

  /** The volunteer's side: milliseconds of each echo over the second channel since the last call. */
  takeEchoes(): readonly number[] {
    const taken = echoesMs;
    echoesMs = [];
    return taken;
  },

  /** The volunteer's side of one `exchange`. Resolves when it can begin. */
  async awaitExchange(up: Load, downBytes: number): Promise<void> {
    const channel = await channelOf();
    void serve(channel, up, downBytes);
  },

  /** The coordinator's side: sends bytes down and receives bytes up at the same time. Milliseconds until both have arrived. */
  async exchange(upBytes: number, down: Load): Promise<number> {
    const channel = await channelOf();
    const answered = nextText(channel);
    const received = receiveAll(channel, upBytes);
    const startedAt = performance.now();
    channel.send("go");
    await Promise.all([sendAll(channel, down), received, answered]);
    return performance.now() - startedAt;
  },

  /** The volunteer's side of `tasks`: passes each frame to a Worker, and sends it back after the Worker's answer. */
  async compute(): Promise<void> {
    const channel = await channelOf();
    const worker = new Worker(new URL("./bare-worker.ts", import.meta.url), { type: "module" });
    const order: BareOrder = { type: "square", n: 1 };
    channel.addEventListener("message", ({ data }) => {
      worker.addEventListener("message", () => channel.send(data), { once: true });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a Worker has none
      worker.postMessage(order);
    });
  },

  /** The coordinator's side: sends `count` frames, each after a rest. Milliseconds until each is back, and until it is on record. */
  async tasks(count: number, bytes: number, restMs: number): Promise<BareTask[]> {
    const channel = await channelOf();
    const record = await openRecord();
    const frame = new Uint8Array(bytes);
    const times: BareTask[] = [];
    while (times.length < count) {
      await new Promise((resolve) => {
        setTimeout(resolve, restMs);
      });
      const back = receiveAll(channel, bytes);
      const startedAt = performance.now();
      channel.send(frame);
      await back;
      const backMs = performance.now() - startedAt;
      await record(frame);
      times.push({ backMs, recordedMs: performance.now() - startedAt });
    }
    return times;
  },
};

export type ChannelBench = typeof bench;

Object.assign(globalThis, { bench });
