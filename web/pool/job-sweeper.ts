import type { JobKey } from "../journal/journal.ts";
import type { Room } from "../room/room.ts";

/** Takes jobs off the record that nothing is read of any more, once they are over there, too. */
export class JobSweeper {
  readonly #room: Room;
  /** By their number, those that are to go. */
  readonly #due = new Map<number, JobKey>();
  readonly #unsubscribe: () => void;

  constructor(room: Room) {
    this.#room = room;
    this.#unsubscribe = room.store.subscribe(() => this.#sweep());
  }

  sweepJob(key: JobKey): void {
    this.#due.set(key.job, key);
    this.#sweep();
  }

  stop(): void {
    this.#unsubscribe();
  }

  #sweep(): void {
    if (this.#due.size === 0) return;
    for (const { job, phase } of this.#room.store.getState().journal.jobs) {
      const key = this.#due.get(job);
      if (key === undefined || phase === "running" || phase === "paused") continue;
      this.#due.delete(job);
      this.#room.deleteJob(key);
    }
  }
}
