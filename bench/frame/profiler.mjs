import { mkdirSync, writeFileSync } from "node:fs";
import { root } from "../../scripts/preconditions.mjs";
import { connectDevTools } from "./dev-tools.mjs";
import { largestSelfTimes, mergeProfiles } from "./self-times.mjs";

/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */

const folder = `${root}/.cache/profiles`;

/** Microseconds between two samples: fine enough for a job of a second, at some percent of its time. */
const intervalMicros = 500;

/** Milliseconds of a piece: a slot's Worker is replaced after its job, and loses its profile since the last piece. */
const workerSliceMs = 200;

/**
 * Resolves after `ms` milliseconds, or when the work is over.
 * @param {number} ms @param {AbortSignal} over
 */
function passed(ms, over) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    over.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}

/**
 * Profiles a target in pieces until the work is over or the target is gone.
 * @param {import("./dev-tools.mjs").Target} target @param {AbortSignal} over
 */
async function profileOf(target, over) {
  /** @type {import("./self-times.mjs").CpuProfile[]} */
  const pieces = [];
  try {
    while (!over.aborted) {
      await target.send("Profiler.start");
      await passed(target.type === "worker" ? workerSliceMs : 2 ** 31 - 1, over);
      const { profile } = await target.send("Profiler.stop");
      if (profile !== undefined) pieces.push(profile);
    }
  } catch {
    // The target is gone. Its earlier pieces have been fetched.
  }
  return pieces;
}

/** Profiles pages, sandbox frames and Web Workers that the browser's DevTools protocol reaches. */
export class Profiler {
  /** @param {string} name What the files' names begin with. */
  constructor(name) {
    this.name = name;
  }

  /**
   * @template Result
   * @param {readonly OwnBrowser[]} browsers
   * @param {() => Promise<Result>} work
   */
  async during(browsers, work) {
    const ports = browsers.flatMap(({ debuggingPort }) => (debuggingPort === null ? [] : [debuggingPort]));
    const tools = await Promise.all(ports.map(connectDevTools));
    const targets = (await Promise.all(tools.map((each) => each.attachAll()))).flat();
    for (const target of targets) {
      await target.send("Profiler.enable");
      await target.send("Profiler.setSamplingInterval", { interval: intervalMicros });
    }
    const over = new AbortController();
    const profiles = targets.map((target) => profileOf(target, over.signal));
    const result = await work();
    over.abort();
    for (const [at, { type, url }] of targets.entries()) {
      const profile = mergeProfiles((await profiles[at]) ?? []);
      if (profile !== null) this.#keep(`${this.name}-${at + 1}-${type}`, url, profile);
    }
    for (const each of tools) each.close();
    return result;
  }

  /** @param {string} name @param {string} url @param {import("./self-times.mjs").CpuProfile} profile */
  #keep(name, url, profile) {
    const path = new URL(url, "about:blank").pathname;
    mkdirSync(folder, { recursive: true });
    const file = `${folder}/${name}.cpuprofile`;
    writeFileSync(file, JSON.stringify(profile));
    const lines = largestSelfTimes(profile, 10).map(({ ms, label }) => `  ${ms.toFixed(0).padStart(7)} ms  ${label}`);
    console.log(`\n${name} (${path}): ${file}\n${lines.join("\n")}`);
  }
}
