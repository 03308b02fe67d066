// Pools of threads in a process of their own: `node pools.mjs NAME THREADS TASKS ROUNDS`. The last line says { tasks, seconds, wrong }.
// Each computes a few tasks first, so that its threads have loaded the function.
import spin from "../pages/jobs/spin.task.js";

const task = new URL("../pages/jobs/spin.task.js", import.meta.url);
const [name = "", ...numbers] = process.argv.slice(2);
const [threads = 1, tasks = 1, rounds = 1] = numbers.map(Number);

/** @typedef {{ map(inputs: readonly number[]): Promise<readonly unknown[]>, close(): Promise<unknown> }} Pool */

/** @type {Record<string, () => Promise<Pool>>} */
const pools = {
  async tabpool() {
    /** The build's own, of which the compiler knows nothing. */
    const library = "../../dist/library/node.js";
    /** @type {typeof import("../../node/index.ts")} */
    const { Pool } = await import(library);
    const pool = await Pool.open({ processes: threads, server: null });
    return {
      map: (inputs) => pool.map(task, inputs),
      close: () => pool.terminate(),
    };
  },
  async piscina() {
    const { Piscina } = await import("piscina");
    const pool = new Piscina({ filename: task.href, minThreads: threads, maxThreads: threads });
    return {
      map: (inputs) => Promise.all(inputs.map((input) => pool.run(input))),
      close: () => pool.close(),
    };
  },
  async tinypool() {
    const { Tinypool } = await import("tinypool");
    const pool = new Tinypool({ filename: task.href, minThreads: threads, maxThreads: threads });
    return {
      map: (inputs) => Promise.all(inputs.map((input) => pool.run(input))),
      close: () => pool.destroy(),
    };
  },
  async workerpool() {
    const { default: workerpool } = await import("workerpool");
    const script = new URL("workerpool-spin.mjs", import.meta.url).pathname;
    const pool = workerpool.pool(script, { minWorkers: threads, maxWorkers: threads, workerType: "thread" });
    return {
      map: (inputs) => Promise.all(inputs.map((input) => pool.exec("spin", [input]))),
      close: async () => pool.terminate(),
    };
  },
};

const open = pools[name];
if (open === undefined) throw new RangeError(`there is no pool ${name}: there are ${Object.keys(pools).join(", ")}`);
const pool = await open();
await pool.map(Array.from({ length: 8 * threads }, () => rounds));
const began = performance.now();
const values = await pool.map(Array.from({ length: tasks }, () => rounds));
const seconds = (performance.now() - began) / 1_000;
const expected = spin(rounds);
await pool.close();
console.log(JSON.stringify({ tasks, seconds, wrong: values.filter((value) => value !== expected).length }));
