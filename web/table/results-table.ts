import type { VolunteerId } from "../core/ids.ts";
import { taskStates, type Tasks, type TaskState } from "../core/scheduler/tasks.ts";
import { cutWords } from "../core/values/shown-value.ts";
import { liveRows } from "./live-rows.ts";
import { querySteps } from "./query-steps.ts";
import type { ArrivalOrder, Queryable } from "./queryable.ts";
import type { NamedVolunteer, QuerySteps, ShownState, TaskQuery, TaskRow, TaskRows, TaskTable } from "./table-query.ts";
import { TextSearch } from "./text-search.ts";

/** An accepted result that is not on record yet is shown as leased. */
const shownStateOf: Readonly<Record<TaskState, ShownState> & Record<number, ShownState>> = {
  [taskStates.pending]: "pending",
  [taskStates.leased]: "leased",
  [taskStates.accepted]: "leased",
  [taskStates.done]: "done",
  [taskStates.failed]: "failed",
};

const collator = new Intl.Collator(undefined, { numeric: true });

/** Most result texts kept for rows in sight: several windows full. */
const mostKeptTexts = 256;

/** A job as its table reads it. */
interface TableSource {
  /** The scheduler's columns, or those read back from the record. */
  readonly tasks: Pick<Tasks, "total" | "state" | "volunteer" | "runtimeMs" | "attempts">;
  readonly record: {
    readonly arrivals: ArrivalOrder;
    /** Has a key for each volunteer that has brought a result or a failure. */
    readonly doneBy: ReadonlyMap<VolunteerId, number>;
  };
  /** The volunteer that a leased task is with; null where it is with none. */
  readonly holderOf: (task: number) => VolunteerId | null;
  readonly nameOf: (volunteer: number) => string;
  /** The task's input in words; the table cuts it to what a cell holds. */
  readonly describeInput: (task: number) => string;
  /** The task's result or error in words, cut to what a cell holds; empty while there is neither. */
  readonly resultText: (task: number) => string;
}

/** A job's tasks as rows for people, read where they lie: the table keeps no column of its own. */
export class ResultsTable implements TaskTable, Queryable {
  readonly #source: TableSource;
  /** The newest search; asked for again, it reads only what it has not read yet. */
  #search: TextSearch | null = null;
  #volunteers: readonly NamedVolunteer[] = [];
  /** Result texts of rows that were in sight, by task. */
  readonly #keptTexts = new Map<number, string>();

  constructor(source: TableSource) {
    this.#source = source;
  }

  get total(): number {
    return this.#source.tasks.total;
  }

  get arrivals(): ArrivalOrder {
    return this.#source.record.arrivals;
  }

  row(task: number): TaskRow {
    const isSettled = this.isSettled(task);
    const volunteer = this.volunteer(task);
    return {
      index: task,
      input: this.inputText(task),
      result: isSettled ? this.#keptResultText(task) : "",
      runtimeMs: isSettled ? this.runtimeMs(task) : null,
      volunteer: volunteer === 0 ? null : this.nameOf(volunteer),
      attempts: this.attempts(task),
      state: this.state(task),
      arrival: isSettled ? this.arrivals.of(task) : null,
    };
  }

  /** The result's text, read once for a row that stays in sight: the value may be many megabytes. */
  #keptResultText(task: number): string {
    const known = this.#keptTexts.get(task);
    if (known !== undefined) return known;
    const text = this.resultText(task);
    if (this.#keptTexts.size === mostKeptTexts) this.#keptTexts.clear();
    this.#keptTexts.set(task, text);
    return text;
  }

  volunteers(): readonly NamedVolunteer[] {
    const { doneBy } = this.#source.record;
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
    return shownStateOf[this.#source.tasks.state(task)] ?? "pending";
  }

  isSettled(task: number): boolean {
    return this.#source.tasks.state(task) >= taskStates.done;
  }

  volunteer(task: number): number {
    return this.isSettled(task) ? this.#source.tasks.volunteer(task) : (this.#source.holderOf(task) ?? 0);
  }

  nameOf(volunteer: number): string {
    return this.#source.nameOf(volunteer);
  }

  runtimeMs(task: number): number {
    return this.#source.tasks.runtimeMs(task);
  }

  attempts(task: number): number {
    return this.#source.tasks.attempts(task);
  }

  inputText(task: number): string {
    return cutWords(this.#source.describeInput(task));
  }

  resultText(task: number): string {
    return this.#source.resultText(task);
  }
}
