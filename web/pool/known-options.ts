import { kindOf } from "./kind-of.ts";
import type { ConnectOptions, ServeOptions } from "./managers/manager-types.ts";
import type { IterationOptions, PoolOptions, TaskOptions } from "./pool-types.ts";
import type { ProcessOptions } from "./process-types.ts";

type Names<Options> = Readonly<Record<keyof Options, true>>;

const ofPools: Names<PoolOptions> = {
  processes: true,
  server: true,
  name: true,
  journal: true,
  maxTasksPerChild: true,
  initializer: true,
  initialArguments: true,
  onConsole: true,
  signal: true,
};

const ofTasks: Names<TaskOptions> = {
  signal: true,
  shared: true,
  files: true,
  timeLimitMs: true,
  attempts: true,
  priority: true,
  needs: true,
  chunksize: true,
  transfer: true,
};

const ofIterations: Names<IterationOptions> = { ...ofTasks, order: true };
const ofProcesses: Names<ProcessOptions> = { target: true, args: true, name: true, daemon: true, where: true };
const ofManagers: Names<ServeOptions<object>> = { address: true, authkey: true, register: true };
const ofConnections: Names<ConnectOptions> = { address: true, link: true, authkey: true };

/** @throws TypeError for what is no object, and for names that are no options: a mistyped one would be passed over. */
export const checkPoolOptions = (options: unknown): void => checkNames(options, ofPools);
export const checkTaskOptions = (options: unknown): void => checkNames(options, ofTasks);
export const checkIterationOptions = (options: unknown): void => checkNames(options, ofIterations);
export const checkProcessOptions = (options: unknown): void => checkNames(options, ofProcesses);
export const checkServeOptions = (options: unknown): void => checkNames(options, ofManagers);
export const checkConnectOptions = (options: unknown): void => checkNames(options, ofConnections);

function checkNames(options: unknown, known: Readonly<Record<string, true>>): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`options must be an object, got ${kindOf(options)}`);
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new TypeError(`there is no option \`${unknown}\`: there are ${Object.keys(known).join(", ")}`);
}
