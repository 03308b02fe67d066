import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** @typedef {import("./types.ts").OpenRoom} OpenRoom */

/** Milliseconds for the file: a million lines are some hundred megabytes. */
const exportLimitMs = 180_000;

/**
 * Exports the job's record as its file for people, and counts wrong tasks in it. Each task must be there once, done, with the
 * square of its input.
 * @param {OpenRoom} room @param {number} total
 */
export async function wrongSquaresOnRecord({ page, coordinator }, total) {
  const coming = page.waitForEvent("download", { timeout: exportLimitMs });
  const [download] = await Promise.all([coming, coordinator.exportRecord()]);
  const seen = new Uint8Array(total);
  let wrong = 0;
  for await (const line of createInterface({ input: createReadStream(await download.path()) })) {
    const { task, inputData, state, value, runtimeMs } = JSON.parse(line);
    const [n] = inputData;
    const isRight =
      state === "done" && value === `${n} * ${n} = ${n * n}` && typeof runtimeMs === "number" && seen[task] === 0;
    if (isRight) seen[task] = 1;
    else wrong += 1;
  }
  await download.delete();
  return wrong + seen.filter((mark) => mark === 0).length;
}

/**
 * Throws if tasks are wrong: the figure of such a job means nothing.
 * @param {string} what @param {number} wrong
 */
export function requireNone(what, wrong) {
  if (wrong > 0) throw new Error(`${wrong} ${what} are wrong or missing`);
}
