import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { epoch, jobId, type Epoch } from "../../core/ids.ts";
import { nodeClock as clock } from "../../../node/node-clock.ts";
import { packAll } from "../../core/values/packed.ts";
import { JournalWriter, type WriterEvent } from "./journal-writer.ts";
import type { Durability, JournalEntry, WriteOutcome } from "../../journal/journal.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import { accepted, created, sampleResults, sampleRoom, sampleRoomId } from "../../journal/testing/samples.ts";
import { Blob } from "../../core/blobs/blob.ts";
import { largeInputBytes } from "../../core/blobs/pieces.ts";
import { atOnce } from "../../core/time-slices.ts";

const room = sampleRoomId(1);

/** Takes a while for each write, and refuses as it is told. */
class SlowJournal extends MemoryJournal {
  readonly writes: { readonly count: number; readonly durability: Durability }[] = [];
  refusal: WriteOutcome | null = null;
  isBroken = false;

  override async write(
    id: RoomId,
    writer: Epoch,
    entries: readonly JournalEntry[],
    durability: Durability = "relaxed",
  ): Promise<WriteOutcome> {
    this.writes.push({ count: entries.length, durability });
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.isBroken) throw new Error("no such store");
    return this.refusal ?? super.write(id, writer, entries);
  }
}

interface Rig {
  readonly journal: SlowJournal;
  readonly writer: JournalWriter;
  readonly events: WriterEvent[];
  readonly answered: number[];
  /** Results of that task; `answered` gets its number. */
  readonly append: (task: number) => void;
}

