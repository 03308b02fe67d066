import { expect, test, vi } from "vitest";
import type { QuerySteps, TaskQuery, TaskRows, TaskTable } from "./table-query.ts";
import { QueryRunner } from "./query-runner.ts";

const byArrival: TaskQuery = {
  order: { column: "arrival", direction: "ascending" },
  state: null,
  volunteer: null,
  text: "",
};
const byInput: TaskQuery = { ...byArrival, order: { column: "input", direction: "ascending" } };

/** Rows that can be told by their number. */
function rowsOf(length: number): TaskRows {
  return { length, at: (position) => position };
}

/** A table whose queries take so many steps of a millisecond, and that counts how often it was asked. */
class SlowTable implements TaskTable {
  readonly total = 100;
  asked = 0;
  readonly #steps: number;

  constructor(steps: number) {
    this.#steps = steps;
  }

  row(): never {
    throw new RangeError("nobody looks at a row");
  }

  volunteers(): readonly [] {
    return [];
  }

  live(query: TaskQuery): TaskRows | null {
    return query === byArrival ? rowsOf(100) : null;
  }

  *select(query: TaskQuery): QuerySteps {
    this.asked += 1;
    const mine = this.asked;
    for (let step = 0; step < this.#steps; step += 1) {
      const untilMs = performance.now() + 1;
      while (performance.now() < untilMs);
      yield { doing: query.text === "" ? "sorting" : "searching", share: step / this.#steps };
    }
    return rowsOf(mine);
  }
}

test("rows that cost nothing are there at once, and follow the table without being asked for again", () => {
  const runner = new QueryRunner(() => undefined);
  const table = new SlowTable(1);
  runner.ask(table, byArrival);
  expect(runner.view).toMatchObject({ progress: null, found: 100, rows: { length: 100 } });
  runner.refresh(1);
  expect(table.asked).toBe(0);
});

test("a query of one step is answered at once", () => {
  const runner = new QueryRunner(() => undefined);
  runner.ask(new SlowTable(0), byInput);
  expect(runner.view).toMatchObject({ progress: null, found: 1, rows: { length: 1 } });
});

test("a long query says how far it is, and the rows before stay until it is answered", async () => {
  const seen: number[] = [];
  const runner = new QueryRunner(() => {
    const { progress, rows } = runner.view;
    if (progress !== null) {
      expect(rows?.length).toBe(100);
      expect(progress.doing).toBe("searching");
      seen.push(progress.share);
    }
  });
  const table = new SlowTable(60);
  runner.ask(table, byArrival);
  runner.ask(table, { ...byInput, text: "8" });
  await vi.waitFor(() => expect(runner.view.rows?.length).toBe(1), { timeout: 5_000 });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("a newer query calls an older one off", async () => {
  const answers: (number | undefined)[] = [];
  const runner = new QueryRunner(() => {
    if (runner.view.progress === null) answers.push(runner.view.rows?.length);
  });
  const table = new SlowTable(40);
  runner.ask(table, { ...byInput, text: "8" });
  runner.ask(table, { ...byInput, text: "83" });
  await vi.waitFor(() => expect(runner.view.found).toBe(2), { timeout: 5_000 });
  expect(answers).not.toContain(1);
});

test("a table that changes all the time is asked again at a bounded rate, without a word about progress", async () => {
  const runner = new QueryRunner(() => undefined);
  const table = new SlowTable(10);
  runner.ask(table, byInput);
  await vi.waitFor(() => expect(runner.view.found).toBe(1), { timeout: 5_000 });
  const beganMs = performance.now();
  let version = 0;
  await vi.waitFor(
    () => {
      version += 1;
      runner.refresh(version);
      expect(runner.view.progress).toBeNull();
      expect(table.asked).toBe(4);
    },
    { interval: 1, timeout: 5_000 },
  );
  // Three further runs of 10 ms each, a fifth of the time.
  expect(performance.now() - beganMs).toBeGreaterThan(100);
  expect(runner.view.found).toBe(1);
  runner.stop();
});

test("rows of another table are never shown", () => {
  const runner = new QueryRunner(() => undefined);
  runner.ask(new SlowTable(1), byInput);
  const next = new SlowTable(1_000);
  runner.ask(next, byInput);
  expect(runner.view).toMatchObject({ table: next, rows: null, found: null });
  runner.stop();
});
