export { measureCost } from "./cost.ts";
export { measureMakespan, strategyNames } from "./makespan-table.ts";
export { measureReplay } from "./replay.ts";
