import { describe, expect, test } from "vitest";
import type { Blob } from "../core/blobs/blob.ts";
import { putLarge } from "../core/blobs/inputs-apart.ts";
import { sampleBlob } from "../core/blobs/testing/sample-blobs.ts";
import { epoch, jobId, volunteerId, type Epoch, type JobId } from "../core/ids.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import { outcomes } from "../core/job/job.ts";
import { packAll, valueAt } from "../core/values/packed.ts";
import { arrivedColumn } from "../core/values/testing/arrived-column.ts";
import { byteLengthOf, type ValueColumn } from "../core/values/value-column.ts";
import { emptyRoomKeptMs, type Journal, type JournalEntry } from "./journal.ts";
import { isSameInputs } from "./testing/same-inputs.ts";
import {
  accepted,
  created,
  sampleCode,
  sampleDefinition,
  sampleResults,
  sampleRoom,
  sampleRoomId,
  sampleTab,
} from "./testing/samples.ts";

export interface JournalPair {
  /** Two handles of one journal, as two tabs have them; empty. */
  readonly a: Journal;
  readonly b: Journal;
  dispose(): void | Promise<void>;
}

const room = sampleRoomId(1);
const large = sampleBlob(2 * 1024 * 1024 + 3, 1);
const small = sampleBlob(10, 2);
const unknownBlob = sampleBlob(10, 3);
const empty = sampleBlob(0);
const one = jobId(1);
const two = jobId(2);

async function begin(journal: Journal, id = room): Promise<Epoch> {
  const begun = await journal.begin(id, 2);
  if (begun.type !== "begun") throw new Error(`the room is not begun: ${begun.type}`);
  return begun.room.epoch;
}

/** A room that `a` has begun, with these entries. */
async function opened({ a }: JournalPair, entries: readonly JournalEntry[]): Promise<Epoch> {
  await a.addRoom(sampleRoom());
  const begun = await begin(a);
  expect(await a.write(room, begun, entries, "relaxed")).toEqual({ type: "written" });
  return begun;
}

/** Faster than to compare megabytes number by number, in a browser, too. */
function isSame(read: Uint8Array | null, { bytes }: Blob): boolean {
  return read !== null && read.length === bytes.length && read.every((byte, at) => byte === bytes[at]);
}

