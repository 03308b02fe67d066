import { GrowingCoordinator } from "./actors/growing-coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test as base } from "./fixtures.ts";

interface Growing {
  /** The coordinator's page, whose room a generator can be handed to. */
  readonly growing: GrowingCoordinator;
  readonly helper: VolunteerActor;
}

const test = base.extend<Growing>({
  growing: async ({ server, newPage }, provide) => {
    const coordinator = new GrowingCoordinator(await newPage("coordinator"));
    await coordinator.open(server.origin);
    await provide(coordinator);
  },

  helper: async ({ server, newPage, growing }, provide) => {
    const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
    await volunteer.join(await growing.joinLink(server.origin));
    await provide(volunteer);
  },
});

const count = 15_000;

/** The one slot computes for as long for each task: 2,000 a second at most. */
const spinMs = 0.5;

/**
 * 4,000 tasks are asked for while fewer than that wait; leases and what is on its way to the record are some thousands more.
 * A source that is not held back is read to its end at once.
 */
const mostAhead = 12_000;

test("jobs of generators: one is read as it is computed, one fails, one never answers [P7]", async ({
  growing,
  helper,
}) => {
  await test.step("[P7] a job of unknown length is read no faster than it is computed, its total rises, and it ends with its generator", async () => {
    await growing.startGenerator(count, "ends", spinMs);
    const total = growing.page.getByLabel("Tasks by state").locator("dd").last();
    await expect(total).toContainText("at least");
    await growing.expectPhase("running");
    const early = (await growing.counts())["Total"] ?? 0;
    expect(early).toBeLessThan(count);
    await expect.poll(async () => (await growing.counts())["Total"]).toBeGreaterThan(early);
    await expect(helper.page.locator(".slot-busy").first()).toBeVisible();
    await growing.expectPhase("done in", 120_000);
    expect(await growing.counts()).toEqual({ Done: count, Failed: 0, Leased: 0, Pending: 0, Total: count });
    const inputs = await growing.inputs();
    expect(inputs.read).toBe(count);
    expect(inputs.mostAhead).toBeLessThan(mostAhead);
    expect(await growing.resultOf(count - 1)).toBe((count - 1) ** 2);
    await expect(growing.jobOnRecord("job 1,")).toContainText("15,000 done");
  });

  await test.step("[P7] a source that fails leaves all results, and the page says at which input and why, of the job on record, too", async () => {
    await growing.startGenerator(50, "fails");
    const problem = "no further inputs: input 50 could not be had: the stick is gone";
    await growing.expectPhase(problem);
    await expect(growing.log).toContainText("the stick is gone");
    const settled = { Done: 50, Failed: 0, Leased: 0, Pending: 0, Total: 50 };
    await expect.poll(() => growing.counts()).toEqual(settled);
    await growing.startGenerator(3, "ends");
    await growing.expectPhase("Job 3: done in");
    await growing.jobOnRecord("job 2,").getByRole("button", { name: "Open" }).click();
    await growing.expectPhase(problem);
    await expect(helper.page.locator(".slot-busy")).toHaveCount(0);
  });

  await test.step("a source that never answers is told of, and its job can be cancelled", async () => {
    await growing.startGenerator(5, "falls silent");
    await expect.poll(async () => (await growing.counts())["Done"]).toBe(5);
    await expect(growing.log).toContainText("Job 4 waits for its inputs: their source has not answered for 10 s");
    await growing.pressAndConfirm(growing.button("Cancel"), "Cancel job 4");
    await growing.expectPhase("cancelled");
    await expect(growing.jobOnRecord("job 4,")).toContainText("cancelled");
    await expect(helper.page.locator(".slot-busy")).toHaveCount(0);
  });
});

const many = 300_000;

/** Characters of each of these inputs: more than 60 MB together. What stays of them in memory is 10 MB. */
const characters = 200;

/** What a page may have more in memory after the job than before it: with results it is some 25 MB. The inputs alone would be more. */
const mostHeapBytes = 48_000_000;

test("[P7] 300,000 tasks of a generator leave no more of their inputs in memory than the room keeps, and each is there to be seen", async ({
  growing,
  helper,
}) => {
  await expect(helper.page.locator(".slot").first()).toBeVisible();
  const before = await growing.heapBytes();
  await growing.startGenerator(many, "ends", 0, characters);
  await growing.expectPhase("done in", 180_000);
  expect(await growing.counts()).toEqual({ Done: many, Failed: 0, Leased: 0, Pending: 0, Total: many });
  expect((await growing.inputs()).read).toBe(many);
  expect((await growing.heapBytes()) - before).toBeLessThan(mostHeapBytes);
  // The first ones have been out of memory for long.
  await growing.page.getByRole("columnheader", { name: "Task" }).getByRole("button").click();
  await expect.poll(() => growing.inputsInSight()).toContainEqual(expect.stringContaining("0".repeat(characters)));
  expect(await growing.resultOf(many - 1)).toBe((many - 1) ** 2);
});
