import type { Plugin } from "vite";
import { bundleScript } from "./bundle-script.ts";

interface Script {
  /** The virtual module that has the text. */
  readonly module: string;
  /** The name by which it exports it. */
  readonly exported: string;
  /** The absolute path of the script's own module. */
  readonly entry: string;
  /** null: as everything else in the build. */
  readonly minify: boolean | null;
}

/** A module whose one export is a bundled script, a module of its own, as a text. The ids of its modules are in `modules` once it is loaded. */
export function scriptText({ module, exported, entry, minify }: Script, modules: Set<string>): Plugin {
  const resolved = `\0${module}`;
  return {
    name: `tabpool:${module}`,
    resolveId: (id) => (id === module ? resolved : null),
    async load(id) {
      if (id !== resolved) return null;
      const { config } = this.environment;
      const own = new Set<string>();
      const isMinified = minify ?? (config.command === "build" && config.build.minify !== false);
      const source = await bundleScript(entry, "es", isMinified, own);
      for (const one of own) {
        modules.add(one);
        this.addWatchFile(one);
      }
      return `export const ${exported} = ${JSON.stringify(source)};`;
    },
  };
}
