/** What a volunteer in its room does. `finished`: the coordinator has closed every job that the volunteer knew. */
export type Work = "waiting" | "computing" | "finished";

/** Milliseconds without a task after which the volunteer counts as waiting. Between short tasks slots are idle for a moment. */
const lullMs = 1_000;

/** Tells computing from waiting, without a flicker between two tasks. */
export class Activity {
  #busyAt = -Infinity;

  workAt(now: number, { isOver, running }: { readonly isOver: boolean; readonly running: number }): Work {
    if (running > 0) this.#busyAt = now;
    else if (isOver) this.#busyAt = -Infinity;
    if (now - this.#busyAt < lullMs) return "computing";
    return isOver ? "finished" : "waiting";
  }
}
