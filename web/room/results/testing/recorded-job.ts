import type { CallOff, Clock } from "../../../core/clock.ts";
import { leaseId, volunteerId } from "../../../core/ids.ts";
import { outcomes } from "../../../core/job/job.ts";
import { Tasks } from "../../../core/scheduler/tasks.ts";
import { ManualClock } from "../../../core/testing/manual-clock.ts";
import { packAll } from "../../../core/values/packed.ts";
import { Changes } from "../changes.ts";
import { nothingRuns } from "../running-tasks.ts";
import { Results } from "../results.ts";
import { Settlements } from "../settlements.ts";

const volunteer = volunteerId(1);

/** Never draws, and counts the frames that are waited for. */
class StillPace {
  readonly #waiting = new Set<() => void>();

  onNextFrame(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  hurry(): void {}

  get pending(): number {
    return this.#waiting.size;
  }
}

/** Knows how many wait for the next change. */
class CountedChanges extends Changes {
  readonly #waiting = new Set<() => void>();

  override awaitChange(ring: () => void): CallOff {
    const notify = (): void => {
      this.#waiting.delete(notify);
      ring();
    };
    this.#waiting.add(notify);
    const callOff = super.awaitChange(notify);
    return () => {
      this.#waiting.delete(notify);
      callOff();
    };
  }

  get waiting(): number {
    return this.#waiting.size;
  }
}

/** The writer's side of a job's results, as the scheduler's shell and the job are in a room. */
export class RecordedJob {
  readonly clock: Clock;
  readonly pace = new StillPace();
  readonly tasks: Tasks;
  readonly settlements: Settlements;
  readonly changes = new CountedChanges(this.pace);
  readonly results: Results;
  #isFinal = false;

  constructor(total: number, clock: Clock = new ManualClock()) {
    this.clock = clock;
    this.tasks = new Tasks(total);
    this.settlements = new Settlements(total);
    this.results = new Results({
      settlements: this.settlements,
      tasks: () => this.tasks,
      names: { nameOf: (id) => `volunteer ${id}` },
      running: nothingRuns,
      changes: this.changes,
      isFinal: () => this.#isFinal,
      clock,
    });
  }

  /** A parcel with the value `value 7` for task 7, and what it has thrown for those that failed. */
  commit(done: readonly number[], failed: readonly number[] = []): void {
    for (const task of [...done, ...failed]) {
      this.tasks.load(task);
      this.tasks.lease(task, leaseId(1));
      this.tasks.accept(task, volunteer, 1);
    }
    const origin = { slot: 0, startedMs: this.clock.now() };
    const columns = { outcomes: new Uint8Array(done.length), runtimesMs: new Float32Array(done.length) };
    const values = packAll(done.map((task) => `value ${task}`));
    if (done.length > 0) {
      this.settlements.add({ indices: Uint32Array.from(done), ...columns, values }, null, volunteer, origin);
    }
    for (const task of failed) {
      const error = packAll([`failure ${task}`]).bytes;
      const history = [{ volunteer, outcome: outcomes.threw, runtimeMs: 1, error }];
      this.settlements.addFailure({ task, history }, origin);
    }
    for (const task of done) this.tasks.commitDone(task);
    for (const task of failed) this.tasks.commitFailed(task);
    this.changes.noteChange();
  }

  /** Nothing more comes: the job is over. */
  end(): void {
    this.#isFinal = true;
    this.changes.noteChange();
  }

  /** Nothing more comes: the page goes. */
  close(): void {
    this.#isFinal = true;
    this.changes.close();
  }
}
