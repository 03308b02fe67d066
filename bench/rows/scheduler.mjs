import { spawnSync } from "node:child_process";
import { root } from "../../scripts/preconditions.mjs";

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "scheduler",
  unit: "%",
  once: true,
  about:
    "makespan over the lower bound beside the peers' strategies, and the cost of one event; prints tables of its own",
  async measure(bench) {
    const argv = bench.sized(10) < 10 ? ["--short"] : [];
    const { status } = spawnSync(process.execPath, [`${root}/bench/scheduler.mjs`, ...argv], { stdio: "inherit" });
    if (status !== 0) throw new Error("bench/scheduler.mjs failed; its own message is above");
    return [];
  },
};
