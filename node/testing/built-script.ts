import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { standIns } from "../../scripts/stand-ins.mjs";
import { objectsPrelude } from "../../web/pool/build/objects-prelude.ts";
import { peerjsInNode } from "../build/peerjs-in-node.ts";
import { threadSlot } from "../compute/build/bundle-thread-slot.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The package has no side effects as it is built; of its sources, `node/index.ts` begins the library, whichever of its names a script takes. */
const withSideEffects: Plugin = {
  name: "with-side-effects",
  transform: { filter: { id: /\/node\/index\.ts$/ }, handler: (code) => ({ code, moduleSideEffects: true }) },
};

/** Builds a script of this project, which Node could not load by itself. `entry`: its path from the root. `suffix`: keeps it apart from what others build of it meanwhile. Gives the path of what Node can run. */
export async function builtScript(entry: string, suffix = ""): Promise<string> {
  const outDir = `.cache/processes/${entry.replaceAll(/[^a-z]+/g, "-")}${suffix}`;
  await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [withSideEffects, peerjsInNode(), threadSlot(new Set()), objectsPrelude(new Set())],
    resolve: { alias: standIns },
    build: {
      ssr: entry,
      outDir,
      target: "node20",
      minify: false,
      rolldownOptions: { output: { entryFileNames: "entry.js" } },
    },
  });
  return `${root}${outDir}/entry.js`;
}
