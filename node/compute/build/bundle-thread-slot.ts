import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { scriptText } from "../../../web/compute/build/script-text.ts";

/**
 * The script of a slot's thread as a text, so that a thread needs no file. Its module is declared in
 * `node/compute/thread-slot-source.d.ts`. The ids of its modules are in `modules` once it is loaded.
 */
export function threadSlot(modules: Set<string>): Plugin {
  return scriptText(
    {
      module: "virtual:tabpool-thread-slot",
      exported: "slotSource",
      entry: fileURLToPath(new URL("../slot/thread-slot.ts", import.meta.url)),
      minify: null,
    },
    modules,
  );
}
