import { expect, places, test } from "./room-fixtures.ts";

const demo = { Count: 10, "Smallest number": 0, "Largest number": 10_000, "Shortest sleep": 0, "Longest sleep": 3 };

const slow = { Count: 8, "Shortest sleep": 1, "Longest sleep": 1 };

/** With this seed the first of six tasks sleeps for three seconds and the others not at all. */
const firstIsSlow = { Count: 6, "Longest sleep": 3, Seed: 6999 };

/** The number that is searched for. Those above it are never found out: their tasks end with the job, or not at all. */
const found = 20;

const search = `export default async (n, task) => {
  if (n === ${found}) return task.done("found " + n);
  if (n > ${found}) await new Promise(() => {});
  await new Promise((resolve) => setTimeout(resolve, 500));
  return n;
};`;

/** Done tasks with their results and who has computed them. */
function doneRows(rows: readonly Readonly<Record<string, string>>[]): string[] {
  const done = rows.filter((row) => row["state"] === "done");
  return done.map((row) => `${row["task"]} ${row["result"]} ${row["volunteer"]}`);
}

for (const place of places) {
  test.describe(`with a coordinator in ${place}`, () => {
    test.use({ place });

    test("two volunteers share a room's jobs, whose coordinator is started again, and in which a task is slow, throws or never ends [P1] [P3] [P5]", async ({
      room,
      volunteers,
      server,
    }) => {
      await volunteers(1);

      await test.step("a volunteer that joins in the middle gets work", async () => {
        // Two minutes of work for one volunteer: more than a busy machine needs until the next one has joined.
        await room.start({ ...demo, Count: 40, "Shortest sleep": 3 });
        await room.waitForDone(2);
        await volunteers(1);
        const doneBy = async (): Promise<(string | undefined)[]> =>
          (await room.rows()).flatMap(({ state, volunteer }) => (state === "done" ? [volunteer] : []));
        await expect.poll(doneBy).toContain("laptop-2");
        await room.cancel();
        await expect.poll(async () => (await room.counts())["Leased"]).toBe(0);
      });

      await test.step("started again in mid-job, the coordinator keeps the room and what is done, and the rest goes on with those who wait for it", async () => {
        const link = await room.joinLink(server.origin);
        await room.start({ Count: 12, "Shortest sleep": 1, "Longest sleep": 1 });
        await room.waitForDone(3);
        const before = doneRows(await room.rows());
        await room.restart();
        expect(await room.joinLink(server.origin)).toBe(link);
        await room.waitForDone(before.length);
        expect(doneRows(await room.rows())).toEqual(expect.arrayContaining(before));
        await room.expectBack(["laptop-1", "laptop-2"]);
        await room.expectEachRowOnce(12);
        // Results that came since are on record, too.
        await room.restart();
        await room.expectEachRowOnce(12);
        await room.expectBack(["laptop-1", "laptop-2"]);
      });

      await test.step("two thousand tasks without sleep all arrive, each once", async () => {
        await room.start({ Count: 2_000, "Shortest sleep": 0, "Longest sleep": 0 });
        await room.waitForDone(2_000);
        expect(await room.counts()).toEqual({ Done: 2_000, Failed: 0, Leased: 0, Pending: 0, Total: 2_000 });
        await room.expectSaid(/^Job \d+ ended: 2000 done, 0 failed/);
      });

      await test.step("a straggler gets a second copy unless the job wants none", async () => {
        await room.start({ ...firstIsSlow, "Second copies": "none" });
        await room.expectEachRowOnce(6);
        expect(await room.logLines("task 0 also goes to")).toEqual([]);
        await room.start({ ...firstIsSlow, "Second copies": "of stragglers" });
        await room.expectEachRowOnce(6);
        expect(await room.logLines("task 0 also goes to")).toHaveLength(1);
      });

      await test.step("a task that throws fails after two volunteers, one that never ends has a time limit, and the job goes on to its end", async () => {
        const program = `export default async (n) => {
          if (n === 2) throw new Error("two");
          if (n === 3) await new Promise(() => {});
          return n;
        };`;
        await room.startOver(program, 5, { "Time limit": 1, Attempts: 2 });
        await expect.poll(() => room.counts()).toEqual({ Done: 3, Failed: 2, Leased: 0, Pending: 0, Total: 5 });
        const rows = (await room.rows()).toSorted((a, b) => Number(a["task"]) - Number(b["task"]));
        expect(rows.map(({ state }) => state)).toEqual(["done", "failed", "failed", "done", "done"]);
        expect(rows[1]).toMatchObject({ result: "Error: two", attempts: "2" });
        expect(rows[2]?.["result"]).toContain("took longer than 1000 ms");
      });
    });

    test("a job is paused, cancelled, waits for its volunteer, and is ended early by a result that comes after a new start of its coordinator, and one stays open through that [P7] [P8]", async ({
      room,
      volunteers,
    }) => {
      const [volunteer] = await volunteers(1);
      if (volunteer === undefined) throw new Error("nobody is here");

      await test.step("a paused job starts nothing further, and resumes where it was", async () => {
        await room.start(slow);
        await room.waitForDone(1);
        await room.pause();
        // Running tasks may end. After that no volunteer has a task.
        await expect.poll(async () => (await room.counts())["Leased"]).toBe(0);
        const paused = await room.counts();
        expect(paused["Pending"]).toBeGreaterThan(0);
        await room.resume();
        await room.expectEachResultOnce(8);
      });

      await test.step("a cancelled job ends running tasks, keeps what is done, and makes way for the next", async () => {
        await room.start(slow);
        await room.waitForDone(1);
        await volunteer.waitForTask();
        await room.cancel();
        await expect(volunteer.slots.first()).toContainText("idle");
        await expect.poll(async () => (await room.counts())["Leased"]).toBe(0);
        expect((await room.counts())["Done"]).toBeGreaterThanOrEqual(1);
      });

      await test.step("a volunteer that pauses gives back what it has not started, and takes work again", async () => {
        await room.start(slow);
        await room.waitForDone(1);
        await volunteer.button("Pause").click();
        await room.expectThere("laptop-1", "paused");
        await expect.poll(async () => (await room.counts())["Leased"]).toBe(0);
        await volunteer.button("Resume").click();
        await room.expectEachResultOnce(8);
      });

      await test.step("a search that goes on after its coordinator is started again ends as early: what runs is aborted, all else is not needed", async () => {
        await room.startOver(search, 500);
        await room.waitForDone(1);
        // Its end is to come after the start, however slow the machine is.
        await room.pause();
        // What was in hand is on record behind the pause.
        await expect
          .poll(async () => {
            const { Done: settled = 0, Pending: pending = 0, Leased: leased } = await room.counts();
            return { leased, rest: settled + pending };
          })
          .toEqual({ leased: 0, rest: 500 });
        await room.restart();
        await room.resume();
        await room.expectSaid(new RegExp(`^Job \\d+ ended early with the result of task ${found - 1}`));
        // Results that were accepted before it get on record behind it.
        await expect.poll(() => room.counts()).toMatchObject({ Failed: 0, Leased: 0, Pending: 0, Total: 500 });
        const { Done: done = 0, "Not needed": notNeeded = 0 } = await room.counts();
        expect(done + notNeeded).toBe(500);
        expect(done).toBeLessThanOrEqual(found);
        // Its slot was at a task that never ends.
        await expect(volunteer.page.locator(".slot-busy")).toHaveCount(0);
        // The room is free for the next job.
        await room.startOver("export default (n) => 2 * n;", 3);
        expect(await room.resultsOf(3)).toEqual([
          ["1", "2"],
          ["2", "4"],
          ["3", "6"],
        ]);
      });

      await test.step("a job that stays open takes inputs while it runs and after its coordinator is started again, and ends with them once it is sealed", async () => {
        await room.startOpen("export default (n) => 3 * n;", [7, 8]);
        await room.waitForDone(2);
        await room.addInputs([9]);
        await room.waitForDone(3);
        await room.restart();
        await room.waitForDone(3);
        await room.addInputs([10]);
        await room.seal();
        await room.expectSaid(/^Job \d+ has all its inputs: 4 tasks/);
        // A first look has inputs that are not in memory read from the record.
        await expect.poll(() => room.resultsOf(4)).toEqual([7, 8, 9, 10].map((n) => [String(n), String(3 * n)]));
      });
    });
  });
}