async function rig(): Promise<Rig> {
  const journal = new SlowJournal();
  await journal.addRoom(sampleRoom());
  await journal.begin(room, 1);
  const events: WriterEvent[] = [];
  const answered: number[] = [];
  const writer = new JournalWriter({ journal, room, epoch: epoch(1), clock }, (event) => events.push(event));
  writer.append(created(1));
  await vi.advanceTimersByTimeAsync(100);
  journal.writes.length = 0;
  return {
    journal,
    writer,
    events,
    answered,
    append: (task) => writer.append(accepted(jobId(1), sampleResults([task])), () => answered.push(task)),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the journal's writer", () => {
  test("writes an entry that comes alone at once, and answers it when it is on record", async () => {
    const { journal, answered, append } = await rig();
    append(1);
    expect(answered).toEqual([]);
    await vi.advanceTimersByTimeAsync(4);
    expect(answered).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(answered).toEqual([1]);
    expect(journal.writes).toEqual([{ count: 1, durability: "relaxed" }]);
    expect((await journal.jobs())[0]?.done).toBe(1);
  });

  test("gathers what comes within 200 ms, in its order", async () => {
    const { journal, answered, append } = await rig();
    append(0);
    for (let task = 1; task <= 9; task += 1) {
      await vi.advanceTimersByTimeAsync(20);
      append(task);
    }
    expect(answered).toEqual([0]);
    await vi.advanceTimersByTimeAsync(25);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 9]);
    expect(answered).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("puts a new job and its first results on record together where they come within 20 ms", async () => {
    const { journal, writer, answered, append } = await rig();
    writer.append(created(2));
    await vi.advanceTimersByTimeAsync(15);
    append(1);
    await vi.advanceTimersByTimeAsync(5);
    expect(answered).toEqual([1]);
    expect(journal.writes).toEqual([{ count: 2, durability: "relaxed" }]);
  });

  test("does not let a job's first results wait for what its creation took", async () => {
    const { journal, writer, answered, append } = await rig();
    writer.append(created(2));
    await vi.advanceTimersByTimeAsync(26);
    append(1);
    await vi.advanceTimersByTimeAsync(6);
    expect(answered).toEqual([1]);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 1]);
  });

  test("does not let a new job wait for longer where it comes soon after another one's results", async () => {
    const { journal, writer, append } = await rig();
    append(0);
    await vi.advanceTimersByTimeAsync(6);
    writer.append({ type: "job-changed", job: jobId(1), phase: "done", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(6);
    writer.append(created(2));
    await vi.advanceTimersByTimeAsync(4);
    append(1);
    await vi.advanceTimersByTimeAsync(22);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 1, 2]);
  });

  test("does not let a job's last results wait for more", async () => {
    const { journal, writer, answered, append } = await rig();
    append(0);
    await vi.advanceTimersByTimeAsync(6);
    append(1);
    writer.append(accepted(jobId(1), sampleResults([2])), () => answered.push(2), "at-once");
    await vi.advanceTimersByTimeAsync(6);
    expect(answered).toEqual([0, 1, 2]);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 2]);
  });

  test("waits for no more than a hundred", async () => {
    const { journal, answered, append } = await rig();
    append(0);
    await vi.advanceTimersByTimeAsync(6);
    for (let task = 0; task < 250; task += 1) append(task % 10);
    await vi.advanceTimersByTimeAsync(15);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 100, 100]);
    await vi.advanceTimersByTimeAsync(200);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 100, 100, 50]);
    expect(answered).toHaveLength(251);
  });

  test("copies no more than half a megabyte and what makes it full in one go, and does not wait where there is as much", async () => {
    const { journal, writer, append } = await rig();
    append(0);
    await vi.advanceTimersByTimeAsync(6);
    const results = sampleResults([1]);
    const values = { ends: Uint32Array.of(400_000), bytes: new Uint8Array(400_000) };
    const large = accepted(jobId(1), { ...results, block: { ...results.block, values } });
    for (let times = 0; times < 7; times += 1) writer.append(large);
    await vi.advanceTimersByTimeAsync(20);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 2, 2, 2]);
    await vi.advanceTimersByTimeAsync(200);
    expect(journal.writes.map(({ count }) => count)).toEqual([1, 2, 2, 2, 1]);
  });

  test("does not let a new job wait whose own inputs fill a transaction", async () => {
    const { journal, writer } = await rig();
    const inputs = { type: "packed", values: packAll(["x".repeat(600_000)]) } as const;
    const small = created(2);
    writer.append({ ...small, definition: { ...small.definition, inputs } });
    await vi.advanceTimersByTimeAsync(1);
    expect(journal.writes).toHaveLength(1);
  });

  test("waits for the disk where a job ends, and does not let it wait", async () => {
    const { journal, writer, append } = await rig();
    append(1);
    await vi.advanceTimersByTimeAsync(6);
    writer.append({ type: "job-changed", job: jobId(1), phase: "done", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(6);
    expect(journal.writes).toEqual([
      { count: 1, durability: "relaxed" },
      { count: 1, durability: "strict" },
    ]);
  });

  test("keeps everything while the journal is full, tries again by itself, and says when it goes on", async () => {
    const { journal, events, answered, append } = await rig();
    journal.refusal = { type: "full" };
    append(1);
    await vi.advanceTimersByTimeAsync(10);
    append(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(events).toEqual([{ type: "full" }]);
    expect(answered).toEqual([]);
    journal.refusal = null;
    await vi.advanceTimersByTimeAsync(2_100);
    expect(events).toEqual([{ type: "full" }, { type: "writing-again" }]);
    expect(answered).toEqual([1, 2]);
    expect((await journal.jobs())[0]?.done).toBe(2);
  });

  test("tries a full journal at once when there may be room", async () => {
    const { journal, writer, answered, append } = await rig();
    journal.refusal = { type: "full" };
    append(1);
    await vi.advanceTimersByTimeAsync(10);
    journal.refusal = null;
    writer.retry();
    await vi.advanceTimersByTimeAsync(5);
    expect(answered).toEqual([1]);
  });

  test("writes a job that is over before it is on record without its blobs, which may be what does not fit", async () => {
    const { journal, writer } = await rig();
    const blob = atOnce(Blob.making(new Uint8Array(1_000)));
    const written: JournalEntry[] = [];
    vi.spyOn(journal, "write").mockImplementation((_room, _writer, entries) => {
      const fits = entries.every((entry) => entry.type !== "job-created" || entry.blobs.length === 0);
      if (fits) written.push(...entries);
      return Promise.resolve(fits ? { type: "written" } : { type: "full" });
    });
    writer.append(created(2, 1, [blob]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(written).toEqual([]);
    writer.append({ type: "job-changed", job: jobId(2), phase: "cancelled", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(2_100);
    expect(written).toMatchObject([{ type: "job-created", job: jobId(2) }, { type: "job-changed" }]);
  });

  test("takes no blobs that fit from a job that is over before it is on record, whatever else does not", async () => {
    const { journal, writer, events } = await rig();
    const blob = atOnce(Blob.making(new Uint8Array(1_000)));
    const written: JournalEntry[] = [];
    let isFull = true;
    vi.spyOn(journal, "write").mockImplementation((_room, _writer, entries) => {
      const fits = !isFull || entries.every(({ type }) => type !== "results-accepted");
      if (fits) written.push(...entries);
      return Promise.resolve({ type: fits ? "written" : "full" });
    });
    writer.append(accepted(jobId(1), sampleResults([1])));
    await vi.advanceTimersByTimeAsync(5_000);
    writer.append(created(2, 1, [blob]));
    writer.append({ type: "job-changed", job: jobId(2), phase: "done", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(written).toMatchObject([{ type: "job-created", job: jobId(2), blobs: [blob] }]);
    expect(events).toEqual([{ type: "full" }]);
    isFull = false;
    await vi.advanceTimersByTimeAsync(2_100);
    expect(written.map(({ type }) => type)).toEqual(["job-created", "results-accepted", "job-changed"]);
    expect(events).toEqual([{ type: "full" }, { type: "writing-again" }]);
  });

  test("keeps the blobs of a job that is over while nothing at all fits, and writes it with them once there is room", async () => {
    const { journal, writer } = await rig();
    const blob = atOnce(Blob.making(new Uint8Array(1_000)));
    const written: JournalEntry[] = [];
    let isFull = true;
    vi.spyOn(journal, "write").mockImplementation((_room, _writer, entries) => {
      if (!isFull) written.push(...entries);
      return Promise.resolve({ type: isFull ? "full" : "written" });
    });
    writer.append(created(2, 1, [blob]));
    writer.append({ type: "job-changed", job: jobId(2), phase: "cancelled", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(10_000);
    isFull = false;
    await vi.advanceTimersByTimeAsync(2_100);
    expect(written).toMatchObject([{ type: "job-created", blobs: [blob] }, { type: "job-changed" }]);
  });

  test("gives up a cancelled job that fits without its blobs no more than with them, behind which another one's blobs do not fit", async () => {
    const { journal, writer, events } = await rig();
    const blob = atOnce(Blob.making(new Uint8Array(1_000)));
    const written: JournalEntry[] = [];
    vi.spyOn(journal, "write").mockImplementation((_room, _writer, entries) => {
      const fits = entries.every(
        (entry) => entry.type !== "job-created" || (entry.job !== jobId(2) && entry.blobs.length === 0),
      );
      if (fits) written.push(...entries);
      return Promise.resolve({ type: fits ? "written" : "full" });
    });
    writer.append(created(2, 1, [blob]));
    writer.append({ type: "job-changed", job: jobId(2), phase: "cancelled", elapsedMs: 1 });
    writer.append(created(3, 1, [blob]));
    writer.append({ type: "job-changed", job: jobId(3), phase: "done", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(written).toMatchObject([{ type: "job-created", job: jobId(3), blobs: [] }, { job: jobId(3) }]);
    expect(events).toMatchObject([{ type: "full" }, { type: "given-up", job: jobId(2) }, { type: "writing-again" }]);
  });

  test("writes a job that is over before it is on record with its blobs where they fit, or it could not be run again", async () => {
    const { journal, writer } = await rig();
    const written: JournalEntry[] = [];
    vi.spyOn(journal, "write").mockImplementation((_room, _writer, entries) => {
      written.push(...entries);
      return Promise.resolve({ type: "written" });
    });
    const blob = atOnce(Blob.making(new Uint8Array(1_000)));
    writer.append(created(2, 1, [blob]));
    writer.append({ type: "job-changed", job: jobId(2), phase: "done", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(100);
    expect(written).toMatchObject([{ type: "job-created", blobs: [blob] }, { type: "job-changed" }]);
  });

  test("gives up a cancelled job that does not fit, with all that rests on it, and writes what waits behind it", async () => {
    const { journal, writer, events, answered, append } = await rig();
    const refused = new Set<string>();
    const write = journal.write.bind(journal);
    vi.spyOn(journal, "write").mockImplementation((...given) => {
      const [, , entries] = given;
      const large = entries.filter((entry) => entry.type === "job-created" && entry.job === jobId(2));
      for (const { type } of large) refused.add(type);
      return large.length > 0 ? Promise.resolve({ type: "full" }) : write(...given);
    });
    const dropped: boolean[] = [];
    writer.append(created(2), (isOnRecord) => dropped.push(isOnRecord));
    writer.append(accepted(jobId(2), sampleResults([1])), (isOnRecord) => dropped.push(isOnRecord));
    append(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(answered).toEqual([]);
    expect(dropped).toEqual([]);
    writer.append({ type: "job-changed", job: jobId(2), phase: "cancelled", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(2_100);
    expect(refused).toEqual(new Set(["job-created"]));
    expect(dropped).toEqual([false, false]);
    expect(answered).toEqual([1]);
    const givenUp = { type: "given-up", job: jobId(2), isWhole: true, inputs: 0, results: 1 };
    expect(events).toEqual([{ type: "full" }, givenUp, { type: "writing-again" }]);
    expect((await journal.jobs()).map(({ job, done }) => [job, done])).toEqual([[jobId(1), 1]]);
  });

  test("keeps a cancelled job while nothing else fits either, in its order, and writes it once there is room", async () => {
    const { journal, writer, answered, append } = await rig();
    journal.refusal = { type: "full" };
    const kept: boolean[] = [];
    writer.append(created(2), (isOnRecord) => kept.push(isOnRecord));
    append(1);
    writer.append(accepted(jobId(2), sampleResults([1])), (isOnRecord) => kept.push(isOnRecord));
    writer.append({ type: "job-changed", job: jobId(2), phase: "cancelled", elapsedMs: 1 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect([kept, answered]).toEqual([[], []]);
    journal.refusal = null;
    await vi.advanceTimersByTimeAsync(2_100);
    expect(kept).toEqual([true, true]);
    expect(answered).toEqual([1]);
    expect((await journal.jobs()).map(({ job, done, phase }) => [job, done, phase])).toEqual([
      [jobId(2), 1, "cancelled"],
      [jobId(1), 1, "running"],
    ]);
  });

  test("gives up the further inputs of a cancelled job that do not fit, and keeps what is on record of it", async () => {
    const { journal, writer, answered, append } = await rig();
    const write = journal.write.bind(journal);
    vi.spyOn(journal, "write").mockImplementation((...given) =>
      given[2].some(({ type }) => type === "tasks-added") ? Promise.resolve({ type: "full" }) : write(...given),
    );
    append(1);
    await vi.advanceTimersByTimeAsync(300);
    const kept: boolean[] = [];
    const inputs = packAll([1, 2]);
    writer.append({ type: "tasks-added", job: jobId(1), inputs, skipped: new Uint32Array() }, (is) => kept.push(is));
    writer.append({ type: "job-changed", job: jobId(1), phase: "cancelled", elapsedMs: 70 });
    writer.append(created(2));
    await vi.advanceTimersByTimeAsync(2_100);
    expect(kept).toEqual([false]);
    expect(answered).toEqual([1]);
    expect(await journal.jobs()).toMatchObject([
      { job: jobId(2) },
      { job: jobId(1), done: 1, phase: "cancelled", elapsedMs: 70 },
    ]);
  });

  test("keeps the entries of a cancelled job in their order while the others are tried without it", async () => {
    const { journal, writer, append } = await rig();
    journal.refusal = { type: "full" };
    append(1);
    writer.append({ type: "job-changed", job: jobId(1), phase: "paused", elapsedMs: 60 });
    const inputs = packAll([1, 2]);
    writer.append({ type: "tasks-added", job: jobId(1), inputs, skipped: new Uint32Array() });
    writer.append(created(2));
    writer.append({ type: "job-changed", job: jobId(1), phase: "cancelled", elapsedMs: 70 });
    await vi.advanceTimersByTimeAsync(10_000);
    journal.refusal = null;
    await vi.advanceTimersByTimeAsync(2_100);
    const [, first] = await journal.jobs();
    expect(first).toMatchObject({ job: jobId(1), phase: "cancelled", elapsedMs: 70 });
  });

  test("gives up no cancelled job while nothing else waits, until something else gets on record and it alone does not", async () => {
    const { journal, writer, events, answered, append } = await rig();
    const write = journal.write.bind(journal);
    vi.spyOn(journal, "write").mockImplementation((...given) =>
      given[2].some(({ type }) => type === "tasks-added") ? Promise.resolve({ type: "full" }) : write(...given),
    );
    const kept: boolean[] = [];
    const inputs = packAll([1, 2]);
    writer.append(created(2));
    await vi.advanceTimersByTimeAsync(100);
    writer.append({ type: "tasks-added", job: jobId(2), inputs, skipped: new Uint32Array() }, (is) => kept.push(is));
    writer.append({ type: "job-changed", job: jobId(2), phase: "cancelled", elapsedMs: 70 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(kept).toEqual([]);
    append(1);
    await vi.advanceTimersByTimeAsync(2_100);
    expect([kept, answered]).toEqual([[false], [1]]);
    const givenUp = { type: "given-up", job: jobId(2), isWhole: false, inputs: 2, results: 0 };
    expect(events).toEqual([{ type: "full" }, givenUp, { type: "writing-again" }]);
    expect(await journal.jobs()).toMatchObject([{ job: jobId(2), phase: "cancelled" }, { job: jobId(1) }]);
  });

  test("gives up one cancelled job that does not fit, and keeps another that does, with what it had before its further inputs", async () => {
    const { journal, writer, events } = await rig();
    const write = journal.write.bind(journal);
    vi.spyOn(journal, "write").mockImplementation((...given) =>
      given[2].some((entry) => entry.type === "tasks-added" && entry.inputs.ends.length === 3)
        ? Promise.resolve({ type: "full" })
        : write(...given),
    );
    const kept: [string, boolean][] = [];
    const keep = (name: string) => (isOnRecord: boolean) => void kept.push([name, isOnRecord]);
    const skipped = new Uint32Array();
    writer.append(created(2));
    await vi.advanceTimersByTimeAsync(100);
    writer.append(accepted(jobId(1), sampleResults([1])), keep("before"));
    writer.append({ type: "tasks-added", job: jobId(1), inputs: packAll([1, 2, 3]), skipped }, keep("too large"));
    writer.append(accepted(jobId(1), sampleResults([2, 3])), keep("behind"));
    writer.append({ type: "tasks-added", job: jobId(2), inputs: packAll([1]), skipped }, keep("small"));
    await vi.advanceTimersByTimeAsync(300);
    for (const job of [jobId(1), jobId(2)])
      writer.append({ type: "job-changed", job, phase: "cancelled", elapsedMs: 70 });
    writer.append(created(3));
    await vi.advanceTimersByTimeAsync(4_200);
    expect(new Map(kept)).toEqual(
      new Map([
        ["too large", false],
        ["behind", false],
        ["before", true],
        ["small", true],
      ]),
    );
    const givenUp = { type: "given-up", job: jobId(1), isWhole: false, inputs: 3, results: 2 };
    expect(events).toEqual([{ type: "full" }, givenUp, { type: "writing-again" }]);
    expect(await journal.jobs()).toMatchObject([
      { job: jobId(3), phase: "running" },
      { job: jobId(2), phase: "cancelled" },
      { job: jobId(1), phase: "cancelled", done: 1 },
    ]);
  });

  test("takes large inputs apart, each once by its hash, before they are written", async () => {
    const { journal, writer } = await rig();
    const bulk = new Uint8Array(largeInputBytes).fill(3);
    const values = packAll([bulk, 1, bulk]);
    const added = { type: "tasks-added", job: jobId(1), inputs: values, skipped: new Uint32Array() } as const;
    const write = vi.spyOn(journal, "write");
    writer.append(added);
    writer.append(accepted(jobId(1), sampleResults([1])));
    await vi.advanceTimersByTimeAsync(300);
    const [apart, results] = write.mock.calls.flatMap(([, , entries]) => entries);
    if (apart?.type !== "tasks-added" || results?.type !== "results-accepted") throw new Error("not in their order");
    expect(apart.inputs.bytes.length).toBeLessThan(20);
    expect(apart.large?.map(({ at }) => at)).toEqual([0, 2]);
    expect(new Set(apart.large?.map(({ blob }) => blob)).size).toBe(1);
    const read = await journal.readInputs({ room, job: jobId(1) }, 0);
    expect(Buffer.from(read?.bytes ?? []).equals(values.bytes)).toBe(true);
  });

  test("hands large inputs over as they are where the page goes while they are taken apart", async () => {
    const { journal, writer } = await rig();
    const values = packAll([new Uint8Array(64 * largeInputBytes)]);
    let ticks = 0;
    // Each look takes a whole slice, so that taking apart takes many turns.
    vi.spyOn(clock, "now").mockImplementation(() => (ticks += 1_000));
    writer.append({ type: "tasks-added", job: jobId(1), inputs: values, skipped: new Uint32Array() });
    await vi.advanceTimersByTimeAsync(3);
    expect(journal.writes).toEqual([]);
    writer.close();
    await vi.advanceTimersByTimeAsync(100);
    expect(journal.writes).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    expect((await journal.readInputs({ room, job: jobId(1) }, 0))?.bytes).toHaveLength(values.bytes.length);
    vi.restoreAllMocks();
  });

  test("writes nothing more where it is closed as the last large input is apart", async () => {
    const { journal, writer, answered, append } = await rig();
    const inputs = packAll([new Uint8Array(largeInputBytes)]);
    writer.append({ type: "tasks-added", job: jobId(1), inputs, skipped: new Uint32Array() });
    writer.close();
    await vi.advanceTimersByTimeAsync(100);
    append(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(journal.writes).toEqual([{ count: 1, durability: "relaxed" }]);
    expect(answered).toEqual([]);
  });

  test("answers nothing more once another tab has begun the room", async () => {
    const { journal, events, answered, append } = await rig();
    await journal.begin(room, 2);
    append(1);
    await vi.advanceTimersByTimeAsync(100);
    append(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(events).toEqual([{ type: "superseded" }]);
    expect(answered).toEqual([]);
    expect((await journal.jobs())[0]?.done).toBe(0);
  });

  test("goes on without a journal that has failed, and says so once", async () => {
    const { journal, events, answered, append } = await rig();
    journal.refusal = { type: "failed", reason: "gone" };
    append(1);
    await vi.advanceTimersByTimeAsync(10);
    append(2);
    await vi.advanceTimersByTimeAsync(10);
    expect(events).toEqual([{ type: "failed", reason: "gone" }]);
    expect(answered).toEqual([1, 2]);
    expect(journal.writes).toHaveLength(1);
  });

  test("takes a journal that throws for one that has failed", async () => {
    const { journal, events, answered, append } = await rig();
    journal.isBroken = true;
    append(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(events).toEqual([{ type: "failed", reason: "no such store" }]);
    expect(answered).toEqual([1]);
  });

  test("writes what waits behind a write under way when it is closed, each once and in its order", async () => {
    const { journal, writer, answered, append } = await rig();
    append(1);
    await vi.advanceTimersByTimeAsync(1);
    append(2);
    writer.append({ type: "job-changed", job: jobId(1), phase: "cancelled", elapsedMs: 1 });
    writer.close();
    await vi.advanceTimersByTimeAsync(100);
    expect(answered).toEqual([]);
    expect(journal.writes).toEqual([
      { count: 1, durability: "relaxed" },
      { count: 2, durability: "strict" },
    ]);
    expect((await journal.jobs())[0]).toMatchObject({ done: 2, phase: "cancelled" });
  });

  test("answers nothing after it is closed, not even what is being written", async () => {
    const { journal, writer, answered, append } = await rig();
    append(1);
    await vi.advanceTimersByTimeAsync(1);
    writer.close();
    append(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(answered).toEqual([]);
    expect(journal.writes).toHaveLength(1);
  });

  test("writes what waits when it is closed, and does not answer it", async () => {
    const { journal, writer, answered, append } = await rig();
    append(1);
    await vi.advanceTimersByTimeAsync(6);
    append(2);
    writer.close();
    await vi.advanceTimersByTimeAsync(100);
    expect(answered).toEqual([1]);
    expect((await journal.jobs())[0]?.done).toBe(2);
  });

  test("never answers from within append", async () => {
    const { journal, writer, append } = await rig();
    journal.refusal = { type: "failed", reason: "gone" };
    append(1);
    await vi.advanceTimersByTimeAsync(10);
    let isAppending = true;
    const answers: boolean[] = [];
    writer.append(created(2), () => answers.push(isAppending));
    isAppending = false;
    await vi.advanceTimersByTimeAsync(1);
    expect(answers).toEqual([false]);
  });
});

test("an answer that throws costs no other its own, is no failure of the storage, and ends as an error of the page", async () => {
  const { writer, events, answered, append } = await rig();
  const bug = new Error("a subscriber of the store threw");
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  const former = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", note);
  try {
    writer.append(accepted(jobId(1), sampleResults([0])), () => {
      throw bug;
    });
    append(1);
    await vi.advanceTimersByTimeAsync(1_000);
  } finally {
    process.off("uncaughtException", note);
    for (const listener of former) process.on("uncaughtException", listener);
  }
  expect(answered).toEqual([1]);
  expect(events).toEqual([]);
  expect(uncaught).toEqual([bug]);
});
