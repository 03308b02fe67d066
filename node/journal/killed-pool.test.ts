import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FileJournal } from "./file-journal.ts";
import { builtScript } from "../testing/built-script.ts";
import { Child } from "../testing/child-process.ts";

const calls = "abcdefghi";
const tasksOfCall = 50;

/** What is on record in a copy of the file: of each job, oldest first, the tasks that have results. */
async function readRecord(path: string): Promise<readonly ReadonlySet<number>[]> {
  const copy = `${path}.copy`;
  copyFileSync(path, copy);
  const journal = await FileJournal.open(copy);
  const recorded: ReadonlySet<number>[] = [];
  for (const key of (await journal.jobs()).toReversed()) {
    const { results = [] } = (await journal.readJob(key)) ?? {};
    recorded.push(new Set(results.flatMap(({ block }) => Array.from(block.indices))));
  }
  await journal.end();
  return recorded;
}

test("a program that is killed again and again computes nothing twice that was on record, and ends with all values", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabpool-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [journal, notes] = [join(folder, "calls"), join(folder, "notes")];
  const script = await builtScript("node/journal/testing/pool.scenario.ts");
  let recorded: readonly ReadonlySet<number>[] = [];
  for (let kills = 0; ; kills += 1) {
    writeFileSync(notes, "");
    // Some values are given from the record, and come at once.
    const given = recorded.reduce((sum, tasks) => sum + tasks.size, 0);
    const last = given + 1 + Math.floor(Math.random() * 90);
    const child = new Child(script, [journal, notes, calls, String(tasksOfCall), String(last)]);
    const isOver = !(await child.printed(last));
    await child.kill();
    const begun = readFileSync(notes, "utf8").split("\n").slice(0, -1);
    const again = recorded.map((tasks, at) => {
      return begun.filter((line) => line.startsWith(calls.charAt(at)) && tasks.has(Number(line.slice(1))));
    });
    expect(again).toEqual(recorded.map(() => []));
    const before = recorded;
    recorded = await readRecord(journal);
    if (isOver) {
      const squares = Array.from({ length: tasksOfCall }, (_, n) => `${n * n}`);
      expect(child.lines).toEqual(Array.from(calls, () => squares).flat());
      // Before each kill at most 90 values were taken, and the rest of their call was computed: less than a third of all.
      expect(kills).toBeGreaterThan(2);
      expect(recorded).toEqual([]);
      return;
    }
    for (const [at, tasks] of before.entries())
      expect([...tasks].filter((task) => !recorded[at]?.has(task))).toEqual([]);
  }
});
