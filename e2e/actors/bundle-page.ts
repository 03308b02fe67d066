import { fileURLToPath } from "node:url";
import { build } from "vite";

/** The script of a page of the specs, in one piece; `name` is that of its file in `e2e/pages`. */
export async function bundlePage(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../pages/${name}`, import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      rolldownOptions: { input: entry, output: { format: "es", codeSplitting: false } },
    },
  });
  const [first] = Array.isArray(built) ? built : [built];
  const chunk =
    first !== undefined && "output" in first ? first.output.find(({ type }) => type === "chunk") : undefined;
  if (chunk?.type !== "chunk") throw new Error("the page of the spec has no script");
  return chunk.code;
}
