import type { ConsoleLine } from "../compute/compute.ts";
import type { CallOff, Clock } from "../core/clock.ts";
import type { JobId } from "../core/ids.ts";
import { LineBudget } from "../core/line-budget.ts";
import { asciiJsonLength } from "../core/wire/ascii-json.ts";
import { consoleLimits } from "../core/wire/limits.ts";
import type { TaskProgress, UpMessage } from "../core/wire/messages.ts";

/** Milliseconds between two messages about progress, whatever the number of slots. */
const progressGapMs = 500;

/** A task that a slot runs, and how far it is. */
export interface SlotProgress extends TaskProgress {
  readonly run: number;
  readonly position: number;
}

/** Tells the coordinator what running tasks say of themselves, as much of it as a volunteer may. */
export class TaskReports {
  readonly #clock: Clock;
  readonly #sendMessage: (message: UpMessage) => boolean;
  readonly #lines = new LineBudget(consoleLimits);
  readonly #running = new Map<number, SlotProgress>();
  #callOff: CallOff | null = null;

  /** `sendMessage` drops what there is no link for, and tells whether it has sent. */
  constructor(clock: Clock, sendMessage: (message: UpMessage) => boolean) {
    this.#clock = clock;
    this.#sendMessage = sendMessage;
  }

  sayLine(job: JobId, task: number | null, { level, text, dropped }: ConsoleLine): void {
    this.#lines.addDropped(dropped);
    if (!this.#lines.admitLine(asciiJsonLength(text), this.#clock.now())) return;
    const untold = this.#lines.takeDropped();
    const isSent = this.#sendMessage({ type: "console", job, task, level, text, dropped: untold });
    // Told with the first line that is sent over the next link. Without a text there is no line, only a count.
    if (!isSent) this.#lines.addDropped(text === "" ? untold : untold + 1);
  }

  noteProgress(slot: number, progress: SlotProgress): void {
    this.#running.set(slot, progress);
    this.#callOff ??= this.#clock.after(progressGapMs, () => this.#tellProgress());
  }

  /** The slot has ended the positions of the run before `end`. */
  endTasks(slot: number, run: number, end: number): void {
    const known = this.#running.get(slot);
    if (known !== undefined && (known.run !== run || known.position < end)) this.#running.delete(slot);
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #tellProgress(): void {
    this.#callOff = null;
    if (this.#running.size === 0) return;
    const running = Array.from(this.#running.values(), ({ job, task, part }) => ({ job, task, part }));
    this.#sendMessage({ type: "progress", running });
  }
}
