import { loudEscapes, openEscapes, quietEscapes, workerEscapes } from "./escapes.ts";
import { featuresHere } from "./features.ts";

/** Calls the Worker's `importScripts`, which the DOM types of this project do not know. */
function importScript(url: string): void {
  const importScripts: unknown = Reflect.get(globalThis, "importScripts");
  if (typeof importScripts === "function") Reflect.apply(importScripts, globalThis, [url]);
}

globalThis.addEventListener("message", (event) => {
  const [port] = event.ports;
  const target: unknown = event.data;
  if (port === undefined || typeof target !== "string") return;
  // Slots import each program as such a module. A policy may let Workers of Blobs start, and none of their modules.
  const module: string = URL.createObjectURL(new Blob([], { type: "text/javascript" }));
  const escapes = [...quietEscapes(), ...loudEscapes(target), ...workerEscapes(importScript)];
  import(/* @vite-ignore */ module)
    .then(() => openEscapes(escapes))
    .then((open) => port.postMessage({ open, features: featuresHere() }), reportError);
});
