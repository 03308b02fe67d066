import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

test("fields say what is allowed, the table sorts, and what happened is saved", async ({ coordinator, volunteers }) => {
  await test.step("a job with a wrong field does not start, and the field says what is allowed", async () => {
    await coordinator.submit({ Count: 0, "Smallest number": "ten" });
    await expect(coordinator.field("Count")).toHaveAttribute("aria-invalid", "true");
    await expect(coordinator.field("Count")).toBeFocused();
    await expect(coordinator.field("Count")).toHaveAccessibleDescription(/whole number from 1 to 10,000,000/);
    await expect(coordinator.field("Smallest number")).toHaveAccessibleDescription(/whole number/);
    await coordinator.setFields({ Count: 5, "Smallest number": 20, "Largest number": 10 });
    await expect(coordinator.field("Largest number")).toHaveAccessibleDescription(/must not be below the smallest/);
    await coordinator.setFields({ "Shortest sleep": 2, "Longest sleep": 1 });
    await expect(coordinator.field("Longest sleep")).toHaveAccessibleDescription(/must not be below the shortest/);
    await expect(coordinator.log).toHaveText("Nothing has happened yet.");
  });

  await test.step("the table sorts by any column", async () => {
    await volunteers(1);
    const numbersTo100 = { "Smallest number": 0, "Largest number": 100 };
    await coordinator.start({ Count: 6, ...numbersTo100, "Shortest sleep": 0, "Longest sleep": 0 });
    await coordinator.expectEachResultOnce(6);
    await coordinator.page.getByRole("columnheader", { name: "Input" }).getByRole("button").click();
    const numbers = (await coordinator.rows()).map((row) => Number(row["input"]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  await test.step("what happened can be saved as a text that tells each fact and each order", async () => {
    const download = coordinator.page.waitForEvent("download");
    await coordinator.button("Save what happened").click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^tabpool-[A-Z0-9]{6}-what-happened\.txt$/);
    const text = await readFile(await file.path(), "utf8");
    expect(text).toMatch(/> join laptop-1 slots=1 features=[a-z0-9,-]+\n/);
    expect(text).toMatch(/> job 1 tasks=6/);
    expect(text).toMatch(/put on record: commit 1, by laptop-1: done /);
    expect(text).toMatch(/job 1 has ended: 6 done, 0 failed\n/);
  });
});
