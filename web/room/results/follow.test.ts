import * as fc from "fast-check";
import { expect, test } from "vitest";
import { inBackground } from "../../core/in-background.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { settled } from "../../membership/testing/fake-environment.ts";
import type { Abortable } from "../../core/abortable.ts";
import type { Result } from "./result.ts";
import type { ResultOrder } from "./result-cursor.ts";
import { RecordedJob } from "./testing/recorded-job.ts";

/** An abort signal that tells how many listen. */
class CountedSignal implements Abortable {
  readonly #listeners = new Set<() => void>();
  aborted = false;

  get listeners(): number {
    return this.#listeners.size;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(): void {
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}

/** The job as it ought to be: its results in the order of their arrival. */
class Model {
  readonly total: number;
  readonly job: RecordedJob;
  readonly arrived: number[] = [];
  readonly failed = new Set<number>();
  isFinal = false;

  constructor(total: number, clock: ManualClock) {
    this.total = total;
    this.job = new RecordedJob(total, clock);
  }

  commit(wanted: readonly number[], failing: boolean): void {
    if (this.isFinal) return;
    const tasks = [...new Set(wanted)].filter((task) => task < this.total && !this.arrived.includes(task));
    this.arrived.push(...tasks);
    if (failing) for (const task of tasks) this.failed.add(task);
    if (failing) this.job.commit([], tasks);
    else this.job.commit(tasks);
  }

  /** All that one who follows from there will have been given once nothing more comes. */
  expected(order: ResultOrder, from: number): readonly number[] {
    if (order === "completed") return this.arrived.slice(from);
    return this.arrived.filter((task) => task >= from).toSorted((a, b) => a - b);
  }

  /** The same job in the page's next start: read from its record, in the record's order. */
  reload(clock: ManualClock): Model {
    this.isFinal = true;
    this.job.close();
    const next = new Model(this.total, clock);
    for (const task of this.arrived) next.commit([task], this.failed.has(task));
    return next;
  }
}

class Reader {
  readonly model: Model;
  readonly order: ResultOrder;
  readonly from: number;
  readonly signal = new CountedSignal();
  readonly got: Result[] = [];
  asked = 0;
  answered = 0;
  hasEnded = false;
  /** Whether it has been turned away, or has turned away itself. */
  isCutShort = false;
  readonly #results: AsyncIterator<Result, undefined>;

  constructor(model: Model, order: ResultOrder, from: number) {
    this.model = model;
    this.order = order;
    this.from = from;
    this.#results = model.job.results.follow(order, { signal: this.signal, from });
  }

  get isWaiting(): boolean {
    return this.answered < this.asked;
  }

  ask(): void {
    this.asked += 1;
    inBackground(this.#take(), (reason) => {
      throw new Error(reason);
    });
  }

  async #take(): Promise<void> {
    const answer = await this.#results.next();
    this.answered += 1;
    if (answer.done === true) {
      this.hasEnded = true;
      return;
    }
    expect(this.hasEnded).toBe(false);
    this.got.push(answer.value);
    // While more may come, nothing is passed over.
    const { task } = answer.value;
    if (this.order === "index" && !this.model.isFinal) expect(task).toBe(this.from + this.got.length - 1);
  }

  abort(): void {
    this.isCutShort = true;
    this.signal.abort();
  }

  turnAway(): void {
    this.isCutShort = true;
    void this.#results.return?.();
  }
}

async function ringAll(clock: ManualClock): Promise<void> {
  do await settled();
  while (clock.ringNext());
}

const total = 12;
const anyTask = fc.nat(total - 1);
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant("commit" as const), fc.array(anyTask, { maxLength: 4 }), fc.boolean()) },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constant("follow" as const),
      fc.constantFrom<ResultOrder>("index", "completed"),
      fc.nat(total),
    ),
  },
  { weight: 6, arbitrary: fc.tuple(fc.constant("ask" as const), fc.nat(5), fc.integer({ min: 1, max: 4 })) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("work" as const), fc.nat(20)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant("wait" as const)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("ring" as const)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("abort" as const), fc.nat(5)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("turn away" as const), fc.nat(5)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("reload" as const)) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("end" as const)) },
);

test("whatever happens in whatever order, each follower is given each result once, in its order, and then ends", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 60 }), async (steps) => {
      const clock = new ManualClock();
      let model = new Model(total, clock);
      const models = [model];
      const readers: Reader[] = [];
      for (const step of steps) {
        switch (step[0]) {
          case "commit":
            model.commit(step[1], step[2]);
            break;
          case "follow":
            readers.push(new Reader(model, step[1], step[2]));
            break;
          case "ask":
            for (let asked = 0; asked < step[2]; asked += 1) readers[step[1]]?.ask();
            break;
          case "work":
            clock.work(step[1]);
            break;
          case "wait":
            await settled();
            break;
          case "ring":
            clock.ringNext();
            break;
          case "abort":
            readers[step[1]]?.abort();
            break;
          case "turn away":
            readers[step[1]]?.turnAway();
            break;
          case "reload":
            model = model.reload(clock);
            models.push(model);
            break;
          case "end":
            model.isFinal = true;
            model.job.end();
        }
      }
      // Nothing is waited for but what was asked for and is not there.
      await ringAll(clock);
      const waiting = models.map((one) => readers.filter((reader) => reader.model === one && reader.isWaiting).length);
      expect(models.map(({ job }) => job.changes.waiting)).toEqual(waiting);
      model.isFinal = true;
      model.job.end();
      for (const reader of readers) for (let asked = 0; asked <= total; asked += 1) reader.ask();
      await ringAll(clock);
      for (const reader of readers) {
        const tasks = reader.got.map(({ task }) => task);
        const expected = reader.model.expected(reader.order, reader.from);
        expect(reader.hasEnded).toBe(true);
        expect(reader.answered).toBe(reader.asked);
        expect(tasks).toEqual(reader.isCutShort ? expected.slice(0, tasks.length) : expected);
        expect(reader.signal.listeners).toBe(0);
        for (const { task, arrival, outcome } of reader.got) {
          expect(arrival).toBe(reader.model.arrived.indexOf(task) + 1);
          if (reader.model.failed.has(task))
            expect(outcome).toMatchObject({ type: "failed", thrown: `failure ${task}` });
          else expect(outcome).toEqual({ type: "value", value: `value ${task}` });
        }
      }
      expect(models.map(({ job }) => [job.changes.waiting, job.pace.pending])).toEqual(models.map(() => [0, 0]));
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 500 },
  );
});
