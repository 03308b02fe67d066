import { confineCanvas, keepNames, navigatorNames, removeNames, removedNames, swallowStrayErrors } from "./confine.ts";
import { explainImport, watchErrors } from "./load-errors.ts";
import type { ModulePlatform } from "./module-platform.ts";
import { serveOrders } from "./serve-orders.ts";

/** Modules come from Blobs: `import` of these is the only loader that works in sandboxed Workers of all browsers. */
function blobModules(): ModulePlatform {
  const slotUrl = globalThis.location.href;
  const witness = watchErrors(globalThis);
  return {
    addressOf: (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" })),
    isOwnLine: (line) => line.includes(slotUrl),
    placeOf: witness.placeOf,
    explainImport: (described) => explainImport(described, witness.blocked()),
  };
}

function confineWorker(): void {
  swallowStrayErrors(globalThis);
  removeNames(globalThis, removedNames);
  keepNames(globalThis.navigator, navigatorNames);
  if (typeof OffscreenCanvas === "function") confineCanvas(OffscreenCanvas.prototype);
}

globalThis.addEventListener(
  "message",
  (event) => {
    const [port] = event.ports;
    if (port !== undefined) serveOrders(port, blobModules(), confineWorker);
  },
  { once: true },
);
