import { heapBytes } from "../frame/heap.mjs";
import { openRoom } from "../frame/room.mjs";
import { requireNone } from "../frame/verify.mjs";

const withoutSleep = { shortest: 0, longest: 0 };
const megabyte = 1e6;

/** Share of the tasks of a job that goes ahead, in which every page and slot compiles its code. */
const warmShare = 0.1;

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "growing",
  unit: "s",
  about: "a million squares of a generator, beside the same inputs from a recipe",
  async measure(bench) {
    const count = bench.sized(1_000_000);
    const room = await openRoom(bench, { volunteers: 1 });
    /** @param {number} tasks @param {boolean} isGrowing */
    const run = async (tasks, isGrowing) => {
      const values = { count: tasks, ...withoutSleep };
      const { wallMs, longestTaskMs } = await room.coordinator.run("squares", values, isGrowing);
      requireNone("rows of the table", await room.coordinator.wrongRows("squares", values));
      return { seconds: wallMs / 1_000, longestTaskMs, bytes: await heapBytes(room.page) };
    };
    try {
      await run(warmShare * count, true);
      const recipe = await run(count, false);
      const grown = await run(count, true);
      const limit = { name: "the same of a recipe", value: recipe.seconds };
      return [
        { figure: "a million squares of a generator", better: "less", ours: grown.seconds, limit },
        { figure: "longest task of the coordinator's page", unit: "ms", better: "less", ours: grown.longestTaskMs },
        {
          figure: "heap and buffers after it, more than after a recipe's",
          unit: "MB",
          better: "less",
          ours: (grown.bytes - recipe.bytes) / megabyte,
        },
      ];
    } finally {
      await room.close();
    }
  },
};
