import type { Clock } from "../../core/clock.ts";
import type { VolunteerId } from "../../core/ids.ts";
import { LineBudget, type LineLimits } from "../../core/line-budget.ts";
import { asciiJsonLength } from "../../core/wire/ascii-json.ts";
import { consoleLimits } from "../../core/wire/limits.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import type { LogBook } from "../../words/log-book.ts";

/** Of all volunteers together: 400 of them, each within its own bounds, would take the time of the page. */
const roomLimits: LineLimits = {
  linesAtOnce: 400,
  linesASecond: 100,
  charactersAtOnce: 512 * 1024,
  charactersASecond: 128 * 1024,
};

/** Where a line comes from. */
interface Speaker {
  readonly volunteer: VolunteerId;
  readonly name: string;
  /** The job's number, where it is named. */
  readonly job: number | null;
}

type Said = Extract<UpMessage, { type: "console" }>;

/** Writes what tasks say into the room's log. Volunteers keep to bounds of their own; a stranger may not, and is cut here. */
export class TaskConsoles {
  readonly #clock: Clock;
  readonly #log: LogBook;
  readonly #ofRoom = new LineBudget(roomLimits);
  readonly #budgets = new Map<VolunteerId, LineBudget>();

  constructor(clock: Clock, log: LogBook) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Tells whether the log has another line. */
  writeLine({ volunteer, name, job }: Speaker, { job: id, task, level, text, dropped }: Said): boolean {
    const budget = this.#budgets.get(volunteer) ?? new LineBudget(consoleLimits);
    this.#budgets.set(volunteer, budget);
    const now = this.#clock.now();
    const length = asciiJsonLength(text);
    budget.addDropped(dropped);
    if (!budget.admitLine(length, now)) return false;
    if (!this.#ofRoom.admitLine(length, now)) {
      budget.addDropped(1);
      return false;
    }
    this.#log.write("console", { key: "task-said", job, id, name, task, level, text, dropped: budget.takeDropped() });
    return true;
  }
}
