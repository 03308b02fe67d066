import { inBrief } from "../brief-results.ts";
import { swallowStrayErrors, takeAway, takenAway } from "./confine.ts";
import { keepPrivate } from "./private-port.ts";
import { watchErrors } from "./load-errors.ts";
import { loadProgram } from "./program.ts";
import { Runner } from "./runner.ts";

/** The Worker's whole script: one port in, then everything that task code must not have goes, then orders are taken. */
function serve(port: MessagePort): void {
  const slotUrl = globalThis.location.href;
  const now = performance.now.bind(performance);
  const setTick = globalThis.setInterval.bind(globalThis);
  const clearTick = globalThis.clearInterval.bind(globalThis);
  const page = keepPrivate(port);
  const witness = watchErrors(globalThis);
  const runner = new Runner({
    say: (word) => page.say(inBrief(word)),
    now,
    every: (ms, tick) => {
      const ticking = setTick(tick, ms);
      return () => clearTick(ticking);
    },
    load: (source) => loadProgram(source, slotUrl, witness),
  });
  swallowStrayErrors(globalThis);
  takeAway(globalThis, takenAway);
  page.listen((order) => void runner.take(order));
  page.say({ type: "ready" });
}

globalThis.addEventListener(
  "message",
  (event) => {
    const [port] = event.ports;
    if (port !== undefined) serve(port);
  },
  { once: true },
);
