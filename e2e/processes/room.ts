import { createInterface } from "node:readline";
import { openNodeEnvironment } from "../../node/environment.ts";
import { optionFields, optionPresets, readOptions } from "../../web/coordinator/option-fields.ts";
import type { JobId } from "../../web/core/ids.ts";
import type { InputRecipe } from "../../web/core/job/input-recipe.ts";
import { SkippedInput } from "../../web/core/job/skipped-input.ts";
import type { JobDefinition } from "../../web/core/job/job-definition.ts";
import type { JobMaterial } from "../../web/room/jobs/job-material.ts";
import { createRoom } from "../../web/room/create-room.ts";
import { standardSeats } from "../../web/room/people/seats.ts";
import { presentIn, type JobView, type RoomView } from "../../web/room/store.ts";
import { say } from "../../web/words/say.ts";
import { optionsOf } from "../../web/workloads/job-options.ts";
import { squares } from "../../web/workloads/squares/squares.ts";
import type { ChosenOptions } from "../../web/workloads/workload.ts";
import type { FieldTexts } from "../actors/room.ts";
import { startTasks, valuesOf, type TaskJob } from "../pages/task-job.ts";

// A room without slots of its own, at the server whose origin is named first, with the journal that is named second, and as many seats as
// are named last. Each line of its input calls one of the methods below; each line of its output is the answer.

const [server = "", journal = "", seats = ""] = process.argv.slice(2);
const environment = await openNodeEnvironment({ processes: 0, server, journal });
const room = createRoom(environment.room, {
  code: null,
  takesUp: true,
  seatLimits: { ...standardSeats, volunteers: Number(seats) },
});

/** What a job is begun with: fields of a form, by their labels. */
export type JobBegun =
  | { readonly type: "squares"; readonly fields: FieldTexts }
  /** Of a program, over the whole numbers from 1 on. */
  | { readonly type: "own"; readonly source: string; readonly last: number; readonly options: FieldTexts }
  /** Of a program, over these inputs and those that are added. */
  | { readonly type: "open"; readonly source: string; readonly inputs: readonly unknown[] }
  /** Of a program, over what a source of these pieces brings. */
  | { readonly type: "growing"; readonly source: string; readonly pieces: readonly SourcePiece[] };

/** What a source brings: numbers from 0 on, a row that is no input, or a text of such a length. */
export type SourcePiece =
  | { readonly type: "numbers"; readonly count: number }
  | { readonly type: "wrong row"; readonly text: string }
  | { readonly type: "text"; readonly characters: number };

export interface NodeRoomState extends RoomView {
  readonly job: JobView | null;
  /** The log. */
  readonly said: readonly string[];
  /** Names, and the state of the link or `paused`. */
  readonly here: readonly (readonly [name: string, state: string])[];
  readonly gone: readonly (readonly [name: string, why: string])[];
}

function chosenIn(fields: FieldTexts): ChosenOptions {
  const texts = optionFields.map(({ name, label, ...field }) => {
    const given = String(fields[label] ?? optionPresets[name]);
    const choice = "choices" in field ? field.choices.find(({ label: words }) => words === given) : undefined;
    return [name, choice?.id ?? given];
  });
  const { chosen } = readOptions({ ...optionPresets, ...Object.fromEntries(texts) });
  if (chosen === null) throw new Error(`no such options: ${JSON.stringify(fields)}`);
  return chosen;
}

function definitionOfSquares(fields: FieldTexts): JobDefinition {
  const values = squares.fields.map((field) => {
    const preset = field.kind === "number" ? field.preset : 0;
    return [field.name, Number(fields[field.label] ?? preset)];
  });
  return squares.createJob(Object.fromEntries(values), chosenIn(fields));
}

function shownId(): JobId {
  const { job } = room.store.getState();
  if (job === null) throw new Error("no job is shown");
  return job.id;
}

