import { requireNode, requirePackages, root } from "./preconditions.mjs";

// `npm run dev`: app with hot reload and signaling on one port.

requireNode();
requirePackages();
const { runnerImport } = await import("vite");
// The command is TypeScript, which the oldest Node that is supported cannot load by itself.
/** @type {{ module: typeof import("../signaling/dev-command.ts") }} */
const { module } = await runnerImport("/signaling/dev-command.ts", { root, configFile: false, logLevel: "error" });
process.exit(await module.runDevelopment(process.argv.slice(2)));
