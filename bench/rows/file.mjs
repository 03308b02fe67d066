import { mkdtempSync, openSync, closeSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { growthDuring } from "../frame/processes.mjs";
import { joinRoom, openCoordinator, openHouse } from "../../scripts/room.mjs";

/** Of 50 bytes with its end. */
const line = "a quick brown fox jumps over the lazy dog, again.\n";
const wordsALine = 10;
const linesATask = 10_000;

/** 1 GB. */
const lines = 20_000_000;

/** Lines that are written at a stroke. */
const written = 100_000;

/** @param {string} path @param {number} count */
function writeText(path, count) {
  const file = openSync(path, "w");
  for (let left = count; left > 0; left -= written) writeSync(file, line.repeat(Math.min(written, left)));
  closeSync(file);
}

/**
 * Counts the words of a file of so many lines through one volunteer in a process of its own.
 * @param {string} path @param {number} count
 * @returns {Promise<{ seconds: number, mostBytes: number }>}
 */
async function countWords(path, count) {
  const [house, away] = [await openHouse(), await openHouse()];
  if (house === null || away === null) throw new Error("there is no browser to measure with");
  try {
    const { page, joinLink } = await openCoordinator(house.browser, house.origin, "?workload=words");
    await joinRoom(away.browser, joinLink, { name: "volunteer", slots: 1 });
    await page.getByRole("region", { name: "List of volunteers" }).getByText("volunteer").waitFor();
    await page.getByRole("textbox", { name: "Lines of a task" }).fill(String(linesATask));
    await page.getByLabel("Or a file", { exact: true }).setInputFiles(path);
    const from = performance.now();
    const { mostBytes } = await growthDuring({ browser: house.browser, debuggingPort: null }, async () => {
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.getByText(/: done in/).waitFor({ timeout: 0 });
    });
    const seconds = (performance.now() - from) / 1_000;
    const each = (linesATask * wordsALine).toLocaleString("en-US");
    const results = `${(count / linesATask).toLocaleString("en-US")} results`;
    const summary = new RegExp(`^${results}, [a-z ]+: least ${each}, mean ${each}, most ${each}$`);
    await page.getByText(summary).waitFor();
    return { seconds, mostBytes };
  } finally {
    await house.close();
    await away.close();
  }
}

const megabyte = 1e6;

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "file",
  unit: "MB",
  once: true,
  about: "the coordinator's memory while the words of a file of 1 GB are counted",
  async measure(bench) {
    const count = bench.sized(lines);
    const folder = mkdtempSync(join(tmpdir(), "tabpool-bench-"));
    try {
      const path = join(folder, "generated.txt");
      writeText(path, count);
      const { seconds, mostBytes } = await countWords(path, count);
      const what = `${((count * line.length) / megabyte).toLocaleString("en-US")} MB`;
      return [
        { figure: `${what} counted, the page's process at most`, better: "less", ours: mostBytes / megabyte },
        { figure: `${what} counted by one volunteer`, unit: "s", better: "less", ours: seconds },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
