import { requireNode, requirePackages } from "../scripts/preconditions.mjs";

// `npm run bench`: every figure; `npm run bench -- NAME` those of one script beside this file.

const names = ["scheduler", "table"];

requireNode();
requirePackages();
const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`tabpool: there is no bench "${unknown}"; there are ${names.join(", ")}.`);
  process.exit(2);
}
for (const name of wanted.length === 0 ? names : wanted) await import(`./${name}.mjs`);
