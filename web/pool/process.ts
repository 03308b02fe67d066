import { messageOf } from "../core/message-of.ts";
import { countUnreferenced, waitedFor } from "./hold.ts";
import { kindOf } from "./kind-of.ts";
import { checkProcessOptions } from "./known-options.ts";
import { holdEnds } from "./objects/held-ends.ts";
import { snapshot } from "./objects/own-home.ts";
import { afterTimeout } from "./timeouts.ts";
import { printEnd } from "./print-line.ts";
import type { ProcessOptions, ProcessView } from "./process-types.ts";
import type { RunningProcess } from "./running-process.ts";

/** Exit codes of processes that were ended by a call: the negated numbers of SIGTERM and SIGKILL, as in Python. */
const endedBy = { terminate: -15, kill: -9 } as const;

/** The program itself. */
const mainProcess: ProcessView = { name: "MainProcess", pid: 1, parentPid: null, daemon: false };

let lastPid = mainProcess.pid;

let lastNumber = 0;

const alive = new Set<Process>();

/** Two that wait for the same end have timers of their own. */
const timers = {
  after(ms: number, ring: () => void): () => void {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * A function that runs beside this program: multiprocessing's `Process`. It is started once, and never tried again: where it is lost, its
 * exit code says so. It may take a day at the longest.
 *
 * @example
 * import { Process, Queue } from "tabpool";
 *
 * const queue = new Queue<string>();
 * const greet = async (to: Queue<string>, name: string) => to.put(`hello ${name}`);
 * const child = new Process({ target: greet, args: [queue, "world"] });
 * await child.start();
 * console.log(await queue.get()); // hello world
 * await child.join();
 * console.log(child.exitcode); // 0
 */
export class Process<Args extends readonly unknown[] | [] = []> {
  /** As it was given; otherwise `Process-1`, `Process-2`, … */
  readonly name: string;
  /** Whether it ends with its program. */
  readonly daemon: boolean;
  readonly #target: unknown;
  readonly #args: readonly unknown[];
  readonly #where: unknown;
  #pid: number | null = null;
  #exitcode: number | null = null;
  #reason: string | null = null;
  /** The method by which its end was asked for first. */
  #asked: keyof typeof endedBy | null = null;
  #running: RunningProcess | null = null;
  #letGo: () => void = () => {};
  #end: (exitcode: number) => void = () => {};

  /**
   * Resolves to the exit code once the process has ended, and never rejects: `Promise.race` of several waits for the first, as
   * `multiprocessing.connection.wait` does. A promise, so that code that looks later has it as well. That of a daemon keeps no
   * program in Node: `join` does.
   */
  readonly sentinel: Promise<number> = new Promise((resolve) => {
    this.#end = resolve;
  });

  /** Makes a process, and does not start it. @throws TypeError for wrong options. */
  constructor(options: ProcessOptions<Args>) {
    checkOptions(options);
    const { target, args = [], name, daemon = false, where = null } = options;
    lastNumber += 1;
    this.name = name ?? `Process-${lastNumber}`;
    this.daemon = daemon;
    this.#target = target;
    this.#args = args;
    this.#where = where;
  }

  /** Its number among the processes of this program, from 2 on; null before it was started. */
  get pid(): number | null {
    return this.#pid;
  }

  /**
   * 0 where the function has come to its end, 1 where it has thrown or could not be started, -15 where it was terminated, -9 where it
   * was killed, or lost with its tab, its thread or its slot; null until it has ended.
   */
  get exitcode(): number | null {
    return this.#exitcode;
  }

  /** Why the exit code is not 0, in words; null where it is, and until it has ended. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Whether it was started and has not ended. */
  isAlive(): boolean {
    return this.#pid !== null && this.#exitcode === null;
  }

  /**
   * Starts it. Resolves once it is on its way. A process that cannot be started has ended with 1, so that a program that has not waited here
   * does not wait for ever.
   *
   * @throws NotSelfContained, NotSerializable for a function or arguments that cannot travel; PoolClosed where the pool of `where` is closed;
   * Error where it was started before.
   */
  start(): Promise<void> {
    if (this.#pid !== null) throw new Error("cannot start a process twice");
    lastPid += 1;
    this.#pid = lastPid;
    alive.add(this);
    if (this.daemon) void this.sentinel.then(countUnreferenced());
    const starting = waitedFor(this.#start(this.#pid));
    starting.catch((error: unknown) => {
      const reason = `it could not be started: ${messageOf(error)}`;
      printEnd(this.name, reason);
      this.#endWith(1, reason);
    });
    return starting;
  }

  /**
   * Waits for its end, `timeoutMs` milliseconds at the longest; without end where it is not said. Resolves in both cases: `exitcode` tells them
   * apart.
   *
   * @throws Error where it was not started; TypeError, RangeError for what is no time.
   */
  join(timeoutMs?: number | null): Promise<void> {
    if (this.#pid === null) throw new Error("can only join a started process");
    const ended = new Promise<void>((resolve) => {
      const callOff = afterTimeout(timers, timeoutMs, resolve);
      const end = (): void => {
        callOff();
        resolve();
      };
      void this.sentinel.then(end);
    });
    return waitedFor(ended);
  }

  /**
   * Ends it: its exit code is -15. Its function can hear of it by `task.signal`, and is ended in any case. Without effect on one that has ended.
   *
   * @throws Error where it was not started.
   * @example
   * import { Process } from "tabpool";
   *
   * const child = new Process({ target: () => new Promise(() => {}) });
   * await child.start();
   * child.terminate();
   * console.log(await child.sentinel, child.isAlive()); // -15 false
   */
  terminate(): void {
    this.#askForEnd("terminate");
  }

  /** As `terminate`, with the exit code -9. @throws Error where it was not started. */
  kill(): void {
    this.#askForEnd("kill");
  }

  #askForEnd(how: keyof typeof endedBy): void {
    if (this.#pid === null) throw new Error("can only end a started process");
    if (this.#exitcode !== null) return;
    this.#asked ??= how;
    this.#running?.stop();
  }

  async #start(pid: number): Promise<void> {
    // At once: the program may change the arguments, and close the ends of pipes, before the process is on its way.
    this.#letGo = holdEnds(this.#args, pid);
    const args = snapshot(this.#args);
    // Most of the library: a program that starts no process has no use for it.
    const { startProcess } = await import("./running-process.ts");
    const { name, daemon } = this;
    const process: ProcessView = { name, daemon, pid, parentPid: mainProcess.pid };
    const running = await startProcess({ target: this.#target, args, process, where: this.#where });
    this.#running = running;
    if (this.#asked !== null) running.stop();
    void this.#follow(running);
  }

  async #follow({ ended }: RunningProcess): Promise<void> {
    const { exitcode, reason } = await ended;
    if (this.#asked === null) this.#endWith(exitcode, reason);
    else this.#endWith(endedBy[this.#asked], this.#asked === "kill" ? "it was killed" : "it was terminated");
  }

  #endWith(exitcode: number, reason: string | null): void {
    this.#exitcode = exitcode;
    this.#reason = reason;
    alive.delete(this);
    this.#letGo();
    this.#end(exitcode);
  }
}

/** @throws TypeError */
function checkOptions(options: unknown): void {
  checkProcessOptions(options);
  const { args, name, daemon }: Readonly<Record<string, unknown>> = { ...Object(options) };
  if (args !== undefined && !Array.isArray(args)) throw new TypeError(`args must be a list, got ${kindOf(args)}`);
  if (name !== undefined && typeof name !== "string") throw new TypeError(`name must be a text, got ${kindOf(name)}`);
  if (daemon !== undefined && typeof daemon !== "boolean") {
    throw new TypeError(`daemon must be true or false, got ${kindOf(daemon)}`);
  }
}

/**
 * The program itself. A function of a process finds its own in the `ProcessTask` that it is given: `task.process`.
 *
 * @example
 * import { currentProcess } from "tabpool";
 *
 * console.log(currentProcess().name, currentProcess().pid); // MainProcess 1
 */
export function currentProcess(): ProcessView {
  return mainProcess;
}

/**
 * The processes that were started and have not ended, in the order of their starts.
 *
 * @example
 * import { activeChildren, Process } from "tabpool";
 *
 * const child = new Process({ target: () => new Promise(() => {}), name: "sleeper" });
 * await child.start();
 * console.log(activeChildren().map(({ name }) => name)); // [ 'sleeper' ]
 * child.kill();
 * await child.join();
 * console.log(activeChildren().length, child.exitcode); // 0 -9
 */
export function activeChildren(): Process[] {
  return [...alive];
}
