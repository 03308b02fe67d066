import { expect, test } from "./own-fixtures.ts";

const program = `export default (n) => {
  console.log("looking at", n);
  if (n % 2 === 1) throw new RangeError("odd", { cause: new Error("the number " + n) });
  if (n === 8) return new TextEncoder().encode("bytes of eight");
  return { half: n / 2, words: "word ".repeat(2_000) };
};`;

test("a task is opened with its whole result, its attempts and what it has written; failed ones are grouped, and run again", async ({
  own,
  volunteers,
}) => {
  const { page } = own;
  await volunteers(2);
  await own.start({ Function: program, Inputs: "1\n2\n3\n8\nnull", Title: "Halves" });
  await expect.poll(async () => (await own.counts())["Done"]).toBe(3);
  await expect.poll(async () => (await own.counts())["Failed"]).toBe(2);

  const failures = page.locator(".failures");
  await own.openView("Failures");
  await expect(failures.getByText("2 failed tasks, 1 reason")).toBeVisible();
  await expect(failures.locator(".failures-title")).toHaveText("RangeError: odd");
  // The one that came first is the example.
  await failures.getByRole("button", { name: /^Open task [02]$/u }).click();
  await expect(page.getByRole("dialog", { name: /^Task [02]$/u })).toBeVisible();
  await page.keyboard.press("Escape");

  await own.openView("Table");
  const rows = page.locator(".tasks-body");
  await rows.getByRole("button", { name: "0", exact: true }).click();
  const failed = page.getByRole("dialog", { name: "Task 0" });
  await expect(failed.locator(".opened-attempts > li").first()).toContainText(/threw after .*RangeError: odd/u);
  await expect(failed).toContainText("Line 3: if (n % 2 === 1) throw");
  await expect(failed).toContainText("Caused by Error: the number 1");
  await expect(failed.locator(".opened-lines")).toContainText("looking at 1");
  await expect(failed.getByRole("region", { name: "Input" })).toHaveText("1");
  await page.keyboard.press("Escape");
  await expect(failed).toBeHidden();

  await rows.getByRole("button", { name: "1", exact: true }).click();
  const done = page.getByRole("dialog", { name: "Task 1" });
  const result = done.getByRole("region", { name: "Result" });
  await expect(result).toContainText('"half": 1');
  await expect(done.locator(".story > li").last()).toContainText(/, slot 1: done.*the volunteer was chosen/u);
  await expect(result).toContainText("…");
  await done.getByRole("button", { name: /^Show more of/u }).click();
  await expect(result).not.toContainText("…");
  await done.getByRole("button", { name: "Close" }).click();

  await rows.getByRole("button", { name: "3", exact: true }).click();
  await expect(page.getByRole("region", { name: "Result" })).toContainText("62 79 74 65 73");
  await page.getByRole("dialog", { name: "Task 3" }).getByRole("button", { name: "Change this input" }).click();
  await expect(own.field("Inputs")).toHaveValue("8\n");

  await own.openView("Failures");
  await failures.getByRole("button", { name: "Run them again" }).click();
  await expect(page.locator(".board-progress")).toContainText("Halves (2 tasks again)");
  await expect.poll(async () => (await own.counts())["Failed"]).toBe(2);
  expect((await own.counts())["Total"]).toBe(2);

  await own.openView("Table");
  // Of those that a search has left, the failed ones.
  await expect(page.getByText(/^Of the tasks shown, /u)).toBeHidden();
  await own.search.fill("number 3");
  await expect(page.getByText("No task matches.")).toBeVisible();
  await expect(page.getByText(/^Of the tasks shown, /u)).toBeHidden();
  await own.search.fill("3");
  await expect(page.getByText("Of the tasks shown, 1 has failed.")).toBeVisible();
  await own.button("Run these again").click();
  await expect(page.locator(".board-progress")).toContainText("Halves (task 1 again)");
  await expect.poll(async () => (await own.counts())["Total"]).toBe(1);
  await expect.poll(async () => (await own.counts())["Failed"]).toBe(1);
  expect((await own.rows()).map(({ input }) => input)).toEqual(["3"]);
});
