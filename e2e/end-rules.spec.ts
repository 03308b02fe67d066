import type { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

/** What is behind the result that is looked for never ends: its tasks end with the job, or not at all. */
const last = 20;

/** Gives its input after a moment. */
function search(until: string): string {
  return `export const until = ${until};
export default async (n) => {
  if (n > ${last}) await new Promise(() => {});
  await new Promise((resolve) => setTimeout(resolve, 40));
  return n;
};`;
}

async function startOver(coordinator: CoordinatorActor, program: string, count: number): Promise<void> {
  await coordinator.chooseWorkload("Your own function");
  await coordinator.choice("Inputs come from").selectOption("a range of numbers");
  await coordinator.start({ Function: program, Title: "Search", "First number": 1, "Last number": count });
}

async function expectEnded(coordinator: CoordinatorActor, words: string, total: number): Promise<void> {
  await expect(coordinator.page.locator(".job-phase")).toContainText(words);
  const settled = { Failed: 0, Leased: 0, Pending: 0, Total: total };
  await expect.poll(() => coordinator.counts()).toMatchObject(settled);
  const { Done = 0, "Not needed": notNeeded = 0 } = await coordinator.counts();
  expect(notNeeded).toBeGreaterThan(0);
  expect(Done + notNeeded).toBe(total);
}

test("a rule ends its job by the first result that satisfies it or by the mean of all, and one that throws is told [P8]", async ({
  coordinator,
  volunteers,
}) => {
  await test.step("[P8] the first result that satisfies the program's until ends its job, and the volunteers stop", async () => {
    const [volunteer] = await volunteers(1, 2);
    if (volunteer === undefined) throw new Error("no volunteer");
    await startOver(coordinator, search(`(value, task) => value === ${last} && task === ${last - 1}`), 500);
    const words = `the result of task ${last - 1} satisfies until`;
    await expectEnded(coordinator, words, 500);
    await expect(coordinator.log).toContainText(`Job 1 ended early by its rule: ${words}`);
    await expect(volunteer.page.locator(".slot-busy")).toHaveCount(0);
    await expect(volunteer.heading).toHaveText("Finished");

    await coordinator.reload();
    await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
    await expectEnded(coordinator, words, 500);
  });

  await test.step("an until that throws is told with its line, and the job goes on", async () => {
    const { page } = coordinator;
    await startOver(coordinator, search("(value) => {\n  if (value === 2) throw new TypeError('two');\n}"), 500);
    const alert = page.getByRole("alert").filter({ hasText: "The rule of job 2 is no longer applied." });
    await expect(alert).toContainText("until failed, with the result of task 1: TypeError: two");
    await expect(alert).toContainText("Line 2: if (value === 2) throw new TypeError('two');");
    await alert.getByRole("button", { name: "Apply it again: the rule of job 2" }).click();
    await expect(page.getByRole("heading", { name: "Your own function", exact: true })).toBeFocused();
    await expect(alert).toContainText("TypeError: two");
    await coordinator.waitForDone(last);
    await expect(page.locator(".job-phase")).toContainText("Job 2: running");
    await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 2");
    await expect(alert).toHaveCount(0);
  });

  await test.step("[P8] a job ends when the mean of its results is known as precisely as it asks", async () => {
    const { page } = coordinator;
    await coordinator.chooseWorkload("Your own function");
    await coordinator.optionsFold.click();
    const field = coordinator.field("End when the mean is known to ±");
    await coordinator.setFields({ "End when the mean is known to ±": "very well" });
    await expect(field).toHaveAccessibleDescription(/a number above 0, or one with a percent sign/);
    await coordinator.setFields({ "End when the mean is known to ±": "10%" });
    const samples = `export default async (n, task) => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  return n === 3 ? "none" : task.random();
};`;
    await startOver(coordinator, samples, 3_000);
    // Evenly spread between 0 and 1: some 128 of them.
    await expectEnded(coordinator, "the mean is known precisely enough", 3_000);
    const told = /^Mean0\.[45]\d{2} ± 0\.0\d{2}of 1\d\d numbers.*1 result is no finite number and does not count$/;
    await expect(page.locator(".rule")).toHaveText(told);

    await coordinator.reload();
    await coordinator.jobOnRecord("job 3,").getByRole("button", { name: "Open" }).click();
    await expectEnded(coordinator, "the mean is known precisely enough", 3_000);
    await expect(page.locator(".rule")).toHaveText(told);
  });
});

test("[P8] until is applied after a reload, too", async ({ coordinator, volunteers }) => {
  const [first] = await volunteers(1, 1);
  // Only a second attempt gives what is looked for, and only a second volunteer begins one.
  const program = `export const until = (value) => value === ${last};
export default async (n, task) => {
  if (n === ${last} && task.attempt === 1) await new Promise(() => {});
  await new Promise((resolve) => setTimeout(resolve, 40));
  return n;
};`;
  await startOver(coordinator, program, 500);
  await coordinator.waitForDone(last - 1);
  const rule = coordinator.page.locator(".rule");
  await expect(rule).toContainText("satisfies until");
  await coordinator.reload();
  await expect(rule).toContainText("satisfies until");
  await first?.page.close();
  await volunteers(1, 1);
  await expectEnded(coordinator, `the result of task ${last - 1} satisfies until`, 500);
});

test("an until that cannot be read is told, and applied again when it can", async ({
  coordinator,
  volunteers,
  expectedNoise,
}) => {
  const { page } = coordinator;
  expectedNoise.push(/Failed to load resource: net::ERR_FAILED/);
  await startOver(coordinator, search(`(value) => value === ${last}`), 500);
  const parser = "**/assets/read-program-*.js";
  await page.route(parser, (route) => route.abort());
  await coordinator.reload();
  const alert = page.getByRole("alert").filter({ hasText: "The rule of job 1 is not applied." });
  await expect(alert).toContainText("Its program could not be read. The parser could not be loaded");
  await page.unroute(parser);
  await alert.getByRole("button", { name: "Apply it again: the rule of job 1" }).click();
  await expect(alert).toHaveCount(0);
  await volunteers(1);
  await expectEnded(coordinator, `the result of task ${last - 1} satisfies until`, 500);
});
