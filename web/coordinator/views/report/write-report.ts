import type { JobTrace } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import type { TaskTable } from "../../../table/table-query.ts";
import themeStyle from "../../../ui/theme.css?inline";
import { formatBytes, formatCount, formatDuration, formatPlural, formatRuntime } from "../../../words/format.ts";
import { phaseWords } from "../job/job-progress.tsx";
import { tallyInWords, totalInWords } from "../outcome.ts";
import type { ShownPicture } from "../picture/shown-picture.ts";
import { inputsInShort, optionsInShort } from "../sharing/job-in-short.ts";
import { JobLedger } from "../speedup/job-ledger.ts";
import { measuredOf, type Measured } from "../speedup/measured.ts";
import { speedupCurve, speedupOf } from "../speedup/speedup.ts";
import { adviceWords, percents, speedupWords, timeParts } from "../speedup/speedup-words.ts";
import { stateWords } from "../tasks/state-words.ts";
import { taskColumns } from "../tasks/task-columns.ts";
import { TimelineModel } from "../timeline/timeline-model.ts";
import { markWords, missingWords, summaryWords } from "../timeline/timeline-words.ts";
import { curvesSvg } from "./curves-svg.ts";
import { escapeHtml } from "./escape-html.ts";
import timeStyle from "../speedup/time-parts.css?inline";
import reportStyle from "./report.css?inline";
import { timelineSvg } from "./timeline-svg.ts";
import { writeTraceEvents } from "./trace-events.ts";

/** A job as it is when it is saved. */
export interface SavedJob {
  readonly job: JobView;
  readonly results: Results;
  readonly table: TaskTable;
  /** null where only the record is left of the job. */
  readonly trace: JobTrace | null;
  readonly picture: ShownPicture | null;
  /** When it was started, in milliseconds since 1970; null where the record does not tell. */
  readonly startedAt: number | null;
  readonly savedAt: number;
}

/** How much of a file is written, from 0 to 1; or what has to settle before it goes on. */
type Written = Generator<number | Promise<unknown>, void>;

/** Rows that a browser still opens and searches at once. The results as CSV have all. */
const mostRows = 20_000;
const rowsAStep = 50;
/** Part of the work that comes before the rows. */
const partBeforeRows = 0.3;

/** Writes the timeline for viewers of traces. */
export function* writeTrace({ results, trace }: SavedJob, add: (part: string) => void): Written {
  const { model, ledger } = yield* readTrace(results, trace);
  yield* writeTraceEvents(model, ledger, (volunteer) => results.nameOf(volunteer), add);
}

/**
 * Writes the job as one HTML page that stands for itself: it has no script, asks for nothing from any network, and says so in a policy that browsers
 * hold it to. Nothing of the room's code, join link or keys is in it.
 */
