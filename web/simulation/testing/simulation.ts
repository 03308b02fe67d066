/** What tests play: the runner imports it as one bundle (vite.config.ts). */
export { describeFailure } from "../failure-text.ts";
export { nothingInjected } from "../injected.ts";
export { hunt, plantedBugs } from "../planted/planted-table.ts";
export { scenarioFor } from "../scenario.ts";
export { simulate, simulateSeed } from "../simulate.ts";
