import { Blob } from "../../web/core/blobs/blob.ts";
import { inSlices } from "../../web/core/time-slices.ts";
import { packAll } from "../../web/core/values/packed.ts";
import { browserRoomEnvironment } from "../../web/environment/browser/room-environment.ts";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import { createRoom } from "../../web/room/create-room.ts";
import { defaultJobOptions } from "../../web/core/job/job.ts";

// A coordinator's page without a form: no workload that ships has a shared value, or inputs that several tasks share. It is driven by a spec through this object.

const environment = browserRoomEnvironment(new FramePacer());
// Of jobs that grow nothing stays in memory that is on record.
const room = createRoom(environment, { code: null, keptInputBytes: 0 });

/** Takes so long that each volunteer gets some of the tasks. */
const source = "export default (n) => new Promise((done) => setTimeout(() => done(n * n), 50))";

/** Fails on an input other than one of those that `inputOf` makes. */
const sourceForInputs = `export default (input) => {
  for (let at = 16; at < input.length; at += 16) if (input[at] !== ((at >> 4) + input[0]) % 251) throw new Error("another input");
  return new Promise((done) => setTimeout(() => done(input.length), 50));
}`;

function inputOf(number: number, bytes: number): Uint8Array {
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 16) content[at] = ((at >> 4) + number) % 251;
  return content;
}

const made = new Map<number, Promise<Blob>>();

/** A shared value of about that many bytes, the same one each time. */
async function shareBytes(bytes: number): Promise<Blob> {
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 16) content[at] = (at >> 4) % 251;
  return inSlices(Blob.making(packAll([content]).bytes), environment.clock);
}

const page = {
  /** The path of the room's join link; null until there is one. */
  joinPath(): string | null {
    const [joinLink] = room.store.getState().room.joinLinks;
    if (joinLink === undefined) return null;
    const { pathname, search, hash } = new URL(joinLink);
    return `${pathname}${search}${hash}`;
  },

  /** Starts a job that squares the numbers below `count`, with a shared value. */
  async startJob(count: number, sharedBytes: number): Promise<void> {
    const blob = made.get(sharedBytes) ?? shareBytes(sharedBytes);
    made.set(sharedBytes, blob);
    const shared = await blob;
    room.startJob(
      {
        title: "Sharing",
        unit: "number",
        program: { language: "javascript", source, files: {} },
        inputs: { type: "range", start: 0, step: 1, count },
        shared: shared.name,
        options: { ...defaultJobOptions, batchSize: 1 },
        needs: [],
        view: { type: "table", input: null, task: null },
      },
      { blobs: [shared] },
    );
  },

  startWithInputs({ count, inputs, inputBytes }: { count: number; inputs: number; inputBytes: number }): void {
    const values = Array.from({ length: inputs }, (_, number) => inputOf(number, inputBytes));
    room.startJob({
      title: "Large inputs",
      unit: "input",
      program: { language: "javascript", source: sourceForInputs, files: {} },
      inputs: { type: "list", values: Array.from({ length: count }, (_, task) => values[task % inputs]) },
      shared: null,
      options: { ...defaultJobOptions, batchSize: 1 },
      needs: [],
      view: { type: "table", input: null, task: null },
    });
  },

  /** Starts a job that stays open, with that many small inputs. */
  startOpen(small: number): void {
    room.startJob(
      {
        title: "Open",
        unit: "input",
        program: { language: "javascript", source: "export default (input) => input.length ?? input", files: {} },
        inputs: { type: "range", start: 0, step: 1, count: small },
        shared: null,
        options: { ...defaultJobOptions, batchSize: 1 },
        needs: [],
        view: { type: "table", input: null, task: null },
      },
      { staysOpen: true },
    );
  },

  /** Adds a large input to the job shown. */
  addLarge(inputBytes: number): void {
    const { job } = room.store.getState();
    if (job !== null) room.addInputs(job.id, { type: "list", values: [inputOf(1, inputBytes)] });
  },

  /** The job shown: how far it has come, and the input that it stands still for. */
  shown(): { phase: string; done: number; inputsKept: number; stuck: { task: number; reason: string } | null } | null {
    const { job } = room.store.getState();
    if (job === null) return null;
    const { phase, done, inputsKept, stuck } = job;
    return { phase, done, inputsKept, stuck };
  },

  resumeShown(): void {
    const { job } = room.store.getState();
    if (job !== null) room.resumeJob(job.id);
  },

  /** Deletes all jobs on record. */
  deleteJobs(): void {
    for (const { room: of, job } of room.store.getState().journal.jobs) room.deleteJob({ room: of, job });
  },

  doneOfShown(): number {
    return room.store.getState().job?.done ?? 0;
  },

  /** Of each volunteer that is there: its name, and tasks that it has done of the job shown. */
  tasksBy(): readonly (readonly [name: string, tasks: number])[] {
    const here = room.store.getState().volunteers.filter(({ link }) => link !== "gone");
    return here.map(({ name, tasksDone }) => [name, tasksDone]);
  },
};

export type SharingRoom = typeof page;

declare global {
  var sharingRoom: SharingRoom;
}

globalThis.sharingRoom = page;
