// npm run simulate -- [--seeds N] [--from N] [--seed N] [--planted]
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param {string | undefined} text @param {number} preset */
function whole(text, preset) {
  const value = text === undefined ? preset : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`expected a whole number, got ${text}`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    from: { type: "string" },
    seed: { type: "string" },
    planted: { type: "boolean" },
  },
});

// Node 20 takes no TypeScript.
const outDir = `${root}.cache/simulation`;
mkdirSync(outDir, { recursive: true });
await build({
  root,
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  build: { ssr: "web/simulation/main.ts", outDir, emptyOutDir: false, target: "node20", minify: false },
});
const { runPlanted, runSeed, runSeeds } = await import(`${outDir}/main.js`);

const terminal = {
  /** @param {string} line */
  progress(line) {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}`);
    else console.log(line);
  },
  /** @param {string} line */
  print(line) {
    if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
    console.log(line);
  },
  now: () => performance.now(),
};

if (values.planted === true) process.exitCode = runPlanted(whole(values.seeds, 1_000), terminal) > 0 ? 1 : 0;
else if (values.seed !== undefined) process.exitCode = runSeed(whole(values.seed, 1), terminal);
else process.exitCode = runSeeds(whole(values.from, 1), whole(values.seeds, 2_000), terminal) > 0 ? 1 : 0;
