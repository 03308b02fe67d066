import type { Page } from "@playwright/test";
import { expect, test } from "../own-fixtures.ts";

/** Two texts of 30 MB, and four million empty maps. Each is within what one value may be. */
const program = `export default (what) =>
  what === "maps" ? Array.from({ length: 4_000_000 }, () => ({})) : "0123456789".repeat(3_000_000);`;

const inputs = '"text"\n"maps"\n"the other text"';

/** Milliseconds without a frame, on a fast machine. A page that reads such values whole stands still for many times as long. */
const leastBoundMs = 3_000;

/** How many times as long as it takes to make four million empty maps a page may stand still on a slow one. */
const boundInMaps = 15;

/** Milliseconds that the page may be without a frame on this machine, as busy as it is. */
async function longestAllowed(page: Page): Promise<number> {
  const mapsMs = await page.evaluate(() => {
    const startedAt = performance.now();
    const { length } = Array.from({ length: 4_000_000 }, () => ({}));
    return length > 0 ? performance.now() - startedAt : 0;
  });
  return Math.max(leastBoundMs, boundInMaps * mapsMs);
}

/** Notes in each page the longest time between two frames. */
function watchFrames(): void {
  // The sandbox frame has none.
  if (origin === "null") return;
  let last = performance.now();
  const note = (now: number): void => {
    const longest: unknown = Reflect.get(globalThis, "longestStill");
    if (now - last > Number(longest ?? 0)) Reflect.set(globalThis, "longestStill", now - last);
    last = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

async function longestStill(page: Page): Promise<number> {
  const longest = await page.evaluate((): unknown => Reflect.get(globalThis, "longestStill"));
  return Number(longest);
}

test("results of many megabytes hold up neither the page that gets them, nor one that is loaded again, nor who looks at them", async ({
  own,
  volunteers,
}, { annotations }) => {
  const { page } = own;
  await page.addInitScript(watchFrames);
  await own.reload();
  await own.waitForEditor();
  await volunteers(1);
  await own.start({ Function: program, Inputs: inputs, Title: "Megabytes" });
  await expect(own.log).toContainText("Job 1 ended: 3 done, 0 failed");

  const rows = page.locator(".tasks-body");
  const search = own.search;
  for (const visit of ["first", "after a reload"]) {
    if (visit !== "first") await own.reload();
    await expect(rows.locator(".task-result").filter({ hasText: "(30.0 MB)" })).toHaveCount(2);
    await expect(rows.locator(".task-result").filter({ hasText: "[{}, {}, {}, " })).toContainText("(4.0 MB)");
    await expect(own.log).toContainText("01234567890123456789");
    await search.fill("maps");
    await expect(rows.getByRole("row")).toHaveCount(1);
    await search.fill("");
    await own.button("Result").click();
    await expect(rows.getByRole("row")).toHaveCount(3);

    for (const [task, beginning, size] of [
      ["0", "0123456789", "30.0 MB"],
      ["1", "{}, {}, {},", "4.0 MB"],
    ] as const) {
      await rows.getByRole("button", { name: task, exact: true }).click();
      const dialog = page.getByRole("dialog", { name: `Task ${task}` });
      await expect(dialog.getByRole("region", { name: "Result" })).toContainText(beginning);
      await dialog.getByRole("button", { name: `Show more of ${size}` }).click();
      await dialog.getByRole("button", { name: "Close" }).click();
    }
    const stillMs = await longestStill(page);
    annotations.push({ type: "longest time without a frame", description: `${visit}: ${Math.round(stillMs)} ms` });
    expect(stillMs).toBeGreaterThan(0);
    expect(stillMs).toBeLessThan(await longestAllowed(page));
  }
});