/** What every journal must do, wherever it keeps things. */
export function describeJournal(name: string, open: () => Promise<JournalPair>): void {
  const withPair = (check: (pair: JournalPair) => Promise<void>) => async (): Promise<void> => {
    const pair = await open();
    try {
      await check(pair);
    } finally {
      await pair.dispose();
    }
  };

  describe(`${name} journal`, () => {
    test(
      "finds a room by its code, as it was put on record",
      withPair(async ({ a, b }) => {
        expect(await a.findRoom(sampleCode("ABC234"))).toBeNull();
        expect(await a.addRoom(sampleRoom())).toEqual({ type: "written" });
        expect(await b.findRoom(sampleCode("ABC234"))).toEqual({ ...sampleRoom(), epoch: 0, lastJob: 0 });
        expect(await b.findRoom(sampleCode("ABC235"))).toBeNull();
      }),
    );

    test(
      "finds the room that had the code last",
      withPair(async ({ a }) => {
        await a.addRoom(sampleRoom(1, { openedAt: 5 }));
        await a.addRoom(sampleRoom(2, { openedAt: 9 }));
        await a.addRoom(sampleRoom(3, { openedAt: 7 }));
        expect((await a.findRoom(sampleCode("ABC234")))?.id).toBe(sampleRoomId(2));
      }),
    );

    test(
      "finds the room that was opened last",
      withPair(async ({ a, b }) => {
        expect(await a.newestRoom()).toBeNull();
        await a.addRoom(sampleRoom(1, { openedAt: 5 }));
        await a.addRoom(sampleRoom(2, { openedAt: 9, code: sampleCode("XYZ789") }));
        expect((await b.newestRoom())?.id).toBe(sampleRoomId(2));
        await a.begin(room, 10);
        expect(await b.newestRoom()).toMatchObject({ id: room, epoch: 1 });
      }),
    );

    test(
      "raises the epoch with each beginning, whoever begins",
      withPair(async ({ a, b }) => {
        await a.addRoom(sampleRoom());
        expect([await begin(a), await begin(b), await begin(a)]).toEqual([1, 2, 3]);
        expect((await b.findRoom(sampleCode("ABC234")))?.epoch).toBe(3);
        expect(await a.begin(sampleRoomId(9), 1)).toEqual({ type: "unknown" });
      }),
    );

    test(
      "gives whoever begins the room as it is by then",
      withPair(async (pair) => {
        await opened(pair, [created(4)]);
        const expected = { ...sampleRoom(), epoch: 2, lastJob: 4, openedAt: 7 };
        expect(await pair.b.begin(room, 7)).toEqual({ type: "begun", room: expected });
      }),
    );

    test(
      "refuses a writer that has been superseded, and writes nothing of what it brought",
      withPair(async (pair) => {
        const { a, b } = pair;
        const first = await opened(pair, [created(1)]);
        const second = await begin(b);
        const late = [created(2), accepted(one, sampleResults([4]))];
        expect(await a.write(room, first, late, "strict")).toEqual({ type: "superseded", by: second });
        expect(await b.write(room, second, [accepted(one, sampleResults([5]))], "relaxed")).toEqual({
          type: "written",
        });
        expect((await b.jobs()).map(({ job, done }) => [job, done])).toEqual([[1, 1]]);
      }),
    );

    test(
      "refuses to write to a room that is not there",
      withPair(async ({ a }) => {
        expect(await a.write(room, epoch(1), [created(1)], "relaxed")).toMatchObject({ type: "failed" });
      }),
    );

    test(
      "keeps a room's changes and its volunteers' numbers",
      withPair(async (pair) => {
        const code = sampleCode("XYZ789");
        await opened(pair, [
          { type: "room-changed", code, lent: false, helping: true },
          { type: "volunteer-known", id: volunteerId(1), tab: sampleTab(1), name: "laptop" },
          { type: "volunteer-known", id: volunteerId(2), tab: sampleTab(2), name: "phone" },
          { type: "volunteer-known", id: volunteerId(1), tab: sampleTab(1), name: "tablet" },
        ]);
        expect(await pair.b.findRoom(sampleCode("ABC234"))).toBeNull();
        expect(await pair.b.findRoom(code)).toMatchObject({ id: room, lent: false, helping: true });
        expect(await pair.b.volunteers(room)).toEqual([
          { id: 1, tab: sampleTab(1), name: "tablet" },
          { id: 2, tab: sampleTab(2), name: "phone" },
        ]);
      }),
    );

    test(
      "gives a job back as it was created, with its results in their order",
      withPair(async (pair) => {
        const failure = {
          task: 6,
          history: [
            { volunteer: volunteerId(1), outcome: outcomes.threw, runtimeMs: 1, error: Uint8Array.of(1, 2) },
            { volunteer: volunteerId(2), outcome: "lost" as const, runtimeMs: 0, error: new Uint8Array() },
          ],
        };
        const results = [
          sampleResults([1, 2, 3]),
          sampleResults([9, 8, 7], { positions: Uint32Array.of(0, 2), attempts: Uint8Array.of(1, 2) }),
          sampleResults([], { failures: [failure], attempts: Uint8Array.of(2), elapsedMs: 30 }),
        ];
        const begun = await opened(pair, [created(1)]);
        for (const each of results) await pair.a.write(room, begun, [accepted(one, each)], "relaxed");
        const history = await pair.b.readJob({ room, job: one });
        expect(history?.definition).toEqual(sampleDefinition);
        expect(history?.results).toEqual(results);
        expect(history?.summary).toMatchObject({ done: 5, failed: 1, total: 10, phase: "running", elapsedMs: 30 });
      }),
    );

    test(
      "keeps which result has ended a job early, and that result as one that does",
      withPair(async (pair) => {
        const { block, ...rest } = sampleResults([4]);
        const ending = { ...rest, block: { ...block, outcomes: Uint8Array.of(outcomes.endsJob) } };
        await opened(pair, [
          created(1),
          accepted(one, ending),
          { type: "job-changed", job: one, phase: "ended-early", elapsedMs: 5, endedBy: 4 },
        ]);
        const history = await pair.b.readJob({ room, job: one });
        const summary = { phase: "ended-early", endedBy: 4, endRule: null, done: 1, problem: null };
        expect(history?.summary).toMatchObject(summary);
        expect(history?.results).toEqual([ending]);
      }),
    );

    test(
      "keeps the rule that a result has satisfied",
      withPair(async (pair) => {
        const change = { type: "job-changed", job: one, phase: "ended-early", elapsedMs: 5, endedBy: 4 } as const;
        await opened(pair, [created(1), accepted(one, sampleResults([4])), { ...change, endRule: "precision" }]);
        expect((await pair.b.jobs())[0]).toMatchObject({ phase: "ended-early", endedBy: 4, endRule: "precision" });
      }),
    );

    test(
      "gives values of one shape back, and counts the bytes that they took on the way",
      withPair(async (pair) => {
        const texts = Array.from({ length: 20 }, (_, at) => `${at} * ${at} = ${at * at}`);
        const packed = packAll(texts);
        const arrived = arrivedColumn(texts);
        const results = sampleResults(texts.map((_, at) => at));
        const withValues = (values: ValueColumn) => ({ ...results, block: { ...results.block, values } });
        const shaped = withValues(arrived);
        const plain = withValues(packed);
        const begun = await opened(pair, [created(1), created(2), accepted(one, shaped), accepted(two, plain)]);
        expect(begun).toBe(epoch(1));
        const values = (await pair.b.readJob({ room, job: one }))?.results[0]?.block.values ?? packAll([]);
        expect(texts.map((_, at) => valueAt(values, at))).toEqual(texts);
        const bytes = new Map((await pair.b.jobs()).map(({ job, bytes: taken }) => [job, taken]));
        const gain = packed.bytes.length + packed.ends.byteLength - byteLengthOf(arrived);
        expect(gain).toBeGreaterThan(packed.ends.byteLength);
        expect((bytes.get(two) ?? 0) - (bytes.get(one) ?? 0)).toBe(gain);
      }),
    );

    test(
      "counts what a job takes, and no more than was accepted",
      withPair(async (pair) => {
        const begun = await opened(pair, [created(1)]);
        const before = (await pair.a.jobs())[0]?.bytes ?? NaN;
        await pair.a.write(room, begun, [accepted(one, sampleResults([1, 2, 3]))], "relaxed");
        const after = (await pair.a.jobs())[0]?.bytes ?? NaN;
        // Index, outcome, runtime, end, value and attempts of three tasks.
        expect(after - before).toBe(3 * (4 + 1 + 4 + 4 + 1 + 1));
      }),
    );

    test(
      "keeps inputs that were added, in their order, counts them, and knows when there will be no more",
      withPair(async (pair) => {
        const added = (values: readonly unknown[]): JournalEntry => ({
          type: "tasks-added",
          job: one,
          inputs: packAll(values),
          skipped: new Uint32Array(),
        });
        const growing = { ...created(1), total: 0, isSealed: false };
        const begun = await opened(pair, [growing, added([1, "b"]), added([3])]);
        await pair.a.write(room, begun, [added([4])], "relaxed");
        const before = await pair.b.readJob({ room, job: one });
        expect(before?.inputCounts).toEqual([2, 1, 1]);
        const reading = [0, 1, 2, 3].map((nth) => pair.b.readInputs({ room, job: one }, nth));
        expect(await Promise.all(reading)).toEqual([packAll([1, "b"]), packAll([3]), packAll([4]), null]);
        expect(before?.summary).toMatchObject({ total: 4, isSealed: false, sourceProblem: null });
        const problem = { type: "failed", task: 4, reason: "the disk is gone" } as const;
        await pair.a.write(room, begun, [{ type: "job-sealed", job: one, problem }], "relaxed");
        expect(await pair.b.jobs()).toMatchObject([{ total: 4, isSealed: true, sourceProblem: problem }]);
        await pair.b.deleteJob({ room, job: one });
        await pair.a.write(room, begun, [added([5]), { type: "job-sealed", job: one, problem: null }], "relaxed");
        expect(await pair.b.jobs()).toEqual([]);
        expect(await pair.b.readInputs({ room, job: one }, 0)).toBeNull();
      }),
    );

    test(
      "puts on record in its order what is written without waiting for what was written before",
      withPair(async (pair) => {
        const begun = await opened(pair, [{ ...created(1), total: 0, isSealed: false }]);
        const numbers = Array.from({ length: 20 }, (_, at) => at);
        const writes = numbers.map((number) => {
          const inputs = packAll([number]);
          const added: JournalEntry = { type: "tasks-added", job: one, inputs, skipped: new Uint32Array() };
          return pair.a.write(room, begun, [added], number % 3 === 0 ? "strict" : "relaxed");
        });
        await Promise.all(writes);
        const reading = numbers.map((nth) => pair.b.readInputs({ room, job: one }, nth));
        expect(await Promise.all(reading)).toEqual(numbers.map((number) => packAll([number])));
      }),
    );

    test(
      "keeps which of the added inputs are skipped, and counts them",
      withPair(async (pair) => {
        const added = (values: readonly unknown[], ...skipped: number[]): JournalEntry => ({
          type: "tasks-added",
          job: one,
          inputs: packAll(values),
          skipped: Uint32Array.from(skipped),
        });
        const growing = { ...created(1), total: 0, isSealed: false };
        await opened(pair, [growing, added([1, "no", 3], 1), added([4]), added(["no", "no"], 0, 1)]);
        const history = await pair.b.readJob({ room, job: one });
        expect(history?.skipped).toEqual(Uint32Array.of(1, 4, 5));
        expect(history?.summary).toMatchObject({ total: 6, skipped: 3 });
        expect(await pair.b.readInputs({ room, job: one }, 0)).toEqual(packAll([1, "no", 3]));
      }),
    );

    test(
      "counts inputs that were added many times",
      withPair(async (pair) => {
        const added = Array.from({ length: 200 }, (_, at): JournalEntry => {
          return { type: "tasks-added", job: one, inputs: packAll([at, at]), skipped: new Uint32Array() };
        });
        await opened(pair, [{ ...created(1), total: 0, isSealed: false }, ...added]);
        expect((await pair.b.readJob({ room, job: one }))?.inputCounts).toEqual(added.map(() => 2));
        expect(await pair.b.readInputs({ room, job: one }, 199)).toEqual(packAll([199, 199]));
      }),
    );

    test(
      "keeps the end of a job",
      withPair(async (pair) => {
        const ended: JournalEntry = { type: "job-changed", job: one, phase: "done", elapsedMs: 77 };
        await opened(pair, [created(1), ended]);
        expect(await pair.b.jobs()).toMatchObject([{ phase: "done", elapsedMs: 77, code: "ABC234" }]);
      }),
    );

    test(
      "keeps why a job was stopped, and knows of no reason where it was not",
      withPair(async (pair) => {
        const problem = { name: "SyntaxError", message: "Unexpected token ';'", stack: "at task.js:2:13" };
        const stopped: JournalEntry = { type: "job-changed", job: two, phase: "stopped", elapsedMs: 5, problem };
        await opened(pair, [created(1, 1), created(2, 2), stopped]);
        expect(await pair.b.jobs()).toMatchObject([
          { phase: "stopped", problem },
          { phase: "running", problem: null },
        ]);
        expect((await pair.b.readJob({ room, job: two }))?.summary.problem).toEqual(problem);
      }),
    );

    test(
      "lists the jobs of all rooms, the newest first",
      withPair(async (pair) => {
        await opened(pair, [created(1, 10), created(2, 30)]);
        await pair.b.addRoom(sampleRoom(2, { code: sampleCode("XYZ789") }));
        const other = await begin(pair.b, sampleRoomId(2));
        await pair.b.write(sampleRoomId(2), other, [created(1, 20)], "strict");
        const listed = await pair.a.jobs();
        expect(listed.map(({ code, job }) => `${code} ${job}`)).toEqual(["ABC234 2", "XYZ789 1", "ABC234 1"]);
      }),
    );

    test(
      "keeps a blob once, whatever number of jobs name it, and reads it back as it was",
      withPair(async (pair) => {
        await opened(pair, [created(1, 1, [large, small]), created(2, 2, [large]), created(3, 3, [empty])]);
        for (const blob of [large, small, empty]) {
          expect(isSame(await pair.b.readBlob(blob.name), blob)).toBe(true);
        }
        const unknown = { ...small.name, hash: unknownBlob.name.hash };
        expect(await pair.b.readBlob(unknown)).toBeNull();
        expect(await pair.b.readBlob({ ...small.name, bytes: small.name.bytes + 1 })).toBeNull();
        const [, second, first] = await pair.b.jobs();
        expect((first?.bytes ?? 0) - (second?.bytes ?? 0)).toBe(small.name.bytes);
      }),
    );

    test(
      "drops a blob with the last job that names it, also over several rooms",
      withPair(async (pair) => {
        await opened(pair, [created(1, 1, [small]), created(2, 2, [small, large])]);
        const elsewhere = sampleRoomId(2);
        await pair.b.addRoom(sampleRoom(2));
        await pair.b.write(elsewhere, await begin(pair.b, elsewhere), [created(1, 3, [large])], "relaxed");
        await pair.a.deleteJob({ room, job: two });
        expect(await pair.a.readBlob(small.name)).not.toBeNull();
        await pair.a.deleteJob({ room, job: one });
        expect(await pair.a.readBlob(small.name)).toBeNull();
        expect(await pair.a.readBlob(large.name)).not.toBeNull();
        await pair.b.deleteJob({ room: elsewhere, job: one });
        expect(await pair.a.readBlob(large.name)).toBeNull();
      }),
    );

    test(
      "keeps a large input once, however many tasks, additions and jobs have it, gives each its own, and drops it with the last job",
      withPair(async (pair) => {
        const definition: JobDefinition = {
          ...sampleDefinition,
          inputs: { type: "packed", values: packAll([null, 5, null]) },
        };
        const listed = {
          ...created(1),
          definition,
          large: [
            { at: 0, blob: large },
            { at: 2, blob: large },
          ],
        };
        const growing = { ...created(2), total: 0, isSealed: false };
        const added: JournalEntry = {
          type: "tasks-added",
          job: two,
          inputs: packAll([3, null]),
          large: [{ at: 1, blob: large }],
          skipped: new Uint32Array(),
        };
        const begun = await opened(pair, [listed, growing, added]);
        const sizeOf = async (job: JobId): Promise<number> =>
          (await pair.b.jobs()).find((summary) => summary.job === job)?.bytes ?? 0;
        const once = await sizeOf(two);
        await pair.a.write(room, begun, [added], "relaxed");
        expect((await sizeOf(two)) - once).toBeLessThan(100);
        for (const job of [one, two]) {
          expect(await sizeOf(job)).toBeGreaterThan(large.name.bytes);
          expect(await sizeOf(job)).toBeLessThan(large.name.bytes + 1_000);
        }
        const values = packAll([0, 5, 0]);
        const both = putLarge(values, [
          { at: 0, bytes: large.bytes },
          { at: 2, bytes: large.bytes },
        ]);
        const inputs = (await pair.b.readJob({ room, job: one }))?.definition.inputs;
        expect(inputs?.type === "packed" && isSameInputs(inputs.values, both)).toBe(true);
        for (const nth of [0, 1]) {
          const read = await pair.b.readInputs({ room, job: two }, nth);
          const whole = putLarge(packAll([3, 0]), [{ at: 1, bytes: large.bytes }]);
          expect(isSameInputs(read, whole)).toBe(true);
        }
        await pair.a.deleteJob({ room, job: one });
        expect(await pair.b.readBlob(large.name)).not.toBeNull();
        await pair.a.deleteJob({ room, job: two });
        expect(await pair.b.readBlob(large.name)).toBeNull();
        // What was under way for it is dropped, and leaves nothing behind.
        await pair.a.write(room, begun, [added], "relaxed");
        expect(await pair.b.readBlob(large.name)).toBeNull();
      }),
    );

    test(
      "writes no blob of a job that is refused",
      withPair(async (pair) => {
        const before = await opened(pair, []);
        await begin(pair.b);
        await pair.a.write(room, before, [created(1, 1, [small])], "relaxed");
        expect(await pair.b.readBlob(small.name)).toBeNull();
      }),
    );

    test(
      "deletes a job and all of it, and its number is never given again",
      withPair(async (pair) => {
        const begun = await opened(pair, [created(1), created(2), accepted(one, sampleResults([1]))]);
        await pair.b.deleteJob({ room, job: two });
        await pair.b.deleteJob({ room, job: one });
        expect(await pair.a.jobs()).toEqual([]);
        expect(await pair.a.readJob({ room, job: one })).toBeNull();
        expect((await pair.a.findRoom(sampleCode("ABC234")))?.lastJob).toBe(2);
        // What was under way for it is dropped.
        const late: JournalEntry[] = [
          accepted(one, sampleResults([2])),
          { type: "job-changed", job: one, phase: "done", elapsedMs: 1 },
        ];
        expect(await pair.a.write(room, begun, late, "relaxed")).toEqual({ type: "written" });
        expect(await pair.b.jobs()).toEqual([]);
      }),
    );

    test(
      "forgets rooms without jobs that nobody has begun for a week",
      withPair(async ({ a }) => {
        const now = 2 * emptyRoomKeptMs;
        await a.addRoom(sampleRoom(1, { code: sampleCode("AAAAAA"), openedAt: 1 }));
        await a.addRoom(sampleRoom(2, { code: sampleCode("BBBBBB"), openedAt: 1 }));
        await a.addRoom(sampleRoom(3, { code: sampleCode("CCCCCC"), openedAt: 1 }));
        const second = await begin(a, sampleRoomId(2));
        await a.write(sampleRoomId(2), second, [created(1)], "relaxed");
        await a.begin(sampleRoomId(3), now - emptyRoomKeptMs);
        await a.addRoom(sampleRoom(4, { code: sampleCode("DDDDDD"), openedAt: now }));
        const found = await Promise.all(
          ["AAAAAA", "BBBBBB", "CCCCCC", "DDDDDD"].map(async (code) => (await a.findRoom(sampleCode(code))) !== null),
        );
        expect(found).toEqual([false, true, true, true]);
      }),
    );
  });
}
