import type { Locator } from "@playwright/test";
import { rulesFor } from "./actors/accessibility.ts";
import { expect, test } from "./fixtures.ts";

/** Pixels of the timeline that have the colour of this name in the page's scheme. */
async function pixelsOf(timeline: Locator, colour: string): Promise<number> {
  return timeline.locator("canvas").evaluate((canvas: HTMLCanvasElement, name) => {
    // Read from a copy: a browser that has pixels read draws on the canvas itself in another way from then on.
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height + 1;
    const brush = copy.getContext("2d", { willReadFrequently: true });
    if (brush === null) return 0;
    brush.fillStyle = getComputedStyle(canvas).getPropertyValue(`--${name}`).trim();
    brush.fillRect(0, canvas.height, 1, 1);
    brush.drawImage(canvas, 0, 0);
    const [red, green, blue] = brush.getImageData(0, canvas.height, 1, 1).data;
    const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found += 1;
    }
    return found;
  }, colour);
}

test("a volunteer that is lost mid-way is seen on the timeline, whose bars are reached by keys and opened", async ({
  coordinator,
  server,
  volunteers,
}) => {
  const { page } = coordinator;
  // Without second copies the job waits for the loss to be noticed, however long that takes.
  await coordinator.open(server.origin, "?workload=squares&speculation=off");
  await coordinator.openView("Timeline");
  await expect(page).toHaveURL(/#timeline$/);
  await expect(page.getByText("Start a job first")).toBeVisible();
  const [, lost] = await volunteers(2);
  await coordinator.start({ Count: 8, "Shortest sleep": 1, "Longest sleep": 2 });
  const timeline = page.getByRole("application", { name: "Timeline of attempts" });
  await expect.poll(() => pixelsOf(timeline, "done")).toBeGreaterThan(100);
  expect(await pixelsOf(timeline, "failed")).toBe(0);
  // As high as its box in whole pixels, and so to be seen.
  const [box, canvas] = [await timeline.boundingBox(), await timeline.locator("canvas").boundingBox()];
  expect(canvas?.height).toBeGreaterThan(100);
  expect(canvas?.height).toBeLessThanOrEqual(Math.ceil(box?.height ?? 0));
  await lost?.waitForTask();
  await lost?.kill();
  await coordinator.waitForDone(8);
  const signs = page.getByRole("list", { name: "What colours and signs mean" });
  await expect(signs).toContainText("was lost");
  await expect.poll(() => pixelsOf(timeline, "failed")).toBeGreaterThan(20);
  await expect(page.getByText(/^2 volunteers, 2 slots: 8 attempts done, .*1 volunteer lost/)).toBeVisible();

  const pointed = page.locator(".timeline-pointed");
  const dialog = page.getByRole("dialog");
  const whole = page.getByRole("button", { name: "Whole job" });
  await timeline.scrollIntoViewIfNeeded();
  // In the first lane, behind the names.
  await timeline.hover({ position: { x: 140, y: 10 } });
  await expect(pointed).toHaveText(/^Task \d, laptop-\d, slot 1/);
  await timeline.click({ position: { x: 140, y: 10 } });
  await expect(dialog.getByRole("heading", { name: /^Task \d$/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await timeline.hover({ position: { x: 200, y: 10 } });
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await expect(whole).toBeEnabled();
  // A drag moves the picture, and opens nothing.
  await page.mouse.down();
  await timeline.hover({ position: { x: 160, y: 10 } });
  await page.mouse.up();
  await expect(dialog).toHaveCount(0);
  await whole.click();
  await expect(whole).toBeDisabled();

  await timeline.press("End");
  await expect(pointed).toHaveText(/^Task \d, laptop-\d, slot 1.*: done\. .*computed for/);
  const words = await pointed.textContent();
  await timeline.press("ArrowLeft");
  await expect(pointed).not.toHaveText(words ?? "");
  const task = /^Task (\d)/.exec((await pointed.textContent()) ?? "")?.[1];
  await timeline.press("Enter");
  await expect(dialog.getByRole("heading", { name: `Task ${task}`, exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await timeline.press("+");
  await expect(whole).toBeEnabled();
  await timeline.press("0");
  await expect(whole).toBeDisabled();

  const { violations } = await rulesFor(page).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await coordinator.openView("Table");
  await expect(page.getByRole("region", { name: "Table of tasks" })).toBeVisible();
});

test("the timeline has an address, also of a job on record, and a view that there is not is named", async ({
  coordinator,
  volunteers,
}) => {
  const { page } = coordinator;
  await volunteers(1);
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.waitForDone(3);
  const address = page.url();
  await page.goto(`${address}#timeline`);
  await coordinator.reload();
  const timeline = page.getByRole("application", { name: "Timeline of attempts" });
  await expect(page.getByText(/^1 volunteer, 1 slot: 3 attempts done/)).toBeVisible();
  await expect.poll(() => pixelsOf(timeline, "done")).toBeGreaterThan(0);
  await page.goto(`${address}#timelime`);
  await page.reload();
  await expect(page.getByText(/^This page has no such view; it may be #table, #timeline, /)).toBeVisible();
});
