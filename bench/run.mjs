// `npm run bench`: measures every row beside its peers and its limit. `--help` lists the options.
import { readdirSync, writeFileSync } from "node:fs";
import { requireNode, requirePackages, root } from "../scripts/preconditions.mjs";
import { help, readArguments } from "./frame/arguments.mjs";

/** The rows: one for each file in bench/rows. */
const rowNames = readdirSync(`${root}/bench/rows`)
  .filter((file) => file.endsWith(".mjs"))
  .map((file) => file.slice(0, -".mjs".length));

/** @returns {Promise<import("./frame/types.ts").Row>} */
async function rowNamed(/** @type {string} */ name) {
  const { default: row } = await import(`./rows/${name}.mjs`);
  return row;
}

requireNode();
const command = readArguments(process.argv.slice(2), rowNames);
if (command.type === "help") {
  console.log(help);
  process.exit(0);
}
if (command.type === "wrong") {
  console.error(`tabpool: ${command.reason}`);
  process.exit(2);
}
requirePackages();
if (command.type === "list") {
  for (const name of rowNames) console.log(`${name.padEnd(10)} ${(await rowNamed(name)).about}`);
  process.exit(0);
}
const { requireBrowser } = await import("../scripts/install-browser.mjs");
const { measureRows } = await import("./frame/measure.mjs");
const { describeMachine } = await import("./frame/machine.mjs");
const { formatTable } = await import("./frame/table.mjs");
const browserPath = requireBrowser();
if (browserPath === null) process.exit(1);

const startedAt = new Date().toISOString();
const machine = describeMachine(browserPath);
const rows = await measureRows(await Promise.all(command.names.map(rowNamed)), { ...command, browserPath });
if (rows.some(({ figures }) => figures.length > 0)) console.log(`\n${formatTable(rows)}`);
console.log(
  `\n${machine.cores} cores, ${machine.processor}; ${machine.browser}; Node ${machine.node}; ${machine.python}`,
);
for (const { name, seconds, load } of rows) {
  const [before, after] = load.map((value) => value.toFixed(1));
  console.log(`${name}: ${seconds.toFixed(0)} s; load ${before} before, ${after} after`);
}
if (command.short) console.log("A tenth of the tasks: not for quoting.");
for (const { name, failure } of rows) if (failure !== null) console.error(`tabpool: ${name} failed: ${failure}`);
if (rows.some(({ failure }) => failure !== null)) process.exitCode = 1;
if (command.json !== null) {
  const { repeat, short } = command;
  writeFileSync(command.json, `${JSON.stringify({ startedAt, machine, repeat, short, rows }, null, 2)}\n`);
}