export function* writeReport(saved: SavedJob, add: (part: string) => void): Written {
  const { job, results, table, picture } = saved;
  const nameOf = (volunteer: number): string => results.nameOf(volunteer);
  const { model, ledger } = yield* readTrace(results, saved.trace);
  const measured = ledger === null ? null : measuredOf(ledger);
  const title = escapeHtml(job.title);
  add(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}: report</title>
<style>${themeStyle}${timeStyle}${reportStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escapeHtml(phaseWords(job))}. ${escapeHtml(tallyInWords(job))} of ${totalInWords(job)}.</p>
<p class="muted">${startWords(saved)}</p>
`);
  if (picture !== null) {
    add(
      `<section><h2>Picture</h2><img src="${escapeHtml(picture.url)}" alt="${escapeHtml(picture.words)}"><p class="muted">${escapeHtml(picture.words)}</p></section>`,
    );
  }
  add(measured === null ? notMeasured : timeSection(measured, !isUnderWay(job)) + curvesSection(measured));
  const told = summaryWords(model);
  const svg = yield* drawing(timelineSvg(model, nameOf, told));
  add(
    `<section class="wide"><h2>Timeline</h2><div class="scroll" tabindex="0" role="region" aria-label="Timeline">${svg}</div>${legend(model)}<p>${escapeHtml(told)}</p>` +
      `<p class="muted">${escapeHtml(missingWords(model) ?? "")}</p></section>`,
  );
  add(volunteersSection(model, ledger, results));
  yield* writeTable(table, add);
  add(settingsSection(job));
  add("</main>\n</body>\n</html>\n");
}

interface ReadTrace {
  readonly model: TimelineModel;
  readonly ledger: JobLedger | null;
}

function* readTrace(results: Results, trace: JobTrace | null): Generator<number, ReadTrace> {
  const model = new TimelineModel(results, trace);
  while (model.readSome()) yield 0;
  const ledger = trace === null ? null : new JobLedger(trace);
  while (ledger?.readSome() === true) yield 0;
  return { model, ledger };
}

function* drawing(steps: Generator<null, string>): Generator<number, string> {
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield partBeforeRows / 2;
  return step.value;
}

function startWords({ startedAt, savedAt }: SavedJob): string {
  const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });
  const started = startedAt === null ? "" : `Started on ${moment.format(startedAt)}. `;
  return escapeHtml(`${started}Saved on ${moment.format(savedAt)} by Tabpool, from this computer’s clock.`);
}

const notMeasured =
  '<section><h2>Speed-up</h2><p class="muted">Of this job only its record was left, which does not tell what its slots waited for.</p></section>\n';

function timeSection({ figures, missesSome }: Measured, isOver: boolean): string {
  const part = percents(figures.slotTime);
  const bars = timeParts.map(({ part: name }) => `<span class="time-${name}" style="flex-grow:${part[name]}"></span>`);
  const told = timeParts.map(
    ({ part: name, label, meaning }) =>
      `<li><span class="swatch time-${name}"></span>${label} <strong>${part[name]} %</strong>, ${meaning}</li>`,
  );
  return (
    `<section><h2>Where the time of all slots went</h2><div class="parts" aria-hidden="true">${bars.join("")}</div>` +
    `<ul class="legend">${told.join("")}</ul><p>${escapeHtml(adviceWords(figures, isOver))}</p>` +
    `<p class="muted">It took ${formatDuration(figures.wallMs)}, with ${formatPlural(figures.mostSlots, "slot")} at most.` +
    `${missesSome ? " The oldest attempts are not counted: there were too many." : ""}</p></section>\n`
  );
}

function figure(caption: string, svg: string): string {
  return `<figure><h3>${caption}</h3>${svg}</figure>`;
}

function curvesSection({ figures, rates: [seconds, perSecond, inFlight], ratesTold }: Measured): string {
  const speedup = speedupOf(figures);
  const tasks = curvesSvg(
    [{ colour: "accent", kind: "line", x: seconds, y: perSecond }],
    { below: "seconds", left: "tasks a second" },
    `Tasks a second. ${ratesTold}`,
  );
  const held = curvesSvg(
    [{ colour: "leased", kind: "line", x: seconds, y: inFlight }],
    { below: "seconds", left: "tasks in flight" },
    `Tasks in flight. ${ratesTold}`,
  );
  const both =
    `<section><h2>Rates</h2><div class="pair">${figure("Tasks a second", tasks)}${figure("Tasks in flight", held)}</div>` +
    `<p>${escapeHtml(ratesTold)}</p></section>\n`;
  if (speedup === null) return both;
  const [slots, ideal, law, found] = speedupCurve(speedup);
  const told = speedupWords(speedup);
  const curve = curvesSvg(
    [
      { colour: "ideal", kind: "dashes", x: slots, y: ideal },
      { colour: "accent", kind: "line", x: slots, y: law },
      { colour: "done", kind: "dots", x: slots, y: found },
    ],
    { below: "slots", left: "speed-up" },
    `Speed-up. ${told}`,
  );
  return (
    `${both}<section><h2>Speed-up</h2><div class="pair">` +
    `${figure("Measured (the dot), by Amdahl’s law (the line), and ideal (dashes)", curve)}<p>${escapeHtml(told)}</p></div></section>\n`
  );
}

const barWords = [
  ["recorded", "done"],
  ["computed", "answered, not yet on record"],
  ["held", "in a volunteer’s hands"],
  ["failed", "error"],
  ["lost", "lost"],
  ["late", "too late"],
  ["taken", "taken back"],
] as const;

/** What the colours and signs of a timeline mean: of signs those that are in it. */
function legend({ marks }: TimelineModel): string {
  const colours = barWords.map(
    ([name, words]) =>
      `<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><path class="bars bars-${name}" stroke-width="10" d="M0 5h10"/></svg>${words}</li>`,
  );
  const signs = Array.from(
    new Set(marks.map(({ kind }) => kind)),
    (kind) =>
      `<li><svg class="swatch" viewBox="-6 -6 12 12" aria-hidden="true"><use class="sign sign-${kind}" href="#sign-${kind}"/></svg>${markWords[kind]}</li>`,
  );
  return `<ul class="legend">${[...colours, ...signs].join("")}</ul>`;
}

function volunteersSection({ volunteers }: TimelineModel, ledger: JobLedger | null, results: Results): string {
  const work = new Map<number, { readonly computedMs: number; readonly lost: number }>(ledger?.work ?? []);
  const done = new Map<number, number>(results.doneBy);
  const rows = [...volunteers].map(([volunteer, lanes]) => {
    const { computedMs, lost } = work.get(volunteer) ?? { computedMs: null, lost: null };
    const cells = [
      formatCount(lanes.length),
      formatCount(done.get(volunteer) ?? 0),
      computedMs === null ? "–" : formatDuration(computedMs),
      lost === null ? "–" : formatCount(lost),
    ];
    return `<tr><td>${escapeHtml(results.nameOf(volunteer))}</td>${cells.map((cell) => `<td class="number">${cell}</td>`).join("")}</tr>`;
  });
  const heads = ["Slots", "Done", "Computed for", "Lost"].map((head) => `<th class="number">${head}</th>`).join("");
  return `<section><h2>Volunteers</h2><div class="scroll" tabindex="0" role="region" aria-label="Volunteers"><table><tr><th>Name</th>${heads}</tr>${rows.join("\n")}</table></div></section>\n`;
}

function* writeTable(table: TaskTable, add: (part: string) => void): Written {
  const count = Math.min(table.total, mostRows);
  const left =
    count === table.total
      ? ""
      : `<p class="muted">The first ${formatCount(count)} of ${formatPlural(table.total, "task")}: the results saved as CSV or JSON have all.</p>`;
  const heads = taskColumns.map(({ label, number }) => `<th${number ? ' class="number"' : ""}>${label}</th>`).join("");
  add(
    `<section class="wide"><h2>Tasks</h2>${left}<div class="scroll" tabindex="0" role="region" aria-label="Tasks"><table><thead><tr>${heads}</tr></thead><tbody>\n`,
  );
  let rows: string[] = [];
  for (let task = 0; task < count; task += 1) {
    const brought = table.bringInput(task);
    if (brought !== null) yield brought;
    rows.push(rowOf(table, task));
    if (rows.length < rowsAStep && task < count - 1) continue;
    add(rows.join(""));
    rows = [];
    yield partBeforeRows + ((1 - partBeforeRows) * task) / count;
  }
  add("</tbody></table></div></section>\n");
}

function rowOf(table: TaskTable, task: number): string {
  const { index, input, result, runtimeMs, volunteer, attempts, state, arrival } = table.row(task);
  const cells: Readonly<Record<(typeof taskColumns)[number]["column"], string>> = {
    index: String(index),
    input,
    result,
    runtime: runtimeMs === null ? "" : formatRuntime(runtimeMs),
    volunteer: volunteer ?? "",
    attempts: String(attempts),
    state: stateWords[state],
    arrival: arrival === null ? "" : formatCount(arrival),
  };
  const written = taskColumns.map(
    ({ column, number }) => `<td${number ? ' class="number"' : ""}>${escapeHtml(cells[column])}</td>`,
  );
  return `<tr${state === "failed" ? ' class="failed"' : ""}>${written.join("")}</tr>\n`;
}

function settingsSection({ request }: JobView): string {
  const { unit, needs, program, shared } = request;
  const files = Object.entries(program.files).map(([name, { bytes }]) => `${name} (${formatBytes(bytes)})`);
  const settings: readonly (readonly [string, string])[] = [
    ["One task", unit],
    ["Inputs", inputsInShort(request)],
    ["Options", optionsInShort(request) || "as usual"],
    ...(needs.length === 0 ? [] : [["Needs", needs.join(", ")] as const]),
    ...(files.length === 0 ? [] : [["Files", files.join(", ")] as const]),
    ...(shared === null ? [] : [["Shared value", formatBytes(shared.bytes)] as const]),
  ];
  const list = settings.map(([name, words]) => `<dt>${name}</dt><dd>${escapeHtml(words)}</dd>`).join("");
  return (
    `<section><h2>Settings</h2><dl class="settings">${list}</dl>` +
    `<details><summary>Program</summary><pre>${escapeHtml(program.source)}</pre></details></section>\n`
  );
}
