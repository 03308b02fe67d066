import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { scriptText } from "../../compute/build/script-text.ts";

/**
 * What programs in slots have of shared objects, as a text: the same proxies that the library has. Its module is declared in
 * `web/pool/objects/prelude-text.d.ts`. The ids of its modules are in `modules` once it is loaded.
 */
export function objectsPrelude(modules: Set<string>): Plugin {
  return scriptText(
    {
      module: "virtual:tabpool-objects-prelude",
      exported: "objectsPrelude",
      entry: fileURLToPath(new URL("../objects/prelude.ts", import.meta.url)),
      // It travels to each volunteer.
      minify: true,
    },
    modules,
  );
}
