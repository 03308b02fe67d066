import type { Abortable } from "../core/abortable.ts";
import type { JobId } from "../core/ids.ts";
import type { Room } from "../room/room.ts";
import type { InputPlan } from "../workloads/workload.ts";

/** Inputs that are read back at a time: of a job that was left long ago, all at once might not fit into memory. */
const inputsAtOnce = 64;

/**
 * Adds to an open job of the room the inputs that follow from its results, as these get on record, and seals it once the plan is complete. Ends with the job, the
 * room or the signal. Rejects where inputs on record cannot be read.
 */
export async function addFollowingInputs(
  room: Pick<Room, "liveJob" | "inputsOf" | "addInputs" | "sealJob">,
  id: JobId,
  plan: InputPlan,
  signal: Abortable,
): Promise<void> {
  const results = room.liveJob(id)?.results;
  let noted = 0;
  for await (const { task, outcome } of results?.follow("completed", { signal }) ?? []) {
    noted = await noteInputs(room, id, plan, noted);
    // It may have been sealed or cancelled meanwhile.
    if (signal.aborted || room.liveJob(id)?.view.takesInputs !== true) return;
    const values = plan.noteResult(task, outcome.type === "value" ? outcome.value : undefined);
    if (values.length > 0) room.addInputs(id, { type: "list", values });
    if (plan.isComplete) {
      room.sealJob(id);
      return;
    }
  }
}

/** Those behind the first ones. Returns how many there are. */
async function noteInputs(
  room: Pick<Room, "liveJob" | "inputsOf">,
  id: JobId,
  plan: InputPlan,
  noted: number,
): Promise<number> {
  const job = room.liveJob(id);
  const inputs = job === null ? null : room.inputsOf(job.view.key);
  if (job === null || inputs === null) return noted;
  let next = noted;
  for (const { total } = job.results; next < total;) {
    const tasks = Array.from({ length: Math.min(inputsAtOnce, total - next) }, (_, at) => next + at);
    for (const [at, input] of (await inputs.readInputs(tasks)).entries()) plan.noteInput(next + at, input);
    next += tasks.length;
  }
  return next;
}
