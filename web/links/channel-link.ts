import { Joiner } from "../core/wire/frames.ts";
import { maxHandshakeBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import { Outbox } from "../core/wire/outbox.ts";
import { ChannelFeed, type DataChannelLike } from "./channel-feed.ts";
import { LinkEvents } from "./link-events.ts";
import type { Link, LinkEnd, LinkEvent } from "./link.ts";

/** How long last words may take to leave before the connection under them is taken away. */
const lingerMs = 2_000;

/** Both open. */
export interface LinkChannels {
  /** Carries the handshake, and from then on bulk. */
  readonly main: DataChannelLike;
  /** Carries control from the handshake on: what lies in the main channel's queue does not hold it up. */
  readonly control: DataChannelLike;
}

export interface ChannelLinkOptions {
  readonly fingerprints: Link["fingerprints"];
  /** Called once, when the channel under the link is needed no more. */
  readonly release: () => void;
}

const byOtherSide = "the other side closed the link";

/**
 * Frames over two open data channels of one connection. Each side moves its control lane to the second one when the
 * other side has proved itself: its next control message follows an answer to its last one, so none is overtaken.
 */
export class ChannelLink implements Link {
  readonly kind = "peer";
  readonly fingerprints: Link["fingerprints"];
  readonly #channels: LinkChannels;
  readonly #feeds: { readonly main: ChannelFeed; readonly control: ChannelFeed };
  readonly #release: () => void;
  readonly #events = new LinkEvents();
  readonly #outbox = new Outbox();
  readonly #joiner = new Joiner(maxHandshakeBytes);
  #isAdmitted = false;
  #isPumpDue = false;
  #onAdmitted: (() => void) | null = null;
  #isReleased = false;

  constructor(channels: LinkChannels, { fingerprints, release }: ChannelLinkOptions) {
    const { main, control } = channels;
    this.#channels = channels;
    this.fingerprints = fingerprints;
    this.#release = release;
    this.#feeds = {
      main: this.#feed(main, () => (this.#isAdmitted ? "bulk" : "any")),
      control: this.#feed(control, () => "control"),
    };
    for (const channel of [main, control]) {
      channel.binaryType = "arraybuffer";
      channel.addEventListener("message", ({ data }) => {
        this.#received(data);
      });
      channel.addEventListener("close", () => {
        this.#finish({ type: "remote", reason: byOtherSide });
        // The last words have been heard, wherever they went.
        this.#closeChannels();
      });
    }
    main.addEventListener("close", () => {
      this.#releaseOnce();
    });
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
    if (this.#isAdmitted) this.#pumpSoon();
    else this.#feeds.main.pump();
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

  close(reason: string): void {
    this.#finish({ type: "closed", reason });
  }

  /** The connection under the channel is gone without a word. */
  lose(reason: string): void {
    this.#finish({ type: "lost", reason });
    this.#releaseOnce();
  }

  pathChanged(path: "steady" | "wavering"): void {
    this.#events.tell({ type: "path-changed", path });
  }

  /** Calls once the other side may send more than a handshake: the link is no stranger's any more. */
  whenAdmitted(listener: () => void): void {
    this.#onAdmitted = listener;
  }

  #received(data: unknown): void {
    if (this.#events.isOver) return;
    if (!(data instanceof ArrayBuffer)) {
      this.#finish({ type: "malformed", reason: "a frame of text" });
      return;
    }
    const joined = this.#joiner.take(new Uint8Array(data));
    if (joined.type === "messages") {
      if (joined.messages.length > 1 && !this.#isAdmitted) {
        this.#finish({ type: "malformed", reason: "a shared frame before the handshake's end" });
        return;
      }
      for (const bytes of joined.messages) this.#events.tell({ type: "message", lane: joined.lane, bytes });
    } else if (joined.type === "malformed") this.#finish(joined);
  }

  #feed(channel: DataChannelLike, carries: () => Lane | "any"): ChannelFeed {
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
      // Of a channel that is closing its close event tells the same again, to nobody.
      if (why === null) this.#finish({ type: "remote", reason: byOtherSide });
      else this.lose(why);
    });
  }

  /** When the page's present turn is over: what is sent in it shares frames. */
  #pumpSoon(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    queueMicrotask(() => {
      this.#isPumpDue = false;
      this.#feeds.control.pump();
      this.#feeds.main.pump();
    });
  }

  #finish(end: LinkEnd): void {
    if (this.#events.isOver) return;
    if (end.type === "closed") {
      const lastWords = this.#isAdmitted ? this.#feeds.control : this.#feeds.main;
      lastWords.giveAll(() => this.#outbox.peek("control"));
      // What was sent in this same turn has not been given to the platform yet.
      this.#feeds.main.pump();
      if (this.#events.isOver) return;
    }
    this.#feeds.main.stop();
    this.#feeds.control.stop();
    this.#events.end(end);
    const { main, control } = this.#channels;
    if (main.readyState === "closed") {
      this.#releaseOnce();
      return;
    }
    // The other side's link ends with the first of its channels that closes: the one with the last words, then the other.
    if (end.type === "closed") (this.#isAdmitted ? control : main).close();
    else this.#closeChannels();
    // The other side may be gone without a word, and then no close event comes.
    setTimeout(() => {
      this.#releaseOnce();
    }, lingerMs);
  }

  #closeChannels(): void {
    this.#channels.control.close();
    this.#channels.main.close();
  }

  #releaseOnce(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#release();
  }
}
