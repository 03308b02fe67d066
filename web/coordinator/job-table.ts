import type { VolunteerId } from "../core/ids.ts";
import type { InputSource } from "../core/job/inputs.ts";
import { taskStates, type Tasks } from "../core/scheduler/tasks.ts";
import { cutWords } from "../core/values/shown-value.ts";
import type { Workload } from "../workloads/workload.ts";
import type { Arrivals } from "../room/results/settling-order.ts";
import type { JobRecord } from "../room/results/job-results.ts";
import { resultInWords } from "../room/results/result-words.ts";
import { liveRows } from "./table/live-rows.ts";
import { querySteps } from "./table/query-steps.ts";
import type { TaskFacts } from "./table/task-facts.ts";
import { TextSearch } from "./table/text-search.ts";
import type { NamedVolunteer, QuerySteps, ShownState, TaskQuery, TaskRow, TaskRows, TaskTable } from "./task-table.ts";

/** An accepted result that is not on record yet counts as leased. */
const stateNames: readonly ShownState[] = ["pending", "leased", "leased", "done", "failed"];

const collator = new Intl.Collator(undefined, { numeric: true });

/** Several windows full of rows. */
const mostDrawn = 256;

interface Parts {
  readonly workload: Workload;
  readonly inputs: InputSource;
  readonly tasks: Tasks;
  readonly record: JobRecord;
  /** Who holds a task that is leased. */
  readonly holderOf: (task: number) => VolunteerId | null;
  readonly nameOf: (volunteer: number) => string;
}

/** Reads the scheduler's columns, the record and the inputs as rows for people; keeps no column of its own. */
export class JobTable implements TaskTable, TaskFacts {
  readonly #parts: Parts;
  /** The text searched for last: what is settled needs no second look. */
  #search: TextSearch | null = null;
  #volunteers: readonly NamedVolunteer[] = [];
  /** Results in words of rows that were in sight. */
  readonly #drawn = new Map<number, string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get total(): number {
    return this.#parts.tasks.total;
  }

  get arrivals(): Arrivals {
    return this.#parts.record.arrivals;
  }

  row(task: number): TaskRow {
    const isSettled = this.isSettled(task);
    const volunteer = this.volunteer(task);
    return {
      index: task,
      input: this.inputText(task),
      result: isSettled ? this.#drawnResult(task) : "",
      runtimeMs: isSettled ? this.runtimeMs(task) : null,
      volunteer: volunteer === 0 ? null : this.nameOf(volunteer),
      attempts: this.attempts(task),
      state: this.state(task),
      arrival: isSettled ? this.arrivals.of(task) : null,
    };
  }

  /** What is in sight is drawn again and again, and its value may be many megabytes. */
  #drawnResult(task: number): string {
    const known = this.#drawn.get(task);
    if (known !== undefined) return known;
    const text = this.resultText(task);
    if (this.#drawn.size === mostDrawn) this.#drawn.clear();
    this.#drawn.set(task, text);
    return text;
  }

  volunteers(): readonly NamedVolunteer[] {
    const { doneBy } = this.#parts.record;
    if (this.#volunteers.length !== doneBy.size) {
      this.#volunteers = Array.from(doneBy.keys(), (id) => ({ id, name: this.nameOf(id) })).toSorted((a, b) =>
        collator.compare(a.name, b.name),
      );
    }
    return this.#volunteers;
  }

  live({ order, state, volunteer, text }: TaskQuery): TaskRows | null {
    return state === null && volunteer === null && text === "" ? liveRows(order, this.arrivals) : null;
  }

  select(query: TaskQuery): QuerySteps {
    const { text } = query;
    if (text === "") this.#search = null;
    else if (this.#search?.text !== text) this.#search = new TextSearch(this, text);
    return querySteps(this, query, this.#search);
  }

  state(task: number): ShownState {
    return stateNames[this.#parts.tasks.state(task)] ?? "pending";
  }

  isSettled(task: number): boolean {
    return this.#parts.tasks.state(task) >= taskStates.done;
  }

  volunteer(task: number): number {
    return this.isSettled(task) ? this.#parts.tasks.volunteer(task) : (this.#parts.holderOf(task) ?? 0);
  }

  nameOf(volunteer: number): string {
    return this.#parts.nameOf(volunteer);
  }

  runtimeMs(task: number): number {
    return this.#parts.tasks.runtimeMs(task);
  }

  attempts(task: number): number {
    return this.#parts.tasks.attempts(task);
  }

  inputText(task: number): string {
    return cutWords(this.#parts.workload.describeInput(this.#parts.inputs.look(task)));
  }

  resultText(task: number): string {
    return resultInWords(this.#parts, task);
  }
}
