import type { Seen } from "../core/seen.ts";
import { Joiner } from "../core/wire/frames.ts";
import { maxHandshakeBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import { Outbox } from "../core/wire/outbox.ts";
import { ChannelFeed, type DataChannelLike } from "./channel-feed.ts";
import { LinkEvents } from "./link-events.ts";
import type { Link, LinkEnd, LinkEvent } from "./link.ts";

/** Milliseconds that the last messages have to leave before the connection is released. */
const lingerMs = 2_000;

/** The two channels of a link, both open. Frames come as an `ArrayBuffer`, or as a `Uint8Array` that nobody else writes to. */
export interface LinkChannels {
  /** Carries the handshake, and bulk after it. */
  readonly main: DataChannelLike;
  /** Carries control after the handshake, so that bulk in the main channel's queue does not delay it. */
  readonly control: DataChannelLike;
}

export interface ChannelLinkOptions {
  readonly kind?: "peer" | "relay";
  readonly fingerprints: Link["fingerprints"];
  readonly origin?: string | null;
  readonly measure?: Link["measure"];
  /** Called once, when the link needs its connection no more. */
  readonly release: () => void;
}

const byOtherSide: Seen = { key: "closed-by-other-side" };

/**
 * A link over two open data channels of one connection. Each side moves its control lane to the second channel when the
 * other side has proved itself. No control message overtakes another: the next one follows an answer to the last one.
 */
export class ChannelLink implements Link {
  readonly kind: "peer" | "relay";
  readonly fingerprints: Link["fingerprints"];
  readonly origin: string | null;
  readonly measure: Link["measure"];
  readonly #channels: LinkChannels;
  readonly #feeds: { readonly main: ChannelFeed; readonly control: ChannelFeed };
  readonly #release: () => void;
  readonly #events = new LinkEvents();
  readonly #outbox = new Outbox();
  readonly #joiner = new Joiner(maxHandshakeBytes);
  #isAdmitted = false;
  #isSendingSoon = false;
  #onAdmitted: (() => void) | null = null;
  #isReleased = false;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    channels: LinkChannels,
    { kind = "peer", fingerprints, release, origin = null, measure }: ChannelLinkOptions,
  ) {
    const { main, control } = channels;
    this.kind = kind;
    this.#channels = channels;
    this.fingerprints = fingerprints;
    this.origin = origin;
    this.measure = measure;
    this.#release = release;
    this.#feeds = {
      main: this.#createFeed(main, () => (this.#isAdmitted ? "bulk" : "any")),
      control: this.#createFeed(control, () => "control"),
    };
    for (const channel of [main, control]) {
      channel.binaryType = "arraybuffer";
      channel.addEventListener("message", ({ data }) => {
        this.#onFrame(data);
      });
      channel.addEventListener("close", () => {
        this.#endLink({ type: "remote", reason: byOtherSide });
        // All messages of the other side have arrived by now, on either channel.
        this.#closeChannels();
        if (channel === main) this.#releaseConnection();
      });
    }
  }

  get backlogBytes(): number {
    return this.#events.isOver ? 0 : this.#outbox.backlogBytes;
  }

  get isOver(): boolean {
    return this.#events.isOver;
  }

  send(lane: Lane, message: Uint8Array): void {
    if (this.#events.isOver) return;
    this.#outbox.add(lane, message);
    if (this.#isAdmitted) this.#sendFramesSoon();
    else this.#feeds.main.sendFrames();
  }

  limitMessages(bytes: number): void {
    this.#joiner.limit(bytes);
    if (this.#isAdmitted || bytes <= maxHandshakeBytes) return;
    this.#isAdmitted = true;
    this.#onAdmitted?.();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  close(reason: Seen): void {
    this.#endLink({ type: "closed", reason });
  }

  /** Call when the connection has been lost without a close. */
  loseConnection(reason: Seen): void {
    this.#endLink({ type: "lost", reason });
    this.#releaseConnection();
  }

  notePath(path: "steady" | "wavering"): void {
    this.#events.emitEvent({ type: "path-changed", path });
  }

  /** Calls the listener once, when the other side has proved itself: from then on it may send more than a handshake. */
  whenAdmitted(listener: () => void): void {
    this.#onAdmitted = listener;
  }

  #onFrame(data: unknown): void {
    if (this.#events.isDeaf) return;
    const frame = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (!(frame instanceof Uint8Array)) {
      this.#events.emitEvent({ type: "malformed", problem: "a frame of text" });
      return;
    }
    const joined = this.#joiner.take(frame);
    if (joined.type === "messages") {
      if (joined.messages.length > 1 && !this.#isAdmitted) {
        this.#events.emitEvent({ type: "malformed", problem: "a shared frame before the handshake's end" });
        return;
      }
      for (const bytes of joined.messages) this.#events.emitEvent({ type: "message", lane: joined.lane, bytes });
    } else if (joined.type === "malformed") this.#events.emitEvent(joined);
  }

  #createFeed(channel: DataChannelLike, carries: () => Lane | "any"): ChannelFeed {
    const outbox = this.#outbox;
    const source = {
      get isEmpty() {
        return outbox.isEmpty(carries());
      },
      peek: () => outbox.peek(carries()),
      sent: () => {
        outbox.sent();
      },
    };
    return new ChannelFeed(channel, source, (why) => {
      // The close event of the channel follows, and is dropped then.
      if (why === null) this.#endLink({ type: "remote", reason: byOtherSide });
      else this.loseConnection(why);
    });
  }

  /** Sends at the end of the present turn, so that messages of one turn share frames. */
  #sendFramesSoon(): void {
    if (this.#isSendingSoon) return;
    this.#isSendingSoon = true;
    queueMicrotask(() => {
      this.#isSendingSoon = false;
      this.#feeds.control.sendFrames();
      this.#feeds.main.sendFrames();
    });
  }

  #endLink(end: LinkEnd): void {
    if (this.#events.isOver) return;
    if (end.type === "closed") {
      const lastFeed = this.#isAdmitted ? this.#feeds.control : this.#feeds.main;
      lastFeed.sendAllFrames(() => this.#outbox.peek("control"));
      // Messages of this turn have not been given to the platform yet.
      this.#feeds.main.sendFrames();
      if (this.#events.isOver) return;
    }
    this.#feeds.main.stopFeeding();
    this.#feeds.control.stopFeeding();
    this.#events.emitEnd(end);
    const { main, control } = this.#channels;
    if (main.readyState === "closed") {
      this.#releaseConnection();
      return;
    }
    // The other side's link ends with the first channel that closes. So the one with the last messages closes first.
    if (end.type === "closed") (this.#isAdmitted ? control : main).close();
    else this.#closeChannels();
    // No close event comes if the other side has been lost meanwhile.
    this.#lingering = setTimeout(() => {
      this.#releaseConnection();
    }, lingerMs);
  }

  #closeChannels(): void {
    this.#channels.control.close();
    this.#channels.main.close();
  }

  #releaseConnection(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    // A process would stay for it.
    clearTimeout(this.#lingering);
    this.#release();
  }
}
