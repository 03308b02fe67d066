import type { Blob } from "../../core/blobs/blob.ts";
import { sampleKeys } from "../../core/handshake/testing/sample-room.ts";
import { isRoomCode, isTabId, jobId, volunteerId, type JobId, type RoomCode, type TabId } from "../../core/ids.ts";
import { defaultJobOptions, outcomes } from "../../core/job/job.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { AcceptedResults, JournalEntry, NewRoom } from "../journal.ts";
import { isRoomId, type RoomId } from "../room-id.ts";

export function sampleCode(text: string): RoomCode {
  if (!isRoomCode(text)) throw new Error(`${text} is no room code`);
  return text;
}

export function sampleRoomId(number: number): RoomId {
  const id = number.toString(16).padStart(32, "0");
  if (!isRoomId(id)) throw new Error(`${id} is no room id`);
  return id;
}

export function sampleTab(number: number): TabId {
  const tab = number.toString(16).padStart(32, "0");
  if (!isTabId(tab)) throw new Error(`${tab} is no tab id`);
  return tab;
}

export function sampleRoom(number = 1, fields: Partial<NewRoom> = {}): NewRoom {
  const code = sampleCode("ABC234");
  return { id: sampleRoomId(number), ...sampleKeys(1), code, lent: true, helping: false, openedAt: 1, ...fields };
}

export const sampleDefinition: JobDefinition = {
  title: "Squares",
  unit: "number",
  program: { language: "javascript", source: "export default (n) => n * n", files: {} },
  inputs: { type: "range", start: 0, step: 1, count: 10 },
  shared: null,
  options: defaultJobOptions,
  needs: [],
  view: { type: "table", input: "{0}", task: "{0} * {0}" },
};

export function created(
  job: number,
  createdAt = 1,
  blobs: readonly Blob[] = [],
): Extract<JournalEntry, { type: "job-created" }> {
  const definition = sampleDefinition;
  return { type: "job-created", job: jobId(job), total: 10, isSealed: true, definition, blobs, createdAt };
}

/** Results of these tasks, one byte each; the first of them lies in the middle of a larger buffer, as parcels' do. */
export function sampleResults(tasks: readonly number[], fields: Partial<AcceptedResults> = {}): AcceptedResults {
  const whole = Uint8Array.from({ length: 1_000 }, (_, at) => at % 251);
  return {
    volunteer: volunteerId(3),
    block: {
      indices: Uint32Array.from(tasks),
      outcomes: Uint8Array.from(tasks, () => outcomes.value),
      runtimesMs: Float32Array.from(tasks, (task) => task / 2),
      values: { ends: Uint32Array.from(tasks, (_, at) => at + 1), bytes: whole.subarray(7, 7 + tasks.length) },
    },
    positions: null,
    failures: [],
    attempts: Uint8Array.from(tasks, () => 1),
    elapsedMs: 10,
    slot: 1,
    startedMs: 4,
    ...fields,
  };
}

export function accepted(job: JobId, results: AcceptedResults): JournalEntry {
  return { type: "results-accepted", job, results };
}
