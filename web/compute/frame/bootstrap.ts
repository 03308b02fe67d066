import { Standstills } from "../../core/standstills.ts";
import { portGreeting, type FrameOrder, type FrameReport } from "../protocol.ts";
import { longestStepMs, lookEveryMs } from "./look-timing.ts";
import { tryEscapes } from "./try-escapes.ts";
import { webWorkers } from "./web-workers.ts";
import { Workers } from "./workers.ts";

/*
 * The only script of the sandbox page, admitted by its hash. Task code never runs here: the policy of a document does not
 * cover WebRTC and DNS prefetches, and in Firefox an endless loop here would block the volunteer's page.
 */

function blobUrl(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

function isOrder(value: unknown): value is FrameOrder {
  return typeof value === "object" && value !== null && "type" in value;
}

function servePage(port: MessagePort): void {
  const report = (message: FrameReport, transfer: Transferable[]): void => port.postMessage(message, transfer);
  const standstills = new Standstills(performance.now(), () => longestStepMs(document.hidden));
  setInterval(() => standstills.lookAsPlanned(performance.now()), lookEveryMs);
  const workers = new Workers(webWorkers(blobUrl(slotSource)), report, standstills);
  const carryOutOrder = (order: FrameOrder): void => {
    if (order.type === "ping") {
      report({ type: "pong", ping: order.ping, stoodStillMs: standstills.totalAt(performance.now()) }, []);
    } else if (order.type === "try-escapes") {
      void tryEscapes(blobUrl(probeSource), order.target).then((tried) =>
        report({ type: "escapes-tried", ...tried }, []),
      );
    } else workers.carryOut(order);
  };
  port.addEventListener("message", (event) => {
    if (isOrder(event.data)) carryOutOrder(event.data);
  });
  port.start();
}

// The frame's parent is the volunteer's page. Only the first port from there is accepted.
globalThis.addEventListener("message", function onGreeting(event) {
  const [port] = event.ports;
  if (event.source !== globalThis.parent || event.data !== portGreeting || port === undefined) return;
  globalThis.removeEventListener("message", onGreeting);
  servePage(port);
});
