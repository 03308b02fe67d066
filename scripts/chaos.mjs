// `npm run chaos -- [--seed N] [--seeds N] [--seconds S]`: runs a job in real tabs while faults happen that the seed decides.
// `--seeds N`: N runs with the seeds from `--seed` on. `--planted`: short runs with planted mistakes that the check must find.
// Exit code 1 if a promise was broken.
import { parseArgs } from "node:util";
import { requireNode, requirePackages } from "./preconditions.mjs";

/** @param {string | undefined} text @param {number} preset */
function whole(text, preset) {
  const value = text === undefined ? preset : Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  console.error(`expected a whole number from 1, got ${text}`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string" },
    seconds: { type: "string" },
    planted: { type: "boolean" },
  },
});
const first = whole(values.seed, 1 + Math.floor(Math.random() * 999_999));
const seeds = Array.from({ length: whole(values.seeds, 1) }, (_, at) => first + at);
const seconds = whole(values.seconds, 110);

requireNode();
requirePackages();
const { openHouse } = await import("./room.mjs");
const { importBundled } = await import("./bundle.mjs");
const { runPlanted, runSeeds } = await importBundled("e2e/chaos/main.ts");

const house = await openHouse();
if (house === null) process.exit(1);
if (values.planted === true) {
  const missed = await runPlanted(house, console.log);
  if (missed.length > 0) process.exitCode = 1;
} else {
  /** @type {{ seed: number, complaints: string[] }[]} */
  const verdicts = await runSeeds(house, seeds, seconds, console.log);
  const failed = verdicts.filter(({ complaints }) => complaints.length > 0);
  for (const { seed, complaints } of failed) console.error(`tabpool: seed ${seed} failed: ${complaints.join("; ")}`);
  if (failed.length > 0) process.exitCode = 1;
}
await house.close();