function* readPieces(pieces: readonly SourcePiece[]): Generator {
  for (const piece of pieces) {
    if (piece.type === "text") yield "x".repeat(piece.characters);
    else if (piece.type === "wrong row") yield new SkippedInput("a row", "is no input", piece.text);
    else for (let n = 0; n < piece.count; n += 1) yield n;
  }
}

function inputsOf(job: Exclude<JobBegun, { type: "squares" }>): InputRecipe {
  if (job.type === "own") return { type: "range", start: 1, step: 1, count: job.last };
  return job.type === "open" ? { type: "list", values: job.inputs } : { type: "stream" };
}

function materialOf(job: JobBegun): JobMaterial {
  if (job.type === "growing") return { source: { [Symbol.iterator]: () => readPieces(job.pieces) } };
  return { staysOpen: job.type === "open" };
}

function definitionOf(job: JobBegun): JobDefinition {
  if (job.type === "squares") return definitionOfSquares(job.fields);
  return {
    title: "Your own function",
    unit: "input",
    program: { language: "javascript", source: job.source, files: {} },
    inputs: inputsOf(job),
    shared: null,
    options: optionsOf(chosenIn(job.type === "own" ? job.options : {})),
    needs: [],
    view: { type: "table", input: null, task: null },
  };
}

async function shown(job: JobId): Promise<void> {
  const isShown = (): boolean => room.store.getState().job?.id === job;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (isShown()) resolve();
    };
    room.store.subscribe(look);
    look();
  });
}

function readState(): NodeRoomState {
  const { room: view, volunteers, log, job } = room.store.getState();
  return {
    ...view,
    job,
    said: log.map(({ saying }) => say(saying)),
    here: presentIn(volunteers).map(({ name, link, paused }) => [name, paused ? "paused" : link]),
    gone: volunteers.flatMap(({ name, goneBecause: why }) =>
      why === null ? [] : [[name, say({ key: "gone", ...why })] as const],
    ),
  };
}

const methods = {
  state: readState,

  /** `isAgain`: as a program that is started again, which goes on with the job that it has on record. */
  async begin(job: JobBegun, isAgain: boolean): Promise<void> {
    const definition = definitionOf(job);
    const material = materialOf(job);
    // The first inputs of an open job are on record as those that are added.
    const recorded: JobDefinition = job.type === "open" ? { ...definition, inputs: { type: "open" } } : definition;
    const left = isAgain ? await room.takeUpJob(recorded, material.source) : null;
    if (left !== null) room.showJob(left.view.key);
    await shown(left?.view.id ?? room.startJob(definition, material));
  },

  async startTasks(job: TaskJob): Promise<void> {
    await shown(await startTasks(room, environment.room.clock, job));
  },

  values: (count: number) => valuesOf(room, count),

  /** In the order of their arrival, then those without a result. */
  rows() {
    const { table } = room;
    const rows = Array.from({ length: table?.total ?? 0 }, (_, task) => table?.row(task));
    return rows.toSorted((a, b) => (a?.arrival ?? Infinity) - (b?.arrival ?? Infinity));
  },

  addInputs: (values: readonly unknown[]) => room.addInputs(shownId(), { type: "list", values }),
  seal: () => room.sealJob(shownId()),
  pause: () => room.pauseJob(shownId()),
  resume: () => room.resumeJob(shownId()),
  cancel: () => room.cancelJob(shownId()),
  lendSecret: (isLent: boolean) => room.lendSecret(isLent),
  closeRoom: () => room.closeRoom(),

  sendAway(wanted: string) {
    const found = presentIn(room.store.getState().volunteers).find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`${wanted} is not here`);
    room.sendAway(found.id);
  },
};

interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
}

async function answer({ method, args }: Call): Promise<void> {
  const found: unknown = Reflect.get(methods, method);
  if (typeof found !== "function") throw new Error(`no such method: ${method}`);
  const value: unknown = await found(...args);
  process.stdout.write(`${JSON.stringify({ value: value ?? null })}\n`);
}

for await (const line of createInterface({ input: process.stdin })) await answer(JSON.parse(line));
room.close();
await environment.close();
