import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import { afterPatience } from "../patience.ts";
import type { SandboxPage } from "../sandbox-page.ts";
import { orderBuffers, portGreeting, type FrameOrder, type FrameReport } from "../protocol.ts";
import { parseFrameReport } from "../slot-messages.ts";
import type { Frame, FrameListener } from "./frame.ts";

/** Milliseconds until the sandbox page must have loaded and answered: 20 kB from our own host, on a busy machine. */
const loadTimeLimitMs = 30_000;
const pingEveryMs = 1000;

/**
 * Unanswered pings after which the frame counts as dead: a crash of its process shows in nothing else. Counted in pings and
 * not in time, so that a page that was frozen itself does not take its frame for dead.
 */
const silentPingsUntilDead = 5;

type Listener = FrameListener<Exclude<FrameReport, { readonly type: "pong" }>>;

export type SandboxStart =
  | { readonly type: "opened"; readonly frame: SandboxFrame }
  | { readonly type: "failed"; readonly trouble: ComputeTrouble };

/** One open frame with the sandbox's page in it. Orders and reports go through its port. */
class SandboxFrame implements Frame {
  readonly #element: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #listener: Listener;
  readonly #pinging: ReturnType<typeof setInterval>;
  readonly #awaited = new Map<number, () => void>();
  #ping = 0;
  #silentPings = 0;
  /** Milliseconds in which the frame has stood still, as far as is known. */
  #stoodStillMs = 0;
  #isRemoved = false;

  constructor(element: HTMLIFrameElement, port: MessagePort, listener: Listener) {
    this.#element = element;
    this.#port = port;
    this.#listener = listener;
    port.addEventListener("message", (event) => this.#onFrameMessage(event.data));
    port.start();
    this.#pinging = setInterval(() => this.#pingFrame(), pingEveryMs);
  }

  sendOrder(order: FrameOrder): void {
    if (this.#isRemoved) return;
    this.#port.postMessage(order, order.type === "forward-orders" ? orderBuffers(order.orders) : []);
  }

  whenCaughtUp(done: () => void): void {
    if (this.#isRemoved) return;
    this.#ping += 1;
    this.#awaited.set(this.#ping, done);
    this.sendOrder({ type: "ping", ping: this.#ping });
  }

  remove(): void {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    clearInterval(this.#pinging);
    this.#awaited.clear();
    this.#port.close();
    this.#element.remove();
  }

  #onFrameMessage(data: unknown): void {
    if (this.#isRemoved) return;
    this.#silentPings = 0;
    const report = parseFrameReport(data);
    if (report === null) {
      this.#reportDeath({ key: "malformed-frame-report" });
      return;
    }
    if (report.type === "pong") {
      const ms = report.stoodStillMs - this.#stoodStillMs;
      this.#stoodStillMs = report.stoodStillMs;
      if (ms > 0) this.#listener.onStandstill(ms);
      const done = this.#awaited.get(report.ping);
      this.#awaited.delete(report.ping);
      done?.();
    } else {
      this.#listener.onReport(report);
    }
  }

  #pingFrame(): void {
    if (!this.#element.isConnected) {
      this.#reportDeath({ key: "frame-removed" });
    } else if (this.#silentPings >= silentPingsUntilDead) {
      this.#reportDeath({ key: "frame-silent", pings: silentPingsUntilDead });
    } else {
      this.#silentPings += 1;
      this.#ping += 1;
      this.sendOrder({ type: "ping", ping: this.#ping });
    }
  }

  #reportDeath(trouble: ComputeTrouble): void {
    if (this.#isRemoved) return;
    this.remove();
    this.#listener.onDeath(trouble);
  }
}

/** One transparent point in a corner. */
const unseen: Readonly<Record<string, string>> = {
  position: "fixed",
  right: "0",
  bottom: "0",
  width: "1px",
  height: "1px",
  border: "0",
  opacity: "0",
  "pointer-events": "none",
};

/** Puts a frame into `container` and waits until its script answers. `signal` gives it up. */
export function openFrame(
  container: HTMLElement,
  page: SandboxPage,
  listener: Listener,
  signal: AbortSignal,
): Promise<SandboxStart> {
  // oxlint-disable-next-line react/iframe-missing-sandbox -- the next line sets it
  const element = container.ownerDocument.createElement("iframe");
  element.setAttribute("sandbox", "allow-scripts");
  element.setAttribute("aria-hidden", "true");
  element.title = "Tabpool sandbox";
  // Not `hidden`: browsers give the process of a frame that is not rendered less of the processor, and its Workers with it.
  element.tabIndex = -1;
  for (const [name, value] of Object.entries(unseen)) element.style.setProperty(name, value);
  element.setAttribute(page.attribute, page.content);
  return new Promise((resolve) => {
    let loaded = false;
    let frame: SandboxFrame | null = null;
    const settle = (start: SandboxStart): void => {
      callOff();
      signal.removeEventListener("abort", abort);
      if (start.type === "failed") {
        frame?.remove();
        element.remove();
      }
      resolve(start);
    };
    const abort = (): void => settle({ type: "failed", trouble: { key: "sandbox-closed" } });
    const failUnanswered = (): void => {
      const { whenRefused, target: url } = page;
      const trouble: ComputeTrouble = loaded
        ? (whenRefused ?? { key: "frame-without-script", url })
        : { key: "frame-not-loaded", url, limitMs: loadTimeLimitMs };
      settle({ type: "failed", trouble });
    };
    const callOff = afterPatience(loadTimeLimitMs, failUnanswered);
    signal.addEventListener("abort", abort);
    const sendPort = (): void => {
      if (element.contentWindow === null) return;
      loaded = true;
      let started = false;
      const { port1, port2 } = new MessageChannel();
      const opened = new SandboxFrame(element, port1, {
        onReport: (report) => listener.onReport(report),
        onStandstill: (ms) => listener.onStandstill(ms),
        onDeath: (trouble) => (started ? listener.onDeath(trouble) : failUnanswered()),
      });
      frame = opened;
      opened.whenCaughtUp(() => {
        started = true;
        settle({ type: "opened", frame: opened });
      });
      // The frame's origin is opaque, so no narrower target can be named. The port is of no use to another page.
      element.contentWindow.postMessage(portGreeting, "*", [port2]);
    };
    // Only once: a page that loads into the frame later is not the one that was asked for.
    element.addEventListener("load", sendPort, { once: true });
    container.append(element);
  });
}
