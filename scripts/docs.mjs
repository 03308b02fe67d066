import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiPages } from "./api-pages.mjs";
import { root } from "./preconditions.mjs";

// `npm run docs`: writes docs/api anew.

const folder = join(root, "docs/api");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [file, text] of apiPages()) writeFileSync(join(folder, file), text);
