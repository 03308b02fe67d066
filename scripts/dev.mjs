import { requireNode, requirePackages, root } from "./preconditions.mjs";

// `npm run dev`: the app with hot reload, and signaling, on one port.

requireNode();
requirePackages();
const { runnerImport } = await import("vite");
// Bundled, since the oldest supported Node cannot load TypeScript by itself.
/** @type {{ module: typeof import("../signaling/dev-command.ts") }} */
const { module } = await runnerImport("/signaling/dev-command.ts", { root, configFile: false, logLevel: "error" });
process.exit(await module.runDevelopment(process.argv.slice(2)));
