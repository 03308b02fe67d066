import type { LargeInputsWatch } from "../jobs/large-inputs.ts";

/** For large inputs of which nobody is told anything. */
export const unwatched: LargeInputsWatch = { noteArrival: () => {}, noteLoss: () => {} };
