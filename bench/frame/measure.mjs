import { load } from "./machine.mjs";
import { Profiler } from "./profiler.mjs";
import { figuresOf } from "./report.mjs";
import { buildSite, launchBrowser, serveSite } from "./site.mjs";

/** @typedef {import("./types.ts").Bench} Bench */
/** @typedef {import("./types.ts").Row} Row */
/** @typedef {import("./types.ts").RowReport} RowReport */
/** @typedef {{ browserPath: string, repeat: number, profile: boolean, short: boolean }} Options */

/**
 * Measures every row `repeat` times, one after the other. A failed row does not stop the next ones.
 * @param {readonly Row[]} rows @param {Options} options
 * @returns {Promise<RowReport[]>}
 */
export async function measureRows(rows, options) {
  await buildSite({ isReadable: options.profile });
  const site = await serveSite();
  /** @type {RowReport[]} */
  const reports = [];
  for (const row of rows) reports.push(await measureRow(row, site.origin, options));
  await site.close();
  return reports;
}

/**
 * @param {Row} row @param {string} origin @param {Options} options
 * @returns {Promise<RowReport>}
 */
async function measureRow(row, origin, options) {
  const before = load();
  const startedAt = performance.now();
  /** @type {(readonly import("./types.ts").Measurement[])[]} */
  const repeats = [];
  const wanted = row.once === true ? 1 : options.repeat;
  let failure = null;
  try {
    while (repeats.length < wanted) {
      console.error(`${row.name}: ${repeats.length + 1} of ${wanted}`);
      repeats.push(await measureOnce(row, origin, { ...options, profile: options.profile && repeats.length === 0 }));
    }
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { name: row.name, seconds, load: [before, load()], figures: figuresOf(row.unit, repeats), failure };
}

/**
 * Measures one row once. Closes everything that it has opened, also if it fails.
 * @param {Row} row @param {string} origin @param {Options} options
 */
async function measureOnce(row, origin, { browserPath, profile, short }) {
  /** @type {(() => Promise<void>)[]} */
  const opened = [];
  /** @type {Bench} */
  const bench = {
    origin,
    sized: (count) => (short ? Math.max(1, Math.round(count / 10)) : count),
    launch: async () => {
      const own = await launchBrowser(browserPath, profile);
      opened.push(() => own.browser.close());
      return own;
    },
    serve: async (limits) => {
      const server = await serveSite(limits);
      opened.push(() => server.close());
      return server;
    },
    profiled: async (name, browsers, work) => (profile ? new Profiler(name).during(browsers, work) : work()),
  };
  try {
    return await row.measure(bench);
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}
