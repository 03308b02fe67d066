import { loudEscapes, openEscapes, quietEscapes, workerEscapes } from "./attempts.ts";

/** Only a Worker's global has it, and this tree knows the document's. */
function importScript(url: string): void {
  const importScripts: unknown = Reflect.get(globalThis, "importScripts");
  if (typeof importScripts === "function") Reflect.apply(importScripts, globalThis, [url]);
}

globalThis.addEventListener("message", (event) => {
  const [port] = event.ports;
  const target: unknown = event.data;
  if (port === undefined || typeof target !== "string") return;
  const escapes = [...quietEscapes(), ...loudEscapes(target), ...workerEscapes(importScript)];
  void openEscapes(escapes).then((open) => port.postMessage(open));
});
