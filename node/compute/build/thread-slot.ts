import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { bundleScript } from "../../../web/compute/build/bundle-script.ts";

const entry = fileURLToPath(new URL("../slot/thread-slot.ts", import.meta.url));

/** Declared in `node/compute/thread-slot-source.d.ts`. */
const slotModule = "virtual:tabpool-thread-slot";

/**
 * The module `virtual:tabpool-thread-slot`: the script of a slot's thread as a text, so that a thread needs no file. The ids of its modules
 * are in `modules` once it is loaded.
 */
export function threadSlot(modules: Set<string>): Plugin {
  const resolved = `\0${slotModule}`;
  return {
    name: "tabpool:thread-slot",
    resolveId: (id) => (id === slotModule ? resolved : null),
    async load(id) {
      if (id !== resolved) return null;
      const { config } = this.environment;
      const minify = config.command === "build" && config.build.minify !== false;
      const own = new Set<string>();
      const source = await bundleScript(entry, "es", minify, own);
      for (const module of own) {
        modules.add(module);
        this.addWatchFile(module);
      }
      return `export const slotSource = ${JSON.stringify(source)};`;
    },
  };
}
