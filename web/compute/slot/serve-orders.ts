import { toBriefResults } from "../brief-results.ts";
import type { ModulePlatform } from "./module-platform.ts";
import { keepPrivate } from "./private-port.ts";
import { loadProgram } from "./program.ts";
import { redirectConsole } from "./redirect-console.ts";
import { Runner } from "./runner.ts";

/**
 * The script of a slot's thread: keeps what it needs of the global, removes what task code must not have, then takes orders.
 * `confine` takes away what only this platform has.
 */
export function serveOrders(port: MessagePort, modules: ModulePlatform, confine: () => void): void {
  const now = performance.now.bind(performance);
  const setTick = globalThis.setInterval.bind(globalThis);
  const clearTick = globalThis.clearInterval.bind(globalThis);
  const page = keepPrivate(port);
  const OwnPromise = Promise;
  /** Takes the frame's answer to the question that was asked last. */
  let takeAnswer: ((ms: number) => void) | null = null;
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
    loadProgram: (job) => loadProgram(job, modules),
  });
  redirectConsole(globalThis.console, (level, values) => runner.writeLine(level, values));
  confine();
  page.onOrder((order) => {
    if (order.type === "stood-still") takeAnswer?.(order.ms);
    else void runner.carryOutOrder(order);
  });
  page.sendMessage({ type: "ready" });
}
