/* What programs of lessons have of the library. */

export { Queue } from "../pool/objects/queues.ts";
export { currentProcess, Process } from "../pool/process.ts";
export type { ProcessTask } from "../pool/process-types.ts";
