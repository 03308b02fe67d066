import { orderBuffers, portGreeting, type FrameOrder, type FrameReport } from "../protocol.ts";
import { parseFrameReport } from "../slot-messages.ts";

/** A page of 20 kB from the host that this page came from, on a machine whose cores all have something else to do. */
const loadMs = 30_000;
const pingEveryMs = 1000;

/**
 * A crash of the frame's process shows in nothing else. Counted in pings, not in time, so that a page which was frozen
 * itself does not take its frame for dead.
 */
const silentPingsUntilDead = 5;

export interface FrameListener {
  reported(report: FrameReport): void;
  /** Last word about a frame that was open: its process is gone, or it does not answer. */
  died(detail: string): void;
}

export type FrameStart =
  | { readonly ok: true; readonly frame: SandboxFrame }
  | { readonly ok: false; readonly reason: string };

/** One frame with `sandbox.html` in it, seen through its port. */
export class SandboxFrame {
  readonly #element: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #listener: FrameListener;
  readonly #pinging: ReturnType<typeof setInterval>;
  readonly #awaited = new Map<number, () => void>();
  #ping = 0;
  #silentPings = 0;
  #closed = false;

  constructor(element: HTMLIFrameElement, port: MessagePort, listener: FrameListener) {
    this.#element = element;
    this.#port = port;
    this.#listener = listener;
    port.addEventListener("message", (event) => this.#receive(event.data));
    port.start();
    this.#pinging = setInterval(() => this.#pingAgain(), pingEveryMs);
  }

  send(order: FrameOrder): void {
    if (this.#closed) return;
    this.#port.postMessage(order, order.type === "tell-worker" ? orderBuffers(order.orders) : []);
  }

  /** Calls back once everything that the frame had to say up to now has been heard; never, if it dies. */
  caughtUp(done: () => void): void {
    if (this.#closed) return;
    this.#ping += 1;
    this.#awaited.set(this.#ping, done);
    this.send({ type: "ping", ping: this.#ping });
  }

  /** Removes the frame, and with it all its Workers. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#pinging);
    this.#awaited.clear();
    this.#port.close();
    this.#element.remove();
  }

  #receive(data: unknown): void {
    if (this.#closed) return;
    this.#silentPings = 0;
    const report = parseFrameReport(data);
    if (report === null) {
      this.#die("The sandbox frame sent what it never sends.");
      return;
    }
    if (report.type === "pong") {
      const done = this.#awaited.get(report.ping);
      this.#awaited.delete(report.ping);
      done?.();
    } else {
      this.#listener.reported(report);
    }
  }

  #pingAgain(): void {
    if (!this.#element.isConnected) {
      this.#die("The sandbox frame was removed from the page.");
    } else if (this.#silentPings >= silentPingsUntilDead) {
      this.#die(`The sandbox frame did not answer ${silentPingsUntilDead} times; it may have run out of memory.`);
    } else {
      this.#silentPings += 1;
      this.#ping += 1;
      this.send({ type: "ping", ping: this.#ping });
    }
  }

  #die(detail: string): void {
    if (this.#closed) return;
    this.close();
    this.#listener.died(detail);
  }
}

/** Puts the frame into `container` and waits until its script answers. */
export function openFrame(
  container: HTMLElement,
  url: string,
  listener: FrameListener,
  signal: AbortSignal,
): Promise<FrameStart> {
  // oxlint-disable-next-line react/iframe-missing-sandbox -- the next line sets it
  const element = container.ownerDocument.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.setAttribute("aria-hidden", "true");
  element.title = "Tabpool sandbox";
  element.hidden = true;
  element.src = url;
  return new Promise((resolve) => {
    let loaded = false;
    let frame: SandboxFrame | null = null;
    const settle = (start: FrameStart): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      if (!start.ok) {
        frame?.close();
        element.remove();
      }
      resolve(start);
    };
    const abort = (): void => settle({ ok: false, reason: "The sandbox was closed." });
    const unanswered = (): void => {
      const reason = loaded
        ? `The sandbox page ${url} loaded, but its script did not start: it may be another page, or its policy may refuse the script.`
        : `The sandbox page ${url} did not load within ${loadMs / 1000} s.`;
      settle({ ok: false, reason });
    };
    const timer = setTimeout(unanswered, loadMs);
    signal.addEventListener("abort", abort);
    const greet = (): void => {
      if (element.contentWindow === null) return;
      loaded = true;
      let started = false;
      const { port1, port2 } = new MessageChannel();
      const opened = new SandboxFrame(element, port1, {
        reported: (report) => listener.reported(report),
        died: (detail) => (started ? listener.died(detail) : unanswered()),
      });
      frame = opened;
      opened.caughtUp(() => {
        started = true;
        settle({ ok: true, frame: opened });
      });
      // Its origin is opaque, so no narrower target can be named; the port is of no use to another page.
      element.contentWindow.postMessage(portGreeting, "*", [port2]);
    };
    // Once: what loads into the frame later is not the page that was asked for.
    element.addEventListener("load", greet, { once: true });
    container.append(element);
  });
}
