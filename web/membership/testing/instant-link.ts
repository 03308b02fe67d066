import type { Seen } from "../../core/seen.ts";
import type { Lane } from "../../core/wire/messages.ts";
import { LinkEvents } from "../../links/link-events.ts";
import type { Link, LinkEvent } from "../../links/link.ts";

/** One end of a link that delivers in microtasks, so that a test knows when everything sent has arrived. */
export class InstantLink implements Link {
  readonly kind: Link["kind"];
  readonly origin: string | null;
  readonly fingerprints: Link["fingerprints"];
  /** A test may say that the platform takes nothing. */
  backlogBytes = 0;
  /** Called after each message that this end has sent. */
  onSend = (): void => {};
  /** All that was sent by this end, in its order. */
  readonly sent: { readonly lane: Lane; readonly bytes: Uint8Array }[] = [];
  readonly #events = new LinkEvents();
  #other: InstantLink | null = null;

  constructor(local: string, remote: string, origin: string | null = null, kind: Link["kind"] = "memory") {
    this.kind = kind;
    this.fingerprints = { local, remote };
    this.origin = origin;
  }

  /** `origin`: stands for the volunteer's network. */
  static pair(
    origin: string | null = null,
    kind: Link["kind"] = "memory",
  ): { readonly coordinatorEnd: InstantLink; readonly volunteerEnd: InstantLink } {
    const coordinatorEnd = new InstantLink("coordinator", "volunteer", origin, kind);
    const volunteerEnd = new InstantLink("volunteer", "coordinator", null, kind);
    coordinatorEnd.#other = volunteerEnd;
    volunteerEnd.#other = coordinatorEnd;
    return { coordinatorEnd, volunteerEnd };
  }

  get isOver(): boolean {
    return this.#events.isOver;
  }

  send(lane: Lane, bytes: Uint8Array): void {
    const other = this.#other;
    this.sent.push({ lane, bytes });
    if (!this.isOver && other !== null) queueMicrotask(() => other.#events.emitEvent({ type: "message", lane, bytes }));
    this.onSend();
  }

  /** What arrives at the other end is no message. */
  sendMalformed(problem: string): void {
    const events = this.#other === null ? null : this.#other.#events;
    queueMicrotask(() => events?.emitEvent({ type: "malformed", problem }));
  }

  limitMessages(): void {}

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  close(reason: Seen): void {
    if (this.isOver) return;
    this.#events.emitEnd({ type: "closed", reason });
    const other = this.#other;
    if (other === null) return;
    queueMicrotask(() => other.#events.emitEnd({ type: "remote", reason: { key: "closed-by-other-side" } }));
  }

  /** The connection breaks: both ends notice. */
  breakLink(reason: Seen = { key: "no-path-any-more" }): void {
    this.#events.emitEnd({ type: "lost", reason });
    if (this.#other !== null) this.#other.#events.emitEnd({ type: "lost", reason });
  }

  /** Nothing arrives at either end any more, and neither notices. */
  cutLink(): void {
    if (this.#other !== null) this.#other.#other = null;
    this.#other = null;
  }

  /** Both ends notice. */
  changePath(path: "steady" | "wavering"): void {
    this.#events.emitEvent({ type: "path-changed", path });
    if (this.#other !== null) this.#other.#events.emitEvent({ type: "path-changed", path });
  }
}
