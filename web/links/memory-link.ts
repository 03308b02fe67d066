import type { Seen } from "../core/seen.ts";
import { maxHandshakeBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import { LinkEvents } from "./link-events.ts";
import type { Link, LinkEnd, LinkEvent } from "./link.ts";

/** Runs each step in a task of its own, in order. Unlike microtasks, tasks let the page draw in between. */
class TaskQueue {
  readonly #channel = new MessageChannel();
  #steps: (() => void)[] = [];
  #isClosed = false;

  constructor(isDaemon: boolean) {
    this.#channel.port1.addEventListener("message", () => {
      this.#steps.shift()?.();
      if (this.#isClosed && this.#steps.length === 0) this.#channel.port1.close();
    });
    this.#channel.port1.start();
    if (isDaemon) Object(this.#channel.port1).unref?.();
  }

  addStep(step: () => void): void {
    this.#steps.push(step);
    this.#channel.port2.postMessage(null);
  }

  /** Closes the port after the steps that wait. An open port would keep a Node process alive. */
  closeQueue(): void {
    this.#isClosed = true;
    if (this.#steps.length === 0) this.#channel.port1.close();
  }
}

/** One end of a pair within one page. */
class MemoryLink implements Link {
  readonly kind = "memory";
  readonly origin = null;
  readonly fingerprints: Link["fingerprints"];
  readonly #tasks: TaskQueue;
  readonly #events = new LinkEvents();
  readonly #waiting: Record<Lane, Uint8Array[]> = { control: [], bulk: [] };
  #other: MemoryLink | null = null;
  #limitBytes = maxHandshakeBytes;
  #backlogBytes = 0;

  constructor(tasks: TaskQueue, local: string, remote: string) {
    this.#tasks = tasks;
    this.fingerprints = { local, remote };
  }

  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  connectTo(other: MemoryLink): void {
    this.#other = other;
  }

  send(lane: Lane, message: Uint8Array): void {
    if (this.#events.isOver) return;
    this.#waiting[lane].push(message);
    this.#backlogBytes += message.length;
    this.#tasks.addStep(() => {
      this.#deliverNext();
    });
  }

  limitMessages(bytes: number): void {
    this.#limitBytes = bytes;
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  close(reason: Seen): void {
    this.#endLink({ type: "closed", reason });
  }

  /** Delivers one message, control before bulk. */
  #deliverNext(): void {
    const lane: Lane = this.#waiting.control.length > 0 ? "control" : "bulk";
    const bytes = this.#waiting[lane].shift();
    if (bytes === undefined) return;
    this.#backlogBytes -= bytes.length;
    this.#other?.receiveMessage(lane, bytes);
  }

  private receiveMessage(lane: Lane, bytes: Uint8Array): void {
    const problem = `a ${lane} message of ${bytes.length} bytes; the most is ${this.#limitBytes}`;
    this.#events.emitEvent(
      bytes.length > this.#limitBytes ? { type: "malformed", problem } : { type: "message", lane, bytes },
    );
  }

  #endLink(end: LinkEnd): void {
    if (this.#events.isOver) return;
    this.#events.emitEnd(end);
    const lastMessages = this.#waiting.control;
    this.#waiting.control = [];
    this.#waiting.bulk = [];
    this.#backlogBytes = 0;
    this.#tasks.addStep(() => {
      for (const bytes of lastMessages) this.#other?.receiveMessage("control", bytes);
      this.#other?.onOtherSideEnded();
      this.#tasks.closeQueue();
    });
  }

  private onOtherSideEnded(): void {
    this.#endLink({ type: "remote", reason: { key: "closed-by-other-side" } });
  }
}

/**
 * Makes the coordinator's end and the volunteer's end of a link within one page. Messages are handed over uncopied: the
 * sender must not change or transfer the bytes after `send`. `isDaemon`: an open one keeps no process of Node alive.
 */
export function createMemoryLinkPair(isDaemon = false): [Link, Link] {
  const tasks = new TaskQueue(isDaemon);
  const coordinator = new MemoryLink(tasks, "memory coordinator", "memory volunteer");
  const volunteer = new MemoryLink(tasks, "memory volunteer", "memory coordinator");
  coordinator.connectTo(volunteer);
  volunteer.connectTo(coordinator);
  return [coordinator, volunteer];
}
