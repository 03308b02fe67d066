import { describe, expect, test } from "vitest";
import { epoch, jobNumber, leaseId } from "../../core/ids.ts";
import { encodeUp } from "../../core/wire/codec.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";
import type { JobView } from "../store.ts";

/** A task that ends when the test says so. */
class Gate {
  readonly #waiting: (() => void)[] = [];

  readonly task = (): Promise<number> =>
    new Promise((resolve) => {
      this.#waiting.push(() => resolve(7));
    });

  open(): void {
    for (const end of this.#waiting.splice(0)) end();
  }
}

/** `1 running 2/4`, the one shown with a star. */
function listed({ state }: OpenedRoom): readonly string[] {
  return state.jobs.map(({ id, phase, done, total }) => {
    const star = id === state.job?.id ? "*" : "";
    return `${jobNumber(id)}${star} ${phase} ${done}/${total}`;
  });
}

function numbered({ state }: OpenedRoom, number: number): JobView {
  const job = state.jobs.find(({ id }) => jobNumber(id) === number);
  if (job === undefined) throw new Error(`there is no job ${number}`);
  return job;
}

/** Facts of this kind that the scheduler was told. */
function told(opened: OpenedRoom, kind: string): readonly string[] {
  opened.room.saveFactLog();
  const text = opened.environment.keptFiles.at(-1)?.text ?? "";
  return text.split("\n").filter((line) => line.includes(`> ${kind} `));
}

describe("several jobs at once", () => {
  test("have inputs of their own, by their key: of those that are open and of the one shown, whichever that is", async () => {
    const opened = await OpenedRoom.open();
    const { room, browser } = opened;
    const readFirst = async ({ key }: JobView): Promise<unknown> => room.inputsOf(key)?.readInputs([0]) ?? null;
    room.startJob({ ...squaresOf(1), inputs: { type: "list", values: ["a"] } });
    room.startJob({ ...squaresOf(1), inputs: { type: "list", values: ["b"] } });
    await browser.passTime(1_000);
    const [first, second] = [numbered(opened, 1), numbered(opened, 2)];
    expect([await readFirst(first), await readFirst(second)]).toEqual([["a"], ["b"]]);
    room.cancelJob(first.id);
    await browser.passTime(1_000);
    expect([await readFirst(first), await readFirst(second)]).toEqual([null, ["b"]]);
    room.showJob(first.key);
    await browser.passTime(1_000);
    expect([await readFirst(first), await readFirst(second)]).toEqual([["a"], ["b"]]);
  });

  test("are listed, the newest last and shown, and each one's results are its own", async () => {
    const opened = await OpenedRoom.open();
    const gate = new Gate();
    await opened.enter("laptop", gate.task, 4);
    await opened.start(squaresOf(2));
    await opened.start(squaresOf(3));
    expect(listed(opened)).toEqual(["1 running 0/2", "2* running 0/3"]);
    for (let round = 0; round < 6; round += 1) {
      gate.open();
      await opened.browser.passTime(1_000);
    }
    expect(listed(opened)).toEqual(["2* done 3/3"]);
    expect(opened.state.journal.jobs.map(({ done, total, phase }) => [done, total, phase])).toEqual([
      [3, 3, "done"],
      [2, 2, "done"],
    ]);
  });

  test("are paused, resumed and cancelled one by one", async () => {
    const opened = await OpenedRoom.open();
    const { room } = opened;
    for (const count of [2, 3, 4]) await opened.start(squaresOf(count));
    room.pauseJob(numbered(opened, 1).id);
    room.cancelJob(numbered(opened, 2).id);
    await opened.browser.passTime(100);
    expect(listed(opened)).toEqual(["1 paused 0/2", "3* waiting 0/4"]);
    await opened.enter("laptop");
    await opened.browser.passTime(1_000);
    expect(listed(opened)).toEqual(["1 paused 0/2", "3* done 4/4"]);
    room.resumeJob(numbered(opened, 1).id);
    await opened.browser.passTime(1_000);
    expect(listed(opened)).toEqual(["3* done 4/4"]);
    expect(opened.state.journal.jobs.map(({ phase }) => phase)).toEqual(["done", "cancelled", "done"]);
  });

  test("of a higher priority go first", async () => {
    const opened = await OpenedRoom.open();
    await opened.start(squaresOf(20, { batchSize: 1 }));
    await opened.start(squaresOf(20, { batchSize: 1, priority: 5 }));
    expect(numbered(opened, 2).priority).toBe(5);
    await opened.enter("laptop");
    await opened.browser.passTime(20_000);
    const ended = opened.said.flatMap((saying) => (saying.key === "job-ended" ? [saying.job] : []));
    expect(ended).toEqual([2, 1]);
  });

  test("a job that is over and not shown is forgotten once its end is on record, and shown again from there", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", () => 7);
    await opened.start(squaresOf(2));
    expect(listed(opened)).toEqual(["1* done 2/2"]);
    expect(told(opened, "forget")).toEqual([]);
    const first = opened.job.key;
    await opened.start(squaresOf(3));
    expect(listed(opened)).toEqual(["2* done 3/3"]);
    expect(told(opened, "forget")).toHaveLength(1);
    opened.room.showJob(first);
    await opened.browser.passTime(100);
    expect(listed(opened)).toEqual(["1* done 2/2"]);
    expect(told(opened, "forget")).toHaveLength(2);
    expect(opened.room.results?.at(1)).toMatchObject({ outcome: { value: 7 }, volunteer: "laptop" });
  });

  test("an open job is shown at once, and what a volunteer did is told of the job shown", async () => {
    const opened = await OpenedRoom.open();
    const gate = new Gate();
    await opened.enter("laptop", gate.task, 2);
    await opened.start(squaresOf(1, { priority: 1 }));
    await opened.start(squaresOf(9, { priority: 0 }));
    const doneBy = (): number | undefined => opened.state.volunteers[0]?.tasksDone;
    gate.open();
    await opened.browser.passTime(300);
    expect(doneBy()).toBe(1);
    opened.room.showJob(opened.job.key);
    const { table } = opened.room;
    opened.room.cancelJob(opened.job.id);
    await opened.start(squaresOf(5));
    expect(doneBy()).toBe(0);
    expect(opened.room.table).not.toBe(table);
    expect(opened.room.table?.row(0)).toMatchObject({ result: "" });
  });

  test("while one on record is shown the others go on, and starting one shows that", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop");
    await opened.start(squaresOf(2));
    const first = opened.job.key;
    const gate = new Gate();
    await opened.enter("slow", gate.task);
    await opened.start(squaresOf(2, { batchSize: 1 }));
    opened.room.pauseJob(opened.job.id);
    opened.room.showJob(first);
    await opened.browser.passTime(100);
    expect(opened.job).toMatchObject({ key: first, phase: "done" });
    expect(opened.state.jobs.map(({ id }) => jobNumber(id))).toEqual([1, 2]);
    await opened.start(squaresOf(4));
    expect(jobNumber(opened.job.id)).toBe(3);
    expect(opened.state.jobs.map(({ id }) => jobNumber(id))).toEqual([2, 3]);
  });

