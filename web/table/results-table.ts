import { liveRows } from "./live-rows.ts";
import { querySteps } from "./query-steps.ts";
import {
  inputInWords,
  type ArrivalOrder,
  type InputText,
  type Queryable,
  type TableColumns,
  type TaskTexts,
} from "./queryable.ts";
import type { NamedVolunteer, QuerySteps, ShownState, TaskQuery, TaskRow, TaskRows, TaskTable } from "./table-query.ts";
import { TextSearch } from "./text-search.ts";

const collator = new Intl.Collator(undefined, { numeric: true });

/** Most texts of a column kept for rows in sight: several windows full. */
const mostKeptTexts = 256;

/** A job's tasks as rows for people, read where they lie: the table keeps no column of its own. */
export class ResultsTable implements TaskTable, Queryable {
  readonly #columns: TableColumns;
  readonly #texts: TaskTexts;
  /** The newest search; asked for again, it reads only what it has not read yet. */
  #search: TextSearch | null = null;
  #volunteers: readonly NamedVolunteer[] = [];
  /** Result texts of rows that were in sight, by task. */
  readonly #keptTexts = new Map<number, string>();
  /** Input texts of such rows. */
  readonly #keptInputs = new Map<number, string>();
  /** Tasks whose inputs are being read for their rows. */
  readonly #asked = new Set<number>();

  constructor(columns: TableColumns, texts: TaskTexts) {
    this.#columns = columns;
    this.#texts = texts;
  }

  get total(): number {
    return this.#columns.total;
  }

  get arrivals(): ArrivalOrder {
    return this.#columns.arrivals;
  }

  row(task: number): TaskRow {
    const isSettled = this.isSettled(task);
    const volunteer = this.volunteer(task);
    const state = this.state(task);
    return {
      index: task,
      input: this.#keptInputText(task),
      result: isSettled ? this.#keptResultText(task) : state === "skipped" ? this.#skippedText(task) : "",
      runtimeMs: isSettled ? this.runtimeMs(task) : null,
      volunteer: volunteer === 0 ? null : this.nameOf(volunteer),
      attempts: this.attempts(task),
      state,
      part: this.partDone(task),
      arrival: isSettled ? this.arrivals.of(task) : null,
    };
  }

  /** The input's text, kept for a row that stays in sight: the input may have to be read for it. */
  #keptInputText(task: number): string {
    const known = this.#keptInputs.get(task);
    if (known !== undefined) return known;
    const text = this.inputText(task);
    if (typeof text === "string") keepText(this.#keptInputs, task, text);
    if (text !== null) return inputInWords(text);
    this.#askForInput(task);
    return "…";
  }

  /** Takes the input's text as soon as it is there: those of other rows, or of batches, may have it go again before the next frame. */
  #askForInput(task: number): void {
    if (this.#asked.has(task)) return;
    const take = (): void => {
      this.#asked.delete(task);
      const text = this.inputText(task);
      if (typeof text === "string") keepText(this.#keptInputs, task, text);
    };
    this.#asked.add(task);
    this.bringInput(task)?.then(take, take);
  }

  /** Why the task is skipped: what stands in place of its input says it. */
  #skippedText(task: number): string {
    const text = this.#keptTexts.get(task) ?? this.resultText(task);
    if (text === "") this.#askForInput(task);
    else keepText(this.#keptTexts, task, text);
    return text;
  }

  /** The result's text, read once for a row that stays in sight: the value may be many megabytes. */
  #keptResultText(task: number): string {
    const known = this.#keptTexts.get(task);
    if (known !== undefined) return known;
    const text = this.resultText(task);
    keepText(this.#keptTexts, task, text);
    return text;
  }

  volunteers(): readonly NamedVolunteer[] {
    const { doneBy } = this.#columns;
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
    return this.#columns.state(task);
  }

  isSettled(task: number): boolean {
    return this.#columns.isSettled(task);
  }

  volunteer(task: number): number {
    return this.#columns.volunteer(task);
  }

  nameOf(volunteer: number): string {
    return this.#columns.nameOf(volunteer);
  }

  partDone(task: number): number | null {
    return this.#columns.partDone(task);
  }

  runtimeMs(task: number): number {
    return this.#columns.runtimeMs(task);
  }

  attempts(task: number): number {
    return this.#columns.attempts(task);
  }

  inputText(task: number): InputText {
    return this.#texts.inputText(task);
  }

  bringInput(task: number): Promise<unknown> | null {
    return this.#texts.bringInput(task);
  }

  resultText(task: number): string {
    return this.#texts.resultText(task);
  }
}

function keepText(kept: Map<number, string>, task: number, text: string): void {
  if (kept.size === mostKeptTexts) kept.clear();
  kept.set(task, text);
}
