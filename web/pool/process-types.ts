import type { Task } from "../core/job/task.ts";
import type { Pool } from "./pool-types.ts";

/**
 * What a process knows of itself.
 *
 * @example
 * import { currentProcess, type ProcessView } from "tabpool";
 *
 * const { name, pid, parentPid, daemon }: ProcessView = currentProcess();
 * console.log(name, pid, parentPid, daemon); // MainProcess 1 null false
 */
export interface ProcessView {
  /** Its name: `MainProcess` of the program itself. */
  readonly name: string;
  /** Its number among the processes of the program. Not the operating system's. */
  readonly pid: number;
  /** The number of the one that has started it; null for the program itself. */
  readonly parentPid: number | null;
  /** Whether it ends with its program. */
  readonly daemon: boolean;
}

/**
 * What the function of a process is given after its arguments: all of a `Task`, and the process.
 *
 * @example
 * import { Process, type ProcessTask, Queue } from "tabpool";
 *
 * const queue = new Queue<string>();
 * const tell = async (to: Queue<string>, { process }: ProcessTask) => to.put(`${process.name} of ${process.parentPid}`);
 * const child = new Process({ target: tell, args: [queue], name: "teller" });
 * await child.start();
 * console.log(await queue.get()); // teller of 1
 * await child.join();
 */
export interface ProcessTask extends Task {
  /** The process that calls the function. */
  readonly process: ProcessView;
}

/**
 * Options of `new Process`. `Args`: a tuple of the types of `args`, found by itself.
 *
 * @example
 * import { Process, type ProcessOptions, Queue } from "tabpool";
 *
 * const said = new Queue<string>();
 * const options: ProcessOptions<[to: Queue<string>, word: string]> = {
 *   target: async (to, word) => to.put(word),
 *   args: [said, "hello"],
 *   name: "greeter",
 *   daemon: true,
 * };
 * await new Process(options).start();
 * console.log(await said.get()); // hello
 */
export interface ProcessOptions<Args extends readonly unknown[] | [] = []> {
  /** A function that needs nothing outside of it, or the URL of a module whose default export is such a one. Called with `args`, and then a `ProcessTask`. */
  readonly target: NoInfer<(...args: [...Args, task: ProcessTask]) => unknown> | URL;
  /** What the function is called with: values that travel, shared objects among them. Nothing where it is not said. */
  readonly args?: Args | undefined;
  /** `Process-1`, `Process-2`, … where it is not said. */
  readonly name?: string | undefined;
  /** A program in Node does not wait at its end for a process that is a daemon: it is ended with it. */
  readonly daemon?: boolean | undefined;
  /** The pool on one of whose slots it runs, in this page or process or in a tab that has joined; a slot of its own beside this program where it is not said. */
  readonly where?: Pool | null | undefined;
}
