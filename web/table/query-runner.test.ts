import { beforeEach, expect, test } from "vitest";
import { QueryRunner } from "./query-runner.ts";
import type { QuerySteps, TaskQuery, TaskRows, TaskTable } from "./table-query.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";

const byArrival: TaskQuery = {
  order: { column: "arrival", direction: "ascending" },
  state: null,
  volunteer: null,
  text: "",
};
const byInput: TaskQuery = { ...byArrival, order: { column: "input", direction: "ascending" } };

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});

/** Rows that are told apart by their number. */
function rowsOf(length: number): TaskRows {
  return { length, at: (position) => position };
}

/** A table whose queries take so many steps, of a millisecond by themselves. Counts them, and gives the nth query n rows. */
class SlowTable implements TaskTable {
  readonly total = 100;
  asked = 0;
  readonly #steps: number;
  readonly #stepMs: number;

  constructor(steps: number, stepMs = 1) {
    this.#steps = steps;
    this.#stepMs = stepMs;
  }

  row(): never {
    throw new RangeError("no test reads a row");
  }

  bringInput(): null {
    return null;
  }

  volunteers(): readonly [] {
    return [];
  }

  live(query: TaskQuery): TaskRows | null {
    return query === byArrival ? rowsOf(100) : null;
  }

  *select(query: TaskQuery): QuerySteps {
    this.asked += 1;
    const rows = this.asked;
    for (let step = 0; step < this.#steps; step += 1) {
      clock.work(this.#stepMs);
      yield { doing: query.text === "" ? "sorting" : "searching", share: step / this.#steps };
    }
    return rowsOf(rows);
  }
}

test("rows that cost nothing are there at once, and are not asked for again when the table changes", () => {
  const runner = new QueryRunner(clock, () => undefined);
  const table = new SlowTable(1);
  runner.ask(table, byArrival);
  expect(runner.view).toMatchObject({ progress: null, found: 100, rows: { length: 100 } });
  runner.refresh(1);
  expect(clock.ringNext()).toBe(false);
  expect(table.asked).toBe(0);
});

test("a query of one slice is answered at once", () => {
  const runner = new QueryRunner(clock, () => undefined);
  runner.ask(new SlowTable(0), byInput);
  expect(runner.view).toMatchObject({ progress: null, found: 1, rows: { length: 1 } });
});

test("a long query says how far it is, and the rows before stay until it is answered", () => {
  const seen: number[] = [];
  const runner = new QueryRunner(clock, () => {
    const { progress, rows } = runner.view;
    if (progress === null) return;
    expect(rows?.length).toBe(100);
    expect(progress.doing).toBe("searching");
    seen.push(progress.share);
  });
  const table = new SlowTable(32);
  runner.ask(table, byArrival);
  runner.ask(table, { ...byInput, text: "8" });
  clock.ringAll();
  expect(seen).toEqual([7 / 32, 15 / 32, 23 / 32, 31 / 32]);
  expect(runner.view.rows?.length).toBe(1);
});

test("progress is shown once for each per cent", () => {
  const seen: number[] = [];
  const runner = new QueryRunner(clock, () => {
    const { progress } = runner.view;
    if (progress !== null) seen.push(Math.floor(100 * progress.share));
  });
  runner.ask(new SlowTable(4_000), byInput);
  clock.ringAll();
  expect(seen).toEqual(Array.from({ length: 100 }, (_, share) => share));
});

test("a newer query calls an older one off", () => {
  const answers: (number | undefined)[] = [];
  const runner = new QueryRunner(clock, () => {
    if (runner.view.progress === null) answers.push(runner.view.rows?.length);
  });
  const table = new SlowTable(40);
  runner.ask(table, { ...byInput, text: "8" });
  clock.ringNext();
  runner.ask(table, { ...byInput, text: "83" });
  clock.ringAll();
  expect(runner.view).toMatchObject({ found: 2, rows: { length: 2 } });
  expect(answers).not.toContain(1);
});

test("a table that changes all the time is asked again in a fifth of the time, without a word about progress", () => {
  const runner = new QueryRunner(clock, () => undefined);
  const table = new SlowTable(20);
  runner.ask(table, byInput);
  clock.ringAll();
  const beganMs = clock.now();
  for (let version = 1; table.asked < 4; version += 1) {
    runner.refresh(version);
    clock.ringNext();
    expect(runner.view).toMatchObject({ progress: null, found: 1 });
  }
  // Three further runs begin, each after a rest of four times the 20 ms that the one before took.
  expect(clock.now() - beganMs).toBeGreaterThanOrEqual(3 * 80 + 2 * 20);
  expect(clock.now() - beganMs).toBeLessThan(3 * 80 + 3 * 20);
  runner.stop();
  expect(clock.ringNext()).toBe(false);
});

test("a table whose query took an hour, as the machine slept in it, is asked again a minute later", () => {
  const runner = new QueryRunner(clock, () => undefined);
  const table = new SlowTable(1, 3_600_000);
  runner.ask(table, byInput);
  clock.ringAll();
  const beganMs = clock.now();
  runner.refresh(1);
  clock.ringNext();
  expect([table.asked, clock.now() - beganMs]).toEqual([2, 60_000 + 3_600_000]);
});

test("rows of another table are never shown", () => {
  const runner = new QueryRunner(clock, () => undefined);
  runner.ask(new SlowTable(1), byInput);
  const next = new SlowTable(1_000);
  runner.ask(next, byInput);
  expect(runner.view).toMatchObject({ table: next, rows: null, found: null });
});

/** A table whose queries cannot be answered. */
class BrokenTable extends SlowTable {
  // oxlint-disable-next-line require-yield -- it has no first step
  override *select(): QuerySteps {
    throw new RangeError("broken");
  }
}

test("what a step throws reaches the page, and the next query is answered", () => {
  const runner = new QueryRunner(clock, () => undefined);
  expect(() => runner.ask(new BrokenTable(1), byInput)).toThrow("broken");
  runner.ask(new SlowTable(1), byInput);
  expect(runner.view.found).toBe(1);
});
