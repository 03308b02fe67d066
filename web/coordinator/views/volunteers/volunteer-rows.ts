import type { LinkFigures } from "../../../links/link.ts";
import type { VolunteerView } from "../../../room/store.ts";
import type { VolunteerId } from "../../../core/ids.ts";
import { formatBytes, formatCount, formatRate, formatRuntime } from "../../../words/format.ts";
import type { JobLedger, VolunteerWork } from "../speedup/job-ledger.ts";
import { sayCommon } from "../../../words/say-common.ts";
import { linkStates } from "./link-states.ts";

/** All that is known of one volunteer. */
export interface VolunteerRow {
  readonly view: VolunteerView;
  /** Of the job shown; null where its trace does not tell. */
  readonly work: VolunteerWork | null;
  /** How long the job shown has gone on; 0 where its trace does not tell. */
  readonly wallMs: number;
  /** null where the platform does not tell. */
  readonly link: LinkFigures | null;
}

/** What volunteers have done of the job shown. */
export interface JobWork {
  readonly wallMs: number;
  readonly work: ReadonlyMap<VolunteerId, VolunteerWork>;
  /**
   * Its tasks a second over the job's time, in `courseParts` parts; null where it has brought none. Read for those in sight alone: for a full room it
   * takes milliseconds.
   */
  readonly courseOf: (volunteer: VolunteerId) => readonly number[] | null;
}

/** Parts of a job's time that a volunteer's line has. */
export const courseParts = 24;

export function workIn(ledger: JobLedger): JobWork | null {
  const figures = ledger.figures();
  if (figures === null) return null;
  const { wallMs } = figures;
  return {
    wallMs,
    work: new Map([...ledger.work].map(([id, work]) => [id, { ...work }])),
    courseOf: (id) => ledger.ratesOf.get(id)?.perSecond(wallMs, courseParts) ?? null,
  };
}

/** The area under a course, in a box as wide as it has parts and 1 high, as high as it where the volunteer was fastest; null without a course. */
export function areaOf(course: readonly number[] | null): string | null {
  if (course === null) return null;
  const most = Math.max(...course);
  const steps = course.map((perSecond, nth) => `V${(1 - (most > 0 ? perSecond / most : 0)).toFixed(2)}H${nth + 1}`);
  return `M0 1${steps.join("")}V1Z`;
}

interface Column {
  readonly id: string;
  readonly label: string;
  /** What the column says, for those who point at its head. */
  readonly meaning: string;
  readonly isNumber: boolean;
  /** What rows are sorted by; null goes last. */
  readonly valueOf: (row: VolunteerRow) => number | string | null;
  readonly wordsOf: (row: VolunteerRow) => string;
}

type NumberOf = (row: VolunteerRow) => number | null;

/** A column of numbers; a dash where nothing is known. */
function numbers(label: string, meaning: string, valueOf: NumberOf, words: (value: number) => string): Column {
  const id = label.toLowerCase().replaceAll(" ", "-");
  const wordsOf = (row: VolunteerRow): string => {
    const value = valueOf(row);
    return value === null ? "–" : words(value);
  };
  return { id, label, meaning, isNumber: true, valueOf, wordsOf };
}

function texts(label: string, meaning: string, wordsOf: (row: VolunteerRow) => string): Column {
  return { id: label.toLowerCase(), label, meaning, isNumber: false, valueOf: wordsOf, wordsOf };
}

function pathWords({ view }: VolunteerRow): string {
  return [sayCommon({ key: "link-way", kind: view.kind }), ...linkStates(view)].join(", ");
}

const rate: NumberOf = ({ work, wallMs }) => (work === null || wallMs <= 0 ? null : (1_000 * work.tasks) / wallMs);
const meanMs: NumberOf = ({ work }) => (work === null || work.tasks === 0 ? null : work.computedMs / work.tasks);

export const volunteerColumns: readonly Column[] = [
  texts("Name", "as it was typed", ({ view }) => view.name),
  texts("Device", "browser and system", ({ view }) => view.device),
  numbers("Slots", "tasks at a time", ({ view }) => view.slots, formatCount),
  numbers("In hand", "tasks that it was sent and has not answered", ({ view }) => view.tasksLeased, formatCount),
  numbers("Done", "tasks of the job shown, on record", ({ view }) => view.tasksDone, formatCount),
  numbers("Rate", "tasks a second since the job began; behind it the same over the job's time", rate, formatRate),
  numbers("Runtime", "of a task, on average", meanMs, formatRuntime),
  numbers(
    "Lost",
    "attempts that were lost with it, or did not come in time",
    ({ work }) => work?.lost ?? null,
    formatCount,
  ),
  texts("Link", "how it is linked to this tab, and how it is", pathWords),
  numbers("Round trip", "to the volunteer and back", ({ link }) => link?.roundTripMs ?? null, formatRuntime),
  numbers("Sent", "to the volunteer, since its link opened", ({ link }) => link?.sentBytes ?? null, formatBytes),
  numbers(
    "Received",
    "from the volunteer, since its link opened",
    ({ link }) => link?.receivedBytes ?? null,
    formatBytes,
  ),
];

export interface RowOrder {
  /** The id of a column. */
  readonly column: string;
  readonly direction: "ascending" | "descending";
}

/** What is not known goes last in either direction, and equal rows keep their order. */
export function sortedRows(
  rows: readonly VolunteerRow[],
  { column: id, direction }: RowOrder,
): readonly VolunteerRow[] {
  const column = volunteerColumns.find((one) => one.id === id);
  if (column === undefined) return rows;
  const sign = direction === "ascending" ? 1 : -1;
  const keyed = rows.map((row) => ({ row, value: column.valueOf(row) }));
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    if (typeof a.value === "number" && typeof b.value === "number") return sign * (a.value - b.value);
    return sign * byName.compare(String(a.value), String(b.value));
  });
  return keyed.map(({ row }) => row);
}

/** `laptop-2` before `laptop-10`. */
const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The other direction of the same column; numbers begin with the most, names with the first. */
export function orderAfterPress(order: RowOrder, id: string): RowOrder {
  if (order.column === id)
    return { column: id, direction: order.direction === "ascending" ? "descending" : "ascending" };
  const isNumber = volunteerColumns.find((one) => one.id === id)?.isNumber === true;
  return { column: id, direction: isNumber ? "descending" : "ascending" };
}
