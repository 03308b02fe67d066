import type { Task } from "../../core/job/task.ts";
import { DoneMark } from "./done-mark.ts";
import { taskRandom } from "../../core/job/task-random.ts";

/** The run that tasks belong to, as they see it. Positions count the run's tasks. */
export interface TaskRun {
  readonly seed: number;
  readonly shared: unknown;
  indexAt(position: number): number;
  attemptAt(position: number): number;
  signalAt(position: number): AbortSignal;
  noteProgress(position: number, part: number): void;
  copyFile(name: string): Uint8Array<ArrayBuffer>;
  callObject(position: number, object: string, method: string, args: readonly unknown[]): Promise<unknown>;
}

/** One attempt's second argument. Costs an object of three fields; what it gives is made when it is asked for. */
export class TaskArgument implements Task {
  readonly #run: TaskRun;
  readonly #position: number;
  #random: (() => number) | null = null;

  constructor(run: TaskRun, position: number) {
    this.#run = run;
    this.#position = position;
  }

  get index(): number {
    return this.#run.indexAt(this.#position);
  }

  get attempt(): number {
    return this.#run.attemptAt(this.#position);
  }

  get random(): () => number {
    this.#random ??= taskRandom(this.#run.seed, this.index);
    return this.#random;
  }

  get progress(): (part: number) => void {
    return (part) => this.#run.noteProgress(this.#position, part);
  }

  get signal(): AbortSignal {
    return this.#run.signalAt(this.#position);
  }

  get shared(): unknown {
    return this.#run.shared;
  }

  get file(): (name: string) => Uint8Array<ArrayBuffer> {
    return (name) => this.#run.copyFile(name);
  }

  get call(): (object: string, method: string, args: readonly unknown[]) => Promise<unknown> {
    return (object, method, args) => this.#run.callObject(this.#position, object, method, args);
  }

  get done(): (value?: unknown) => unknown {
    return (value) => new DoneMark(value);
  }
}
