import { buildCommand, isCommandBuilt } from "./build.mjs";
import { isInstalled, requireNode, root } from "./preconditions.mjs";

// `node scripts/tabpool.mjs`: the package's command from a clone. Builds what is missing; its standard output is the command's own.

requireNode();
// `npm ci` would read what the command is given to read.
if (!isInstalled(root)) {
  console.error("tabpool: run npm ci first, which installs the packages.");
  process.exit(1);
}
if (!isCommandBuilt()) {
  console.error("Building…");
  if (!(await buildCommand())) {
    console.error("tabpool: the build failed; its own message is above.");
    process.exit(1);
  }
}
// In a variable, since the file does not exist when types are checked.
const command = new URL("../dist/library/command.js", import.meta.url).href;
await import(command);
