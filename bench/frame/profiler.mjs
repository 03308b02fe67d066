import { mkdirSync, writeFileSync } from "node:fs";
import { root } from "../../scripts/preconditions.mjs";
import { connectDevTools } from "./dev-tools.mjs";
import { largestSelfTimes } from "./self-times.mjs";

/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */

const folder = `${root}/.cache/profiles`;

/** Between two samples: fine enough for a job of a second, and some percent of its time. */
const intervalMicros = 500;

/** Of pages, sandbox frames and Web Workers, as far as the browser's DevTools protocol reaches them. */
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
      await target.send("Profiler.start");
    }
    const result = await work();
    for (const [at, target] of targets.entries()) {
      const { profile } = await target.send("Profiler.stop");
      this.#keep(`${this.name}-${at + 1}-${target.type}`, target.url, profile);
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
