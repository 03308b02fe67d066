export { measureCost } from "./cost.ts";
export { measureEarning, measureMakespan, strategyNames } from "./makespan-table.ts";
export { measureReplay } from "./replay.ts";
