import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test as base } from "./fixtures.ts";

/** Writes a file to be picked from the disk, and gives its path. */
const test = base.extend<{ readonly write: (name: string, content: string) => Promise<string> }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright wants the pattern
  write: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), "tabpool-files-"));
    await provide(async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    });
    await rm(folder, { recursive: true });
  },
});

const lines = 20_000;

/** 1 MB: far more than what is looked at before the start, and than the room takes ahead. */
const text = Array.from({ length: lines }, (_, at) => `line ${at} ${"x".repeat(40)}`).join("\n");

function phaseOf(coordinator: CoordinatorActor) {
  return coordinator.page.locator(".job-phase");
}

test("[P7] a file is read while the room computes, each of its lines is a task once, and it can be run again", async ({
  coordinator,
  volunteers,
  write,
}) => {
  await coordinator.chooseWorkload("Words");
  await coordinator.fileField("Or a file").setInputFiles(await write("long.txt", text));
  await coordinator.start();
  // Before anybody is in: thousands of results would push the line out of the log.
  await expect(coordinator.log).toContainText("Words of long.txt, tasks as they come");
  await volunteers(1, 2);
  await expect(phaseOf(coordinator)).toContainText("done in", { timeout: 120_000 });
  const all = { Done: lines, Failed: 0, Leased: 0, Pending: 0, Total: lines };
  expect(await coordinator.counts()).toEqual(all);
  await coordinator.page.getByRole("searchbox").fill(`line ${lines - 1} `);
  await expect
    .poll(async () => (await coordinator.rows()).map((row) => [row["task"], row["result"]]))
    .toEqual([[String(lines - 1), "3"]]);
  await coordinator
    .jobOnRecord("job 1,")
    .getByRole("button", { name: /^Run job 1/ })
    .click();
  await expect(phaseOf(coordinator)).toContainText("Job 2: done in", { timeout: 120_000 });
  expect(await coordinator.counts()).toEqual(all);
});

test("[P7] a line that is no JSON value ends its job's inputs: the results before it stay, and the page says which line and why", async ({
  coordinator,
  volunteers,
  write,
}) => {
  await volunteers(1, 2);
  await coordinator.chooseWorkload("Your own function");
  const numbers = Array.from({ length: 20_000 }, (_, at) => String(at + 1));
  numbers[15_000] = '{"n": 15001';
  await coordinator.choice("Inputs come from").selectOption("a file");
  await coordinator.fileField("File").setInputFiles(await write("numbers.jsonl", numbers.join("\n")));
  await coordinator.start({ Function: "export default (n) => 2 * n" });
  const wrong = /input 15,000 could not be had: line 15,001 is no JSON value: .*: \{"n": 15001/;
  await expect(phaseOf(coordinator)).toContainText(wrong, { timeout: 120_000 });
  await expect(phaseOf(coordinator)).toContainText("done in", { timeout: 120_000 });
  expect(await coordinator.counts()).toEqual({ Done: 15_000, Failed: 0, Leased: 0, Pending: 0, Total: 15_000 });
});

test("a file that has changed since it was picked is said so", async ({ coordinator, write }) => {
  await coordinator.chooseWorkload("Words");
  const path = await write("changed.txt", text);
  await coordinator.fileField("Or a file").setInputFiles(path);
  await expect(coordinator.fileField("Or a file")).toHaveAccessibleDescription(/^changed\.txt /);
  await truncate(path, 1_000);
  await coordinator.start();
  await expect(phaseOf(coordinator)).toContainText(
    "input 0 could not be had: changed.txt cannot be read: it may have been moved, or changed since it was picked",
  );
});

test("[P7] after a reload a job asks for its file again, refuses another one, and goes on with the same where it had been", async ({
  coordinator,
  volunteers,
  write,
}) => {
  const { page } = coordinator;
  const [volunteer] = await volunteers(1);
  if (volunteer === undefined) throw new Error("no volunteer");
  await volunteer.button("Pause").click();
  await expect(coordinator.volunteerRow(volunteer.name)).toContainText("paused");
  await coordinator.chooseWorkload("Words");
  const path = await write("kept.txt", text);
  await coordinator.fileField("Or a file").setInputFiles(path);
  await coordinator.start();
  await expect.poll(async () => (await coordinator.counts())["Total"]).toBeGreaterThan(0);
  await coordinator.reload();
  await expect(phaseOf(coordinator)).toContainText("needs kept.txt again");
  await expect(coordinator.log).toContainText("asks for kept.txt again");
  const asked = page.getByLabel(/^kept\.txt, 1\.\d MB, changed /);
  await asked.setInputFiles(await write("other.txt", text));
  await expect(asked).toHaveAccessibleDescription(
    /This is another file: It is called other\.txt, and the job’s file kept\.txt\./,
  );
  await asked.setInputFiles(path);
  await expect(asked).toHaveCount(0);
  await expect(coordinator.log).toContainText("reads on in kept.txt");
  await expect(coordinator.volunteerRow(volunteer.name)).toContainText("paused");
  await volunteer.button("Resume").click();
  await expect(phaseOf(coordinator)).toContainText("done in", { timeout: 120_000 });
  expect(await coordinator.counts()).toEqual({ Done: lines, Failed: 0, Leased: 0, Pending: 0, Total: lines });
});

test("a job that asks for its file again can be ended with what was read of it", async ({ coordinator, write }) => {
  await coordinator.chooseWorkload("Words");
  await coordinator.fileField("Or a file").setInputFiles(await write("gone.txt", text));
  await coordinator.start();
  await expect.poll(async () => (await coordinator.counts())["Total"]).toBeGreaterThan(0);
  await coordinator.reload();
  await coordinator.button("End with what is here").click();
  await expect(phaseOf(coordinator)).toContainText("further inputs went with the page that brought them");
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
  await expect(phaseOf(coordinator)).toContainText("done in", { timeout: 120_000 });
  const { Done = 0, Total } = await coordinator.counts();
  expect(Done).toBe(Total);
  expect(Done).toBeLessThan(lines);
});
