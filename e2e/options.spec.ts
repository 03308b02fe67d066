import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

/** With this seed the first of six tasks sleeps for three seconds and the others not at all. */
const firstIsSlow = { Count: 6, "Longest sleep": 3, Seed: 6999 };

test("options of a job: how they are given, what they are, and what they do", async ({ coordinator, volunteers }) => {
  await test.step("options are out of the way until somebody wants them, and a wrong one shows itself", async () => {
    await expect(coordinator.field("Time limit")).toBeHidden();
    await coordinator.optionsFold.click();
    await expect(coordinator.field("Time limit")).toHaveValue("auto");
    await coordinator.setFields({ "Time limit": "soon", "Batch size": 0 });
    await expect(coordinator.field("Batch size")).toHaveAccessibleDescription(
      /auto, or a whole number from 1 to 8,192/,
    );
    await coordinator.optionsFold.click();
    await expect(coordinator.field("Time limit")).toBeHidden();
    await coordinator.button("Start").click();
    await expect(coordinator.field("Time limit")).toBeFocused();
    await expect(coordinator.field("Time limit")).toHaveAccessibleDescription(
      /auto, or a whole number from 1 to 86,400/,
    );
    await expect(coordinator.log).toHaveText("Nothing has happened yet.");
  });

  await test.step("a batch size says how many tasks travel together", async () => {
    await volunteers(1);
    await coordinator.start({
      Count: 9,
      "Shortest sleep": 60,
      "Longest sleep": 60,
      "Batch size": 4,
      "Time limit": "auto",
    });
    // The volunteer's speed is not known yet: automatically it would get one task.
    await expect.poll(async () => (await coordinator.counts())["Leased"]).toBe(4);
    await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 1");
  });

  await test.step("a time limit ends what takes longer, as often as the attempts allow, also when the job on record runs again", async () => {
    await coordinator.start({
      Count: 1,
      "Shortest sleep": 5,
      "Longest sleep": 5,
      "Time limit": 1,
      Attempts: 2,
      "Batch size": "auto",
    });
    const failed = /^Failed: \d+ \* \d+, .*, attempts: 2$/;
    await expect(coordinator.log).toContainText("attempts: 2");
    await expect.poll(() => coordinator.logLines("Failed: ")).toEqual([expect.stringMatching(failed)]);
    await coordinator.reload();
    await expect(coordinator.volunteerRow("laptop-1")).toContainText("steady");
    await coordinator
      .jobOnRecord("1 task")
      .getByRole("button", { name: /^Run .* again$/ })
      .click();
    await expect.poll(() => coordinator.logLines("Failed: ")).toEqual([expect.stringMatching(failed)]);
    // The table is drawn with a later frame than the log.
    await expect.poll(() => coordinator.rows()).toMatchObject([{ state: "failed", attempts: "2" }]);
  });

  await test.step("results come as they are completed, or by index where the job wants that", async () => {
    // The other tasks are computed beside the first one.
    await volunteers(1);
    await coordinator.start({ ...firstIsSlow, "Shortest sleep": 0, "Time limit": "auto" });
    await coordinator.expectEachResultOnce(6);
    await coordinator.choice("Results").selectOption("by index");
    await coordinator.start(firstIsSlow);
    const rows = await coordinator.expectEachRowOnce(6);
    const byIndex = rows.toSorted((a, b) => Number(a["task"]) - Number(b["task"])).map((row) => row["result"]);
    expect(byIndex[0]).not.toBe(rows[0]?.["result"]);
    const lines = await coordinator.logLines("Result: ");
    expect(lines.map((line) => line.replace(/^Result: (.*), runtime: \d+s$/, "$1"))).toEqual(byIndex);
  });
});

test("the address sets options, which then fold out, and names what is wrong with them", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.goto(`${server.origin}/coordinator?limit=5&attempts=1&batch=2&speculation=off&order=index`);
  await expect(page.getByRole("textbox", { name: "Time limit" })).toHaveValue("5");
  await expect(page.getByRole("textbox", { name: "Attempts" })).toHaveValue("1");
  await expect(page.getByRole("textbox", { name: "Batch size" })).toHaveValue("2");
  await expect(page.getByRole("combobox", { name: "Second copies" })).toHaveValue("off");
  await expect(page.getByRole("combobox", { name: "Results" })).toHaveValue("index");
  const coordinator = new CoordinatorActor(page);
  // A page that is left while it connects writes an error to its console.
  await coordinator.expectOpen();
  await page.goto(`${server.origin}/coordinator?batch=all&start=1`);
  await expect(page.getByRole("alert")).toContainText("“all” is not allowed; it must be auto, or a whole number");
  await coordinator.expectOpen();
});
