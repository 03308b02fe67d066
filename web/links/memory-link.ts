import { maxHandshakeBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import { LinkEvents } from "./link-events.ts";
import type { Link, LinkEnd, LinkEvent } from "./link.ts";

/** Runs what is asked for later, in a task of its own, in order: unlike microtasks it lets the page breathe in between. */
class Later {
  readonly #channel = new MessageChannel();
  #steps: (() => void)[] = [];
  #isClosed = false;

  constructor() {
    this.#channel.port1.addEventListener("message", () => {
      this.#steps.shift()?.();
      if (this.#isClosed && this.#steps.length === 0) this.#channel.port1.close();
    });
    this.#channel.port1.start();
  }

  run(step: () => void): void {
    this.#steps.push(step);
    this.#channel.port2.postMessage(null);
  }

  /** After the steps that are asked for already: an open port would keep a Node process alive. */
  close(): void {
    this.#isClosed = true;
    if (this.#steps.length === 0) this.#channel.port1.close();
  }
}

/** One end of a pair within one page. */
class MemoryLink implements Link {
  readonly kind = "memory";
  readonly fingerprints: Link["fingerprints"];
  readonly #later: Later;
  readonly #events = new LinkEvents();
  readonly #waiting: Record<Lane, Uint8Array[]> = { control: [], bulk: [] };
  #other: MemoryLink | null = null;
  #limitBytes = maxHandshakeBytes;
  #backlogBytes = 0;

  constructor(later: Later, local: string, remote: string) {
    this.#later = later;
    this.fingerprints = { local, remote };
  }

  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  join(other: MemoryLink): void {
    this.#other = other;
  }

  send(lane: Lane, message: Uint8Array): void {
    if (this.#events.isOver) return;
    this.#waiting[lane].push(message);
    this.#backlogBytes += message.length;
    this.#later.run(() => {
      this.#handOver();
    });
  }

  limitMessages(bytes: number): void {
    this.#limitBytes = bytes;
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  close(reason: string): void {
    this.#finish({ type: "closed", reason });
  }

  /** One message a step; control first, since it may have been sent after bulk that still waits. */
  #handOver(): void {
    const lane: Lane = this.#waiting.control.length > 0 ? "control" : "bulk";
    const bytes = this.#waiting[lane].shift();
    if (bytes === undefined) return;
    this.#backlogBytes -= bytes.length;
    this.#other?.receive(lane, bytes);
  }

  private receive(lane: Lane, bytes: Uint8Array): void {
    if (this.#events.isOver) return;
    if (bytes.length > this.#limitBytes) {
      const reason = `a ${lane} message of ${bytes.length} bytes; the most is ${this.#limitBytes}`;
      this.#finish({ type: "malformed", reason });
      return;
    }
    this.#events.tell({ type: "message", lane, bytes });
  }

  #finish(end: LinkEnd): void {
    if (this.#events.isOver) return;
    this.#events.end(end);
    const lastWords = this.#waiting.control;
    this.#waiting.control = [];
    this.#waiting.bulk = [];
    this.#backlogBytes = 0;
    this.#later.run(() => {
      for (const bytes of lastWords) this.#other?.receive("control", bytes);
      this.#other?.leave();
      this.#later.close();
    });
  }

  private leave(): void {
    this.#finish({ type: "remote", reason: "the other side closed the link" });
  }
}

/**
 * The coordinator's end and the volunteer's end of a link within one page. `send` gives the bytes away: they are
 * handed over as they are, so whoever sent them must not change or transfer them afterwards.
 */
export function createMemoryLinkPair(): [Link, Link] {
  const later = new Later();
  const coordinator = new MemoryLink(later, "memory coordinator", "memory volunteer");
  const volunteer = new MemoryLink(later, "memory volunteer", "memory coordinator");
  coordinator.join(volunteer);
  volunteer.join(coordinator);
  return [coordinator, volunteer];
}
