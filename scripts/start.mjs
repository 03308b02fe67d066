import { build, isBuilt } from "./build.mjs";
import { requireNode, requirePackages } from "./preconditions.mjs";

// `npm start`: installs and builds what is missing, then runs the server in this process with this command line.

requireNode();
requirePackages();
if (!isBuilt()) {
  console.log("Building…");
  if (!(await build())) {
    console.error("tabpool: the build failed; its own message is above.");
    process.exit(1);
  }
}
// In a variable, since the file does not exist when types are checked.
const server = new URL("../dist/server/main.js", import.meta.url).href;
await import(server);
