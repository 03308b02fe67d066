import type { VolunteerId } from "../core/ids.ts";
import type { InputSource } from "../core/job/inputs.ts";
import { taskStates, type Tasks } from "../core/scheduler/tasks.ts";
import type { Workload } from "../workloads/workload.ts";
import type { JobRecord } from "./record.ts";
import type { TaskColumn, TaskOrder, TaskRow, TaskTable } from "./task-table.ts";

const stateNames = ["pending", "leased", "leased", "done", "failed"] as const;

/** Where each state stands in the order of states: what is settled last. */
const stateRank = [0, 1, 1, 2, 3];

interface Parts {
  readonly workload: Workload;
  readonly inputs: InputSource;
  readonly tasks: Tasks;
  readonly record: JobRecord;
  /** Who holds a task that is leased. */
  readonly holderOf: (task: number) => VolunteerId | null;
  readonly nameOf: (volunteer: number) => string;
}

/** Reads the scheduler's columns, the record and the inputs as rows for people. */
export class JobTable implements TaskTable {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get total(): number {
    return this.#parts.tasks.total;
  }

  row(task: number): TaskRow {
    const { workload, inputs, tasks, nameOf } = this.#parts;
    const input = inputs.at(task);
    const state = stateNames[tasks.state(task)] ?? "pending";
    const settled = state === "done" || state === "failed";
    const volunteer = settled ? tasks.volunteer(task) : this.#parts.holderOf(task);
    return {
      index: task,
      input: workload.describeInput(input),
      result: this.#resultInWords(task, input),
      runtimeMs: settled ? tasks.runtimeMs(task) : null,
      volunteer: volunteer === null ? null : nameOf(volunteer),
      attempts: tasks.attempts(task),
      state,
      arrival: settled ? tasks.arrival(task) : null,
    };
  }

  #resultInWords(task: number, input: unknown): string {
    const settled = this.#parts.record.settled(task);
    switch (settled?.type) {
      case undefined:
        return "";
      case "value":
        return this.#parts.workload.describeResult(input, settled.value);
      case "unreadable":
        return `unreadable: ${settled.reason}`;
      case "failed":
        return `${settled.error.name}: ${settled.error.message}`;
    }
  }

  order({ column, direction }: TaskOrder): Uint32Array {
    const order = new Uint32Array(this.total);
    for (let task = 0; task < order.length; task += 1) order[task] = task;
    const compare = this.#comparison(column, direction === "ascending" ? 1 : -1);
    return order.toSorted((a, b) => compare(a, b) || a - b);
  }

  #comparison(column: TaskColumn, sign: 1 | -1): (a: number, b: number) => number {
    const { tasks, inputs, workload, nameOf } = this.#parts;
    const settled = (task: number): boolean => tasks.state(task) >= taskStates.done;
    const holder = (task: number): number =>
      settled(task) ? tasks.volunteer(task) : (this.#parts.holderOf(task) ?? 0);
    switch (column) {
      case "index":
        return (a, b) => sign * (a - b);
      case "arrival":
        return this.#byNumber(sign, (task) => tasks.arrival(task) || Infinity);
      case "runtime":
        return this.#byNumber(sign, (task) => (settled(task) ? tasks.runtimeMs(task) : Infinity));
      case "attempts":
        return this.#byNumber(sign, (task) => tasks.attempts(task));
      case "state":
        return this.#byNumber(sign, (task) => stateRank[tasks.state(task)] ?? 0);
      case "volunteer":
        return this.#byText(sign, (task) => (holder(task) === 0 ? "" : nameOf(holder(task))));
      case "input":
        return this.#byText(sign, (task) => workload.describeInput(inputs.at(task)));
      case "result":
        return this.#byText(sign, (task) => this.#resultInWords(task, inputs.at(task)));
    }
  }

  /** Infinity stands for what is not there yet, which comes last in both directions. */
  #byNumber(sign: 1 | -1, of: (task: number) => number): (a: number, b: number) => number {
    const keys = new Float64Array(this.total);
    for (let task = 0; task < keys.length; task += 1) keys[task] = of(task);
    return (a, b) => {
      const left = keys[a] ?? Infinity;
      const right = keys[b] ?? Infinity;
      if (left === right) return 0;
      if (left === Infinity || right === Infinity) return left - right;
      return sign * (left - right);
    };
  }

  /** The empty text stands for what is not there yet, which comes last in both directions. */
  #byText(sign: 1 | -1, of: (task: number) => string): (a: number, b: number) => number {
    const keys = Array.from({ length: this.total }, (_, task) => of(task));
    return (a, b) => {
      const left = keys[a] ?? "";
      const right = keys[b] ?? "";
      if (left === "" || right === "") return Number(left === "") - Number(right === "");
      return sign * collator.compare(left, right);
    };
  }
}

const collator = new Intl.Collator(undefined, { numeric: true });
