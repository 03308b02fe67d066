import { jobId } from "../../../core/ids.ts";
import { defaultJobOptions } from "../../../core/job/job.ts";
import { isRoomId, type RoomId } from "../../../journal/room-id.ts";
import type { JobView } from "../../../room/store.ts";
import { squares } from "../../../workloads/squares/squares.ts";

function sampleRoom(): RoomId {
  const id = "0".repeat(32);
  if (!isRoomId(id)) throw new Error(`${id} names no room`);
  return id;
}

/** An open job of two inputs that waits for further ones. */
export const openJob: JobView = {
  id: jobId(1),
  key: { room: sampleRoom(), job: jobId(1) },
  title: "Twice",
  request: squares.createJob(
    { count: 1, smallest: 3, largest: 9, seed: 1, shortest: 0, longest: 0 },
    defaultJobOptions,
  ),
  phase: "idle",
  lacks: [],
  problem: null,
  endedBy: null,
  endRule: null,
  isSealed: false,
  takesInputs: true,
  isSealing: false,
  inputsKept: 2,
  inputsDue: 2,
  sourceProblem: null,
  stuck: null,
  awaited: null,
  total: 2,
  done: 2,
  failed: 0,
  leased: 0,
  pending: 0,
  notNeeded: 0,
  skipped: 0,
  priority: 0,
  elapsedMs: 0,
  remainingMs: null,
  tasksPerSecond: null,
};