  test("how far a task is stays when a task of the same index in another job has been given back", async () => {
    const opened = await OpenedRoom.open();
    const { link } = await opened.enter("laptop", new Gate().task, 2);
    const say = async (message: UpMessage): Promise<void> => {
      const { lane, bytes } = encodeUp(message);
      link.send(lane, bytes);
      await opened.browser.passTime(10);
    };
    await opened.start(squaresOf(1));
    await opened.start(squaresOf(1));
    const jobs = [numbered(opened, 1).id, numbered(opened, 2).id];
    const parts = () => jobs.map((job) => opened.room.liveJob(job)?.results?.partDone(0));
    await say({ type: "progress", running: jobs.map((job, at) => ({ job, task: 0, part: 0.25 + at / 2 })) });
    expect(parts()).toEqual([0.25, 0.75]);
    await say({ type: "returned", epoch: epoch(1), lease: leaseId(1), indices: Uint32Array.of(0) });
    expect(parts()).toEqual([null, 0.75]);
  });

  test("a job of the room that is neither open nor on record is not shown, and cannot be paused", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop");
    await opened.start(squaresOf(2));
    const first = opened.job;
    await opened.start(squaresOf(3));
    opened.room.deleteJob(first.key);
    await opened.browser.passTime(500);
    opened.room.showJob(first.key);
    opened.room.pauseJob(first.id);
    opened.room.resumeJob(first.id);
    opened.room.cancelJob(first.id);
    await opened.browser.passTime(100);
    expect(listed(opened)).toEqual(["2* done 3/3"]);
  });
});

