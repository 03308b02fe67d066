import { spawnSync } from "node:child_process";
import { root } from "../../scripts/preconditions.mjs";

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "results",
  unit: "ns",
  once: true,
  about: "memory and time of reading the results of a job of ten million tasks; prints a table of its own",
  async measure(bench) {
    const argv = bench.sized(10) < 10 ? ["--short"] : [];
    const { status } = spawnSync(process.execPath, [`${root}/bench/results.mjs`, ...argv], { stdio: "inherit" });
    if (status !== 0) throw new Error("bench/results.mjs failed; its own message is above");
    return [];
  },
};
