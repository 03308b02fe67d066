import { build, isBuilt } from "./build.mjs";
import { requireNode, requirePackages } from "./preconditions.mjs";

// `npm start`: whatever is missing, then the server, in this process and with this command line.

requireNode();
requirePackages();
if (!isBuilt()) {
  console.log("Building…");
  if (!(await build())) {
    console.error("tabpool: the build failed; its own message is above.");
    process.exit(1);
  }
}
// A name in a variable, because the file is not there when types are checked.
const server = new URL("../dist/server/main.js", import.meta.url).href;
await import(server);