describe("a full or broken journal", () => {
  test("holds up all jobs while it is full, and lets all go on but those that a person has paused", async () => {
    const opened = await OpenedRoom.open();
    const { journal } = opened.browser;
    for (const count of [2, 3, 4]) await opened.start(squaresOf(count));
    opened.room.pauseJob(numbered(opened, 2).id);
    await opened.browser.passTime(100);
    journal.fault = { type: "full" };
    await opened.enter("laptop");
    await opened.browser.passTime(1_000);
    expect(listed(opened)).toEqual(["1 paused 0/2", "2 paused 0/3", "3* paused 0/4"]);
    journal.fault = null;
    await opened.browser.passTime(5_000);
    expect(listed(opened)).toEqual(["2 paused 0/3", "3* done 4/4"]);
    expect(opened.state.journal.jobs.map(({ phase }) => phase)).toEqual(["done", "paused", "done"]);
  });

  test("a job that is cancelled while the journal is full stays until that is on record", async () => {
    const opened = await OpenedRoom.open();
    const { journal } = opened.browser;
    for (const count of [2, 3]) await opened.start(squaresOf(count));
    journal.fault = { type: "full" };
    opened.room.cancelJob(numbered(opened, 1).id);
    await opened.browser.passTime(1_000);
    expect(listed(opened)).toEqual(["1 cancelled 0/2", "2* paused 0/3"]);
    journal.fault = null;
    await opened.browser.passTime(5_000);
    expect(listed(opened)).toEqual(["2* waiting 0/3"]);
  });

  test("forgets nothing once it is broken: what is over is nowhere else", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", () => 7);
    await opened.start(squaresOf(2));
    opened.browser.journal.fault = { type: "failed", reason: "the disk is gone" };
    await opened.start(squaresOf(3));
    await opened.start(squaresOf(4));
    expect(listed(opened)).toEqual(["2 done 3/3", "3* done 4/4"]);
    opened.room.showJob(numbered(opened, 2).key);
    await opened.browser.passTime(100);
    expect(listed(opened)).toEqual(["2* done 3/3", "3 done 4/4"]);
    expect(opened.room.results?.at(2)).toMatchObject({ outcome: { value: 7 } });
    // It is on record nowhere, and runs again all the same.
    opened.room.runAgain(numbered(opened, 2).key);
    await opened.browser.passTime(1_000);
    expect(listed(opened)).toEqual(["2 done 3/3", "3 done 4/4", "4* done 3/3"]);
  });
});

describe("the next start of the room", () => {
  test("goes on with all jobs that are not over, paused ones stay so, and the newest of them is shown", async () => {
    const browser = new FakeBrowser();
    const before = await OpenedRoom.open({ browser });
    for (const count of [2, 3, 4, 5]) await before.start(squaresOf(count));
    before.room.pauseJob(numbered(before, 2).id);
    before.room.cancelJob(numbered(before, 4).id);
    await browser.passTime(500);
    const { code } = before;
    before.close();
    const again = await OpenedRoom.open({ browser, code });
    expect(listed(again)).toEqual(["1 waiting 0/2", "2 paused 0/3", "3* waiting 0/4"]);
    await again.enter("laptop");
    await browser.passTime(3_000);
    expect(listed(again)).toEqual(["2 paused 0/3", "3* done 4/4"]);
    again.room.resumeJob(numbered(again, 2).id);
    await browser.passTime(3_000);
    expect(again.state.journal.jobs.map(({ phase, done }) => [phase, done])).toEqual([
      ["cancelled", 0],
      ["done", 4],
      ["done", 3],
      ["done", 2],
    ]);
  });

  test("goes on with what each of them has on record", async () => {
    const browser = new FakeBrowser();
    const before = await OpenedRoom.open({ browser });
    const gate = new Gate();
    await before.enter("laptop", gate.task, 4);
    for (const count of [3, 3]) await before.start(squaresOf(count, { batchSize: 1 }));
    gate.open();
    await browser.passTime(1_000);
    const recorded = before.state.jobs.map(({ done }) => done);
    expect(recorded.every((done) => done > 0)).toBe(true);
    const { code } = before;
    before.close();
    const again = await OpenedRoom.open({ browser, code });
    expect(again.state.jobs.map(({ done }) => done)).toEqual(recorded);
  });
});

describe("the log", () => {
  test("names the job of a task and of its result while several are open, and only then", async () => {
    const opened = await OpenedRoom.open();
    const gate = new Gate();
    await opened.enter("laptop", gate.task, 4);
    await opened.start(squaresOf(1));
    await opened.start(squaresOf(2));
    const named = () =>
      opened.said.flatMap((saying) => (saying.key === "task-put" || saying.key === "result" ? [saying.job] : []));
    expect(named()).toEqual([null, 2, 2]);
    for (let round = 0; round < 3; round += 1) {
      gate.open();
      await opened.browser.passTime(1_000);
    }
    expect(opened.state.journal.jobs.map(({ phase }) => phase)).toEqual(["done", "done"]);
    await opened.start(squaresOf(1));
    gate.open();
    await opened.browser.passTime(1_000);
    expect(named().slice(3, 4)).toEqual([1]);
    expect(named().slice(-2)).toEqual([null, null]);
  });
});
