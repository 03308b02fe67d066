import { toBriefResults } from "../brief-results.ts";
import { confineCanvas, keepNames, navigatorNames, removeNames, removedNames, swallowStrayErrors } from "./confine.ts";
import { keepPrivate } from "./private-port.ts";
import { watchErrors } from "./load-errors.ts";
import { redirectConsole } from "./redirect-console.ts";
import { loadProgram } from "./program.ts";
import { Runner } from "./runner.ts";

/** The script of the Worker: keeps what it needs of the global, removes what task code must not have, then takes orders. */
function serveOrders(port: MessagePort): void {
  const slotUrl = globalThis.location.href;
  const now = performance.now.bind(performance);
  const setTick = globalThis.setInterval.bind(globalThis);
  const clearTick = globalThis.clearInterval.bind(globalThis);
  const page = keepPrivate(port);
  const OwnPromise = Promise;
  /** Takes the frame's answer to the question that was asked last. */
  let takeAnswer: ((ms: number) => void) | null = null;
  const witness = watchErrors(globalThis);
  const runner = new Runner({
    sendMessage: (message) => page.sendMessage(toBriefResults(message)),
    now,
    every: (ms, tick) => {
      const ticking = setTick(tick, ms);
      return () => clearTick(ticking);
    },
    findStandstill: (ms) =>
      new OwnPromise((resolve) => {
        takeAnswer = resolve;
        page.askFrame({ type: "stood-still", ms });
      }),
    loadProgram: (job) => loadProgram(job, slotUrl, witness),
  });
  redirectConsole(globalThis.console, (level, values) => runner.writeLine(level, values));
  swallowStrayErrors(globalThis);
  removeNames(globalThis, removedNames);
  keepNames(globalThis.navigator, navigatorNames);
  if (typeof OffscreenCanvas === "function") confineCanvas(OffscreenCanvas.prototype);
  page.onOrder((order) => {
    if (order.type === "stood-still") takeAnswer?.(order.ms);
    else void runner.carryOutOrder(order);
  });
  page.sendMessage({ type: "ready" });
}

globalThis.addEventListener(
  "message",
  (event) => {
    const [port] = event.ports;
    if (port !== undefined) serveOrders(port);
  },
  { once: true },
);
