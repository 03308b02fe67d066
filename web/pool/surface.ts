export { AsyncResult } from "./async-result.ts";
export {
  ConnectionRefusedError,
  NotSelfContained,
  NotSerializable,
  PoolClosed,
  RemoteError,
  TaskCancelled,
  TimeoutError,
} from "./errors.ts";
export type { Inputs, Readable } from "./inputs.ts";
export { lines, type LineSource } from "./lines.ts";
export type {
  InputTarget,
  IterationOptions,
  PoolConsoleLine,
  PoolOpener,
  PoolOptions,
  ResultIterator,
  Settlement,
  TaskOptions,
  TaskTarget,
  Volunteer,
} from "./pool-types.ts";
export { range, type Range } from "./range.ts";
export type { Task } from "../core/job/task.ts";
