import { LineBudget, type LineLimits } from "../../core/line-budget.ts";
import { consoleText } from "../../core/values/console-text.ts";
import type { ConsoleLevel } from "../../core/job/console-level.ts";
import type { RunId } from "../compute.ts";
import type { SlotMessage } from "../protocol.ts";

/**
 * A line takes about 1 ms of computing on its way through three threads and two processes: twenty a second are 2 % of a core.
 * People cannot read faster.
 */
const slotLineLimits: LineLimits = {
  linesAtOnce: 100,
  linesASecond: 20,
  charactersAtOnce: 64 * 1024,
  charactersASecond: 16 * 1024,
};

/** Milliseconds between two words about progress: a bar that moves twice a second looks alive. */
const progressGapMs = 500;

/** Where the slot is: null while it has no run. `position` is null while the program is loaded. */
export interface Place {
  readonly run: RunId;
  readonly position: number | null;
}

interface Progress {
  readonly run: RunId;
  readonly position: number;
  readonly part: number;
}

interface Platform {
  sendMessage(message: SlotMessage): void;
  now(): number;
}

/** What tasks say beside their results, as much of it as the slot passes on. Sent at once: a task may compute for minutes. */
export class TaskReports {
  readonly #platform: Platform;
  readonly #lines = new LineBudget(slotLineLimits);
  #isWriting = false;
  #progressAt = -Infinity;
  /** The newest word about progress, if it came too early to be sent. */
  #heldProgress: Progress | null = null;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Lines of timers that go on between runs are dropped: they belong to no task. */
  writeLine(place: Place | null, level: ConsoleLevel, values: readonly unknown[]): void {
    if (place === null) return;
    // A getter of the value that is shown may write in turn, without end.
    if (this.#isWriting || !this.#lines.isOpen(this.#platform.now())) {
      this.#lines.addDropped(1);
      return;
    }
    this.#isWriting = true;
    const text = consoleText(values);
    this.#isWriting = false;
    if (!this.#lines.admitLine(text.length, this.#platform.now())) return;
    this.#platform.sendMessage({ type: "said", ...place, level, text, dropped: this.#lines.takeDropped() });
  }

  /** Tells how many lines were dropped since the last one that was not. Call before the run's last results. */
  tellDropped(place: Place): void {
    const dropped = this.#lines.takeDropped();
    if (dropped > 0) this.#platform.sendMessage({ type: "said", ...place, level: "warn", text: "", dropped });
  }

  /** Sent at once, or held back until `tellHeldProgress` finds that its time has come. */
  tellProgress(progress: Progress): void {
    const now = this.#platform.now();
    if (now - this.#progressAt < progressGapMs) {
      this.#heldProgress = progress;
      return;
    }
    this.#heldProgress = null;
    this.#progressAt = now;
    this.#platform.sendMessage({ type: "progressed", ...progress });
  }

  /** Call now and then while a task waits. What another task has said is of no interest any more. */
  tellHeldProgress({ run, position }: Place): void {
    const held = this.#heldProgress;
    if (held !== null && held.run === run && held.position === position) this.tellProgress(held);
  }
}
