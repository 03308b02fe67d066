import { buildPackage } from "./build.mjs";
import { requireNode, requirePackages } from "./preconditions.mjs";

// `npm pack` and `npm publish` run this: builds all that is in the package and not built yet.

requireNode();
requirePackages();
if (!(await buildPackage())) {
  console.error("tabpool: the build failed; its own message is above.");
  process.exit(1);
}
