import { describe, expect, test } from "vitest";
import type { InputFile } from "../../core/job/input-file.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { say } from "../../words/say.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

const file: InputFile = { name: "n.txt", bytes: 12_345, modifiedAt: 1_700_000_000_000, reading: { format: "jsonl" } };

const definition: JobDefinition = { ...squaresOf(1), inputs: { type: "stream", file } };

const all = 2_000;

/** Of several shapes, so that they are packed in several ways. */
function inputAt(at: number): unknown {
  return at % 3 === 0 ? { row: at, name: `row ${at}` } : at % 3 === 1 ? at : `text ${at}`;
}

interface Read {
  count: number;
  isClosed: boolean;
}

/** What the file holds, and how far it was read. `change`: inputs that are others than they were. */
function reading(
  read: Read = { count: 0, isClosed: false },
  change: (at: number) => unknown = inputAt,
  count = all,
): InputStream {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (read.count >= count) return { done: true, value: undefined };
        read.count += 1;
        const step = { done: false, value: change(read.count - 1) } as const;
        return read.count % 100 === 0 ? Promise.resolve(step) : step;
      },
      return: () => {
        read.isClosed = true;
      },
    }),
  };
}

const readBefore = 157;

/** The disk gives the rest only when the page is gone. */
async function* slow(): AsyncGenerator {
  for (let at = 0; at < readBefore; at += 1) yield inputAt(at);
  await new Promise(() => {});
}

/** A job of a file whose page was loaded anew when a part of it had been read. */
async function reloaded(): Promise<{ opened: OpenedRoom; read: number }> {
  const before = await OpenedRoom.open();
  const { browser, code } = before;
  await before.enter("laptop");
  before.room.startJob(definition, { source: slow() });
  await browser.passTime(5_000);
  const { total } = before.job;
  before.close();
  await browser.passTime(1_000);
  const opened = await OpenedRoom.open({ browser, code });
  await opened.enter("tablet");
  await browser.passTime(1_000);
  return { opened, read: total };
}

async function pass(opened: OpenedRoom, isEnough: () => boolean): Promise<void> {
  for (let turn = 0; turn < 300 && !isEnough(); turn += 1) await opened.browser.passTime(100);
}

describe("a job whose file went with an earlier page", () => {
  test("computes what was read of it, asks for the file again, and waits", async () => {
    const { opened, read } = await reloaded();
    expect(read).toBe(readBefore);
    expect(opened.job).toMatchObject({
      phase: "running",
      isSealed: false,
      done: read,
      total: read,
      sourceProblem: null,
    });
    expect(opened.job.awaited).toEqual({ file, isChecking: false, refused: null });
    expect(opened.said).toContainEqual({ key: "file-asked", job: 1, name: "n.txt", tasks: read });
    // Another reload changes nothing.
    const { browser, code } = opened;
    opened.close();
    await browser.passTime(1_000);
    const again = await OpenedRoom.open({ browser, code });
    await browser.passTime(1_000);
    expect(again.job.awaited?.file).toEqual(file);
  });

  test("[P7] goes on with the same file where it had been: each input is a task once", async () => {
    const { opened } = await reloaded();
    const read: Read = { count: 0, isClosed: false };
    opened.room.resumeInputs(opened.job.id, { file, source: reading(read) });
    await pass(opened, () => opened.job.phase === "done");
    expect(opened.job).toMatchObject({ phase: "done", total: all, done: all, awaited: null, sourceProblem: null });
    expect(read.count).toBe(all);
    const inputs = Array.from({ length: all }, (_, at) => opened.room.results?.at(at)?.outcome);
    expect(inputs).toEqual(inputs.map((_, at) => expect.objectContaining({ value: inputAt(at) })));
    await opened.browser.passTime(1_000);
    expect(opened.state.journal.jobs[0]).toMatchObject({ isSealed: true, sourceProblem: null, total: all });
  });

  test.each<[Partial<InputFile>, InputStream, string]>([
    [{ name: "m.txt" }, reading(), "it is called m.txt, and the job’s file n.txt"],
    [{ bytes: 12_346 }, reading(), "n.txt has 12,346 bytes, and the job’s file 12,345"],
    [{ modifiedAt: 1_700_000_001_000 }, reading(), "n.txt was changed on "],
    [{}, reading(undefined, (at) => (at === 7 ? "other" : inputAt(at))), "input 7 of n.txt is another one"],
    [{}, reading(undefined, inputAt, 9), "input 9 of n.txt is another one"],
    [
      {},
      reading(undefined, () => {
        throw new Error("n.txt cannot be read");
      }),
      "n.txt cannot be read",
    ],
  ])("refuses another file, and says what differs: %j", async (other, source, reason) => {
    const { opened, read } = await reloaded();
    opened.room.resumeInputs(opened.job.id, { file: { ...file, ...other }, source });
    await pass(opened, () => (opened.job.awaited?.refused ?? null) !== null);
    const refused = opened.job.awaited?.refused ?? null;
    expect(refused === null ? null : say(refused)).toContain(reason);
    expect(opened.job).toMatchObject({ total: read, isSealed: false });
    // The right one is taken after it.
    opened.room.resumeInputs(opened.job.id, { file, source: reading() });
    await pass(opened, () => opened.job.phase === "done");
    expect(opened.job).toMatchObject({ phase: "done", done: all });
  });

  test("can be ended with what was read, and says so", async () => {
    const { opened, read } = await reloaded();
    opened.room.sealJob(opened.job.id);
    await pass(opened, () => opened.job.phase === "done");
    expect(opened.job).toMatchObject({ phase: "done", done: read, awaited: null, sourceProblem: { type: "gone" } });
  });

  test("takes no file once it is ended or cancelled, and closes one that is being compared", async () => {
    for (const end of ["sealJob", "cancelJob"] as const) {
      const { opened, read } = await reloaded();
      const { id } = opened.job;
      const source: Read = { count: 0, isClosed: false };
      opened.room.resumeInputs(id, { file, source: reading(source) });
      opened.room[end](id);
      await pass(opened, () => source.isClosed);
      await opened.browser.passTime(1_000);
      expect(source.isClosed).toBe(true);
      expect(opened.job).toMatchObject({ total: read, awaited: null });
      opened.room.resumeInputs(id, { file, source: reading() });
      await opened.browser.passTime(1_000);
      expect(opened.job.total).toBe(read);
    }
  });
});
