import { dirname } from "node:path";
import { build, type Plugin } from "vite";

/**
 * Bundles the entry, an absolute path, into one text that imports nothing but modules of Node: a classic script or a module. Adds the
 * ids of its modules to `modules`.
 */
export async function bundleScript(
  entry: string,
  format: "iife" | "es",
  minify: boolean,
  modules: Set<string>,
  plugins: readonly Plugin[] = [],
): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    root: dirname(entry),
    publicDir: false,
    plugins: [...plugins],
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      minify,
      target: "es2022",
      // Built as a library: in an app, Vite would wrap each `import()` into a helper of its own.
      lib: { entry, formats: [format], name: "tabpool" },
      rolldownOptions: { external: /^node:/ },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((output) => ("output" in output ? output.output : []));
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== "chunk") throw new Error(`${entry} did not become one script`);
  for (const id of chunk.moduleIds) modules.add(id);
  return chunk.code;
}
