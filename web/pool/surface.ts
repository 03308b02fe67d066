export { AsyncResult } from "./async-result.ts";
export {
  AuthenticationError,
  ConnectionRefusedError,
  NotSelfContained,
  NotSerializable,
  PoolClosed,
  RemoteError,
  TaskCancelled,
  TimeoutError,
} from "./errors.ts";
export type { Inputs, Readable } from "./inputs.ts";
export type { DictEntries, SharedDict, SharedList, SharedNamespace } from "./objects/collections.ts";
export { Manager } from "./objects/manager.ts";
export { BrokenBarrierError, Empty, EOFError, Full } from "./objects/object-errors.ts";
export { type Acquirable, BoundedSemaphore, Lock, RLock, Semaphore } from "./objects/locks.ts";
export { Barrier, Condition, SharedEvent as Event } from "./objects/events-and-barriers.ts";
export { Pipe, type Connection } from "./objects/pipe.ts";
export { JoinableQueue, Queue, SimpleQueue } from "./objects/queues.ts";
export type { SharedObject } from "./objects/shared-object.ts";
export { SharedArray as Array, Value } from "./objects/values.ts";
export { activeChildren, currentProcess, Process } from "./process.ts";
export type { ProcessOptions, ProcessTask, ProcessView } from "./process-types.ts";
export { connect } from "./connect.ts";
export type {
  ConnectOptions,
  ManagerConnection,
  Registered,
  RegisteredCalls,
  ServedManager,
  ServeOptions,
} from "./managers/manager-types.ts";
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
export type { ConsoleLevel } from "../core/job/console-level.ts";
export type { Feature } from "../core/job/features.ts";
export type { Task } from "../core/job/task.ts";
export type { TypeCode } from "../core/objects/numbers.ts";
