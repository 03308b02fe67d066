import type { JobLedger } from "../speedup/job-ledger.ts";
import { barStates, type Bar } from "../timeline/timeline-bars.ts";
import type { TimelineModel } from "../timeline/timeline-model.ts";
import { markWords, stateWords } from "../timeline/timeline-words.ts";

/** Bars that are written between two steps. */
const barsAStep = 1_000;

/**
 * Writes a timeline as Trace Event JSON, which Perfetto and other viewers open: a process for each volunteer, a thread for each of its slots, and
 * counters of the room. Times are microseconds on the axis of the job's trace. Gives how much of it is written, from 0 to 1.
 */
export function* writeTraceEvents(
  { bars, lanes, marks, volunteers }: TimelineModel,
  ledger: JobLedger | null,
  nameOf: (volunteer: number) => string,
  add: (part: string) => void,
): Generator<number, void> {
  const lines = [
    about("process_name", room, 0, "Room"),
    ...[...volunteers.keys()].map((volunteer) => about("process_name", volunteer, 0, nameOf(volunteer))),
    ...lanes.map(({ volunteer, slot }) => about("thread_name", volunteer, slot + 1, `slot ${slot + 1}`)),
    ...countersOf(ledger),
    ...marks.map(({ kind, atMs, lane, task, tasks }) => {
      const args = { ...(task === null ? {} : { task }), tasks };
      return { ph: "i", s: "t", name: markWords[kind], cat: "mark", ...placeOf(lane), ts: micro(atMs), args };
    }),
  ].map((event) => JSON.stringify(event));
  add(`{"displayTimeUnit":"ms","traceEvents":[\n${lines.join(",\n")}`);
  for (let number = bars.first; number < bars.end; number += barsAStep) {
    const part: string[] = [];
    for (let nth = number; nth < Math.min(number + barsAStep, bars.end); nth += 1) {
      const bar = bars.at(nth);
      if (bar !== null) for (const event of eventsOf(bar, nth)) part.push(`,\n${JSON.stringify(event)}`);
    }
    add(part.join(""));
    yield (number - bars.first) / (bars.end - bars.first);
  }
  add("\n]}\n");

  function placeOf(lane: number): { readonly pid: number; readonly tid: number } {
    const { volunteer = room, slot = 0 } = lanes[lane] ?? {};
    return { pid: volunteer, tid: slot + 1 };
  }

  /** What is computed one after the other in a slot; what was in hand and came to nothing lies over each other, and so has rows of its own. */
  function eventsOf(bar: Bar, number: number): readonly object[] {
    const { task, count, state, attempt, isCopy, chosenMs, sentMs, startMs, endMs, recordedMs } = bar;
    const name = count === 1 ? `task ${task}` : `task ${task} and ${count - 1} more`;
    const args = {
      task,
      tasks: count,
      attempt,
      isSecondCopy: isCopy,
      outcome: stateWords[state],
      queuedMs: Math.max(0, sentMs - chosenMs),
      wireOrLineMs: Math.max(0, startMs - sentMs),
      toRecordMs: Math.max(0, recordedMs - endMs),
    };
    const shared = { name, cat: stateWords[state], ...placeOf(bar.lane), args };
    if (state !== barStates.lost && state !== barStates.takenBack) {
      return [{ ph: "X", ...shared, ts: micro(startMs), dur: micro(endMs - startMs) }];
    }
    const id = `bar-${number}`;
    return [
      { ph: "b", id, ...shared, ts: micro(startMs) },
      { ph: "e", id, ...shared, ts: micro(endMs) },
    ];
  }
}

/** The process that stands for the room; volunteers are counted from 1. */
const room = 0;

function about(name: string, pid: number, tid: number, called: string): object {
  return { ph: "M", name, pid, tid, args: { name: called } };
}

function countersOf(ledger: JobLedger | null): readonly object[] {
  if (ledger === null) return [];
  const { bins, widthMs } = ledger.rates;
  return bins.flatMap(({ settled, heldMs }, nth) => {
    const ts = micro(ledger.beganMs + nth * widthMs);
    const counter = { ph: "C", pid: room, tid: 0, ts };
    return [
      { ...counter, name: "tasks a second", args: { tasks: (1_000 * settled) / widthMs } },
      { ...counter, name: "tasks in flight", args: { tasks: heldMs / widthMs } },
    ];
  });
}

function micro(ms: number): number {
  return Math.round(1_000 * ms);
}
