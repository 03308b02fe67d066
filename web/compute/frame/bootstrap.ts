import { portGreeting, type FrameOrder, type FrameReport } from "../protocol.ts";
import { tryEscapes } from "./escapes.ts";
import { Workers } from "./workers.ts";

/**
 * The sandbox page's only script, admitted by its hash. It runs nothing of a task itself: in a document WebRTC and DNS
 * prefetches are not covered by the policy, and in Firefox a loop here would hold up the volunteer's page.
 */
function blobUrl(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

function isOrder(value: unknown): value is FrameOrder {
  return typeof value === "object" && value !== null && "type" in value;
}

function serve(port: MessagePort): void {
  const report = (message: FrameReport, transfer: Transferable[]): void => port.postMessage(message, transfer);
  const workers = new Workers(blobUrl(slotSource), report);
  const obey = (order: FrameOrder): void => {
    switch (order.type) {
      case "ping":
        report({ type: "pong", ping: order.ping }, []);
        break;
      case "try-escapes":
        void tryEscapes(blobUrl(probeSource), order.target).then((tried) =>
          report({ type: "escapes-tried", ...tried }, []),
        );
        break;
      case "start-worker":
        workers.start(order.worker);
        break;
      case "end-worker":
        workers.end(order.worker);
        break;
      case "tell-worker":
        workers.tell(order.worker, order.orders);
        break;
    }
  };
  port.addEventListener("message", (event) => {
    if (isOrder(event.data)) obey(event.data);
  });
  port.start();
}

// The frame's parent is the volunteer's page; the first port from there is the only one ever taken.
globalThis.addEventListener("message", function greet(event) {
  const [port] = event.ports;
  if (event.source !== globalThis.parent || event.data !== portGreeting || port === undefined) return;
  globalThis.removeEventListener("message", greet);
  serve(port);
});
