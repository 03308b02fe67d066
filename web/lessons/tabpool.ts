/* What programs of lessons have of the library. */

export { Lock } from "../pool/objects/locks.ts";
export { Pipe, type Connection } from "../pool/objects/pipe.ts";
export { Queue } from "../pool/objects/queues.ts";
export { Value } from "../pool/objects/values.ts";
export { currentProcess, Process } from "../pool/process.ts";
export type { ProcessTask } from "../pool/process-types.ts";
