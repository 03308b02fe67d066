/** What a volunteer that is in the room does. `finished`: the coordinator has closed every job that it knew. */
export type Work = "waiting" | "computing" | "finished";

/** How long slots may be without a task before the page says so, in milliseconds: between short tasks they are for a moment. */
const lullMs = 1_000;

/** Tells computing from waiting, without a flicker between two tasks. */
export class Activity {
  #busyAt = -Infinity;

  note(now: number, { isOver, running }: { readonly isOver: boolean; readonly running: number }): Work {
    if (running > 0) this.#busyAt = now;
    else if (isOver) this.#busyAt = -Infinity;
    if (now - this.#busyAt < lullMs) return "computing";
    return isOver ? "finished" : "waiting";
  }
}
