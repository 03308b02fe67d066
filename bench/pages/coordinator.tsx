import { traffic, trafficBetween, type Traffic } from "./channel-traffic.ts";
import { createRoot } from "react-dom/client";
import type { Room } from "../../web/room/room.ts";
import { openRoom } from "../../web/coordinator/open-room.ts";
import { standardSeats } from "../../web/room/people/seats.ts";
import type { RoomState } from "../../web/room/store.ts";
import { CoordinatorPage } from "../../web/coordinator/views/coordinator-page.tsx";
import { openInputs } from "../../web/core/job/inputs.ts";
import type { Pace } from "../../web/core/pace.ts";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import { PaceContext } from "../../web/ui/use-pace.ts";
import "../../web/ui/theme.css";
import "../../web/ui/layout.css";
import "../../web/ui/controls.css";
import { watchJournal } from "./journal-watch.ts";
import { watchPage, type Usability } from "./page-watch.ts";
import type { JobDefinition } from "../../web/core/job/job-definition.ts";
import type { Result } from "../../web/room/results/result.ts";
import type { JobNumbers } from "./jobs/bench-job.ts";
import { benchJobNamed } from "./jobs/bench-jobs.ts";

/* The coordinator's page as people have it, with its shell in the bench's hands. */

interface JobRun extends Usability {
  /** Milliseconds from the start until the page's store says that the job is done, and thus on record. */
  readonly wallMs: number;
  /** Milliseconds that the page shows as `done in …`: from the start until the last result is on record. */
  readonly elapsedMs: number;
  /** Milliseconds from the start until the last result was accepted; NaN without a journal. */
  readonly acceptedMs: number;
  readonly done: number;
  readonly failed: number;
  readonly journalWrites: number;
  readonly traffic: Traffic;
}

/** Rows that are checked before the page gets a turn. */
const rowsASlice = 20_000;

const record = watchJournal();
let coordinator: Room | null = null;

/** All volunteers of a bench have one address. */
const seatLimits = { ...standardSeats, ofOneNetwork: standardSeats.volunteers };

function create(pace: Pace): Room {
  coordinator = openRoom(pace, { seatLimits });
  return coordinator;
}

function shell(): Room {
  if (coordinator === null) throw new Error("the coordinator's page has not been drawn yet");
  return coordinator;
}

function definitionOf(id: string, numbers: JobNumbers): JobDefinition {
  const job = benchJobNamed(id);
  return job.createJob({ ...job.presets, ...numbers });
}

function* inputsOf({ inputs }: JobDefinition): Generator {
  const source = openInputs(inputs);
  for (let task = 0; task < source.total; task += 1) yield source.at(task);
}

/** What the task has returned or thrown, for its check. */
function resultOf(seen: Result | null): unknown {
  switch (seen?.outcome.type) {
    case "value":
      return seen.outcome.value;
    case "failed":
      return `${seen.outcome.error.name}: ${seen.outcome.error.message}`;
    case "unreadable":
      return seen.outcome.reason;
    case undefined:
      return undefined;
  }
}

function when(holds: (state: RoomState) => boolean): Promise<RoomState> {
  const { store } = shell();
  return new Promise((resolve) => {
    const look = (state: RoomState): void => {
      if (!holds(state)) return;
      unsubscribe();
      resolve(state);
    };
    const unsubscribe = store.subscribe(look);
    look(store.getState());
  });
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

const bench = {
  /** Resolves to the join link when the room is open. */
  async joinLink(): Promise<string> {
    const { room } = await when((state) => state.room.phase === "open" && state.room.joinLinks.length > 0);
    return room.joinLinks[0] ?? "";
  },

  /** Resolves when this number of volunteers is in. */
  async volunteersIn(count: number): Promise<void> {
    await when((state) => state.volunteers.filter(({ link }) => link !== "gone").length >= count);
  },

  /** What a bare Worker needs to compute the same: the program's text, and all inputs. */
  material(id: string, numbers: JobNumbers): { readonly source: string; readonly inputs: readonly unknown[] } {
    const definition = definitionOf(id, numbers);
    return { source: definition.program.source, inputs: [...inputsOf(definition)] };
  },

  helpHere(): void {
    shell().helpHere(true);
  },

  /** `isGrowing`: the job gets its inputs one by one from a generator, which gives those of its recipe. */
  async run(id: string, numbers: JobNumbers, isGrowing = false): Promise<JobRun> {
    const { store } = shell();
    const whole = definitionOf(id, numbers);
    const definition: JobDefinition = isGrowing ? { ...whole, inputs: { type: "stream" } } : whole;
    const source = isGrowing ? inputsOf(whole) : null;
    const before = store.getState().job?.id ?? null;
    const writesBefore = record.writes();
    const trafficBefore = await traffic();
    const finish = watchPage();
    const startedAt = performance.now();
    shell().startJob(definition, { source });
    await when(({ job }) => job !== null && job.id !== before);
    const { job } = await when((state) => state.job?.phase === "done");
    const wallMs = performance.now() - startedAt;
    const usability = finish();
    return {
      ...usability,
      wallMs,
      elapsedMs: job?.elapsedMs ?? NaN,
      done: job?.done ?? 0,
      failed: job?.failed ?? 0,
      acceptedMs: record.takeAcceptedMs(),
      journalWrites: record.writes() - writesBefore,
      traffic: trafficBetween(trafficBefore, await traffic()),
    };
  },

  /** Runs the same job several times, with a rest before each. */
  async runOneByOne(id: string, numbers: JobNumbers, times: number, restMs: number): Promise<JobRun[]> {
    const runs: JobRun[] = [];
    while (runs.length < times) {
      await passed(restMs);
      const run = await bench.run(id, numbers);
      if ((await bench.wrongRows(id, numbers)) > 0) throw new Error("a result is wrong");
      runs.push(run);
    }
    return runs;
  },

  /** Number of wrong rows in the table. Each task must be there once, settled as expected, with the right result. */
  async wrongRows(id: string, numbers: JobNumbers, settled: "done" | "failed" = "done"): Promise<number> {
    const { table, results } = shell();
    const job = benchJobNamed(id);
    const inputs = openInputs(definitionOf(id, numbers).inputs);
    if (table === null || results === null || table.total !== inputs.total) return inputs.total;
    const arrived = new Uint8Array(inputs.total + 1);
    let wrong = 0;
    for (let task = 0; task < inputs.total; task += 1) {
      if (task % rowsASlice === 0) await passed(0);
      const { state, arrival } = table.row(task);
      const isFirst = arrival !== null && arrived[arrival] === 0;
      if (isFirst) arrived[arrival] = 1;
      const isRight = isFirst && state === settled && job.isRight(inputs.at(task), resultOf(results.at(task)));
      if (!isRight) wrong += 1;
    }
    return wrong;
  },

  /** Makes a file of the shown job out of the record, and hands it to the browser. */
  async exportRecord(): Promise<void> {
    const { job } = shell().store.getState();
    const { journal } = await when((state) => state.journal.jobs.some(({ phase }) => phase === "done"));
    const newest = journal.jobs.find(({ job: id }) => id === job?.id);
    if (newest === undefined) throw new Error("the job is not on record");
    shell().exportJob(newest, "jsonl");
  },
};

export type CoordinatorBench = typeof bench;

Object.assign(globalThis, { bench });
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no element with the id root");
createRoot(root).render(
  <PaceContext value={new FramePacer()}>
    <CoordinatorPage openRoom={create} />
  </PaceContext>,
);
