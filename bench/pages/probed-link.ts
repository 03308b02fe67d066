import type { Seen } from "../../web/core/seen.ts";
import { decodeDown, decodeUp, encodeUp } from "../../web/core/wire/codec.ts";
import type { Lane } from "../../web/core/wire/messages.ts";
import type { Link, LinkEvent } from "../../web/links/link.ts";

/** Milliseconds between two heartbeats of the probe. The volunteer sends its own ones every five seconds. */
const everyMs = 50;

/** A volunteer's end of a link that also sends heartbeats of its own, and records how long each answer takes. */
export class ProbedLink implements Link {
  readonly kind;
  readonly origin;
  readonly fingerprints;
  readonly #link: Link;
  readonly #answered: (ms: number) => void;
  /** Heartbeats without an answer yet. Answers come in the same order. */
  readonly #asked: { readonly at: number; readonly isProbe: boolean }[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(link: Link, answered: (ms: number) => void) {
    this.#link = link;
    this.#answered = answered;
    this.kind = link.kind;
    this.origin = link.origin;
    this.fingerprints = link.fingerprints;
  }

  get backlogBytes(): number {
    return this.#link.backlogBytes;
  }

  send(lane: Lane, message: Uint8Array): void {
    // Bulk messages are no heartbeats, and decoding them would cost the volunteer as much as encoding.
    if (lane === "control" && this.#isHeartbeat(decodeUp(lane, message)))
      this.#asked.push({ at: performance.now(), isProbe: false });
    this.#link.send(lane, message);
  }

  limitMessages(bytes: number): void {
    this.#link.limitMessages(bytes);
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#link.listen((event) => {
      if (event.type === "ended") clearInterval(this.#timer);
      if (event.type === "message" && event.lane === "control" && this.#hear(event.bytes)) return;
      listener(event);
    });
  }

  close(reason: Seen): void {
    clearInterval(this.#timer);
    this.#link.close(reason);
  }

  /** True if the message is an answer to the probe. */
  #hear(bytes: Uint8Array): boolean {
    const decoded = decodeDown("control", bytes);
    if (decoded.type === "value" && decoded.value.type === "welcome")
      this.#timer ??= setInterval(() => this.#ask(), everyMs);
    const asked = this.#isHeartbeat(decoded) ? this.#asked.shift() : undefined;
    if (asked === undefined) return false;
    this.#answered(performance.now() - asked.at);
    return asked.isProbe;
  }

  #ask(): void {
    const { lane, bytes } = encodeUp({ type: "heartbeat", leases: [] });
    this.#asked.push({ at: performance.now(), isProbe: true });
    this.#link.send(lane, bytes);
  }

  #isHeartbeat(decoded: ReturnType<typeof decodeUp> | ReturnType<typeof decodeDown>): boolean {
    return decoded.type === "value" && decoded.value.type === "heartbeat";
  }
}
