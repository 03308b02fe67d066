import type { Dialog, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rulesFor } from "./actors/accessibility.ts";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

/** Answers the browser's question with no. */
async function stay(dialog: Dialog): Promise<void> {
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
}

/** Notes what the page tells, in a browser that allows it, and hides the page when that is wanted. */
function noteNotices(): void {
  const told: string[] = [];
  class NotedNotice extends EventTarget {
    static readonly permission = "granted";
    static async requestPermission(): Promise<string> {
      return "granted";
    }
    constructor(title: string, { body }: { readonly body: string }) {
      super();
      told.push(`${title}. ${body}`);
    }
  }
  Reflect.set(globalThis, "Notification", NotedNotice);
  Reflect.set(globalThis, "notices", told);
  Reflect.set(globalThis, "hidePage", () =>
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true }),
  );
}

/** Whether a canvas is not empty. */
function isDrawn(element: HTMLCanvasElement): boolean {
  const { data } = element.getContext("2d")?.getImageData(0, 0, element.width, element.height) ?? { data: [] };
  return data.some((byte) => byte > 0);
}

async function violations(page: Page): Promise<readonly string[]> {
  const found = await rulesFor(page).analyze();
  return found.violations.map(({ id }) => id);
}

test("one look at 1280 × 800 shows the room, who is in, the job and its picture; views have keys, and the last one is kept", async ({
  coordinator,
  volunteers,
}) => {
  const { page } = coordinator;
  await page.setViewportSize({ width: 1_280, height: 800 });
  await expect(coordinator.button("Start")).toBeInViewport({ ratio: 1 });
  await volunteers(2);
  await coordinator.start({ Count: 6, "Longest sleep": 0 });
  await coordinator.waitForDone(6);
  await page.evaluate(() => scrollTo(0, 0));
  for (const seen of [
    page.getByRole("heading", { name: /^Room/ }),
    coordinator.joinLinkField,
    coordinator.volunteerRow("laptop-2"),
    page.locator(".job-phase"),
    page.getByRole("progressbar", { name: "Tasks done or failed" }),
    page.getByRole("img", { name: /^Runtimes/ }),
  ]) {
    await expect(seen).toBeInViewport({ ratio: 1 });
  }

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys).toContainText("Pause or resume the job");
  expect(await violations(page)).toEqual([]);
  // Keys are not the page's while a dialog is open.
  await page.keyboard.press("2");
  await expect(page).not.toHaveURL(/#/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("2");
  await expect(page).toHaveURL(/#timeline$/);
  await page.keyboard.press("s");
  await expect(coordinator.button("Start")).toBeFocused();
  await page.keyboard.press("1");
  const search = page.getByRole("searchbox", { name: "Search the tasks" });
  await expect(search).toBeVisible();
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  // Here it is a letter.
  await page.keyboard.press("q");
  await expect(page.locator(".qr-dialog")).toBeHidden();
  await coordinator.button("Start").focus();
  await page.keyboard.press("q");
  await expect(page.locator(".qr-dialog")).toBeVisible();
  await page.keyboard.press("Escape");

  await coordinator.button("Keyboard shortcuts").click();
  await keys.getByRole("switch", { name: "Use these keys" }).uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("2");
  await expect(page).toHaveURL(/#table$/);

  await coordinator.openView("Log");
  // An address without a view.
  await page.goto(page.url().replace(/#.*/, ""));
  await page.reload();
  await expect(page.getByRole("heading", { name: "Log" })).toBeVisible();
});

test("the log is searched, filtered by kinds, copied and saved; failures have a number at their view, and are grouped in it", async ({
  coordinator,
  volunteers,
}) => {
  const { page } = coordinator;
  await coordinator.openView("Failures");
  await expect(page.getByText("Start a job first.")).toBeVisible();
  await volunteers(1, 2);
  await coordinator.optionsFold.click();
  await coordinator.start({ Count: 2, "Shortest sleep": 2, "Longest sleep": 2, "Time limit": 1, Attempts: 1 });
  await expect(page.locator(".views-failed")).toHaveText("2");
  await expect(page.getByText("2 failed tasks, 1 reason")).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await coordinator.openView("Log");
  await expect(coordinator.log).toContainText("laptop-1 joined with 2 slots");
  await expect(coordinator.log).toContainText("Failed: ");
  await page.getByRole("button", { name: /^People/ }).click();
  await expect(coordinator.log).not.toContainText("joined with");
  await page.getByRole("button", { name: /^People/ }).click();
  await page.getByRole("searchbox", { name: "Search the log" }).fill("LAPTOP-1 joined");
  await expect(coordinator.log.locator("p")).toHaveText(["laptop-1 joined with 2 slots"]);
  expect(await violations(page)).toEqual([]);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await coordinator.button("Copy").click();
  await expect(page.getByText("1 line is copied.")).toBeVisible();
  expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe("laptop-1 joined with 2 slots\n");
  const [download] = await Promise.all([page.waitForEvent("download"), coordinator.button("Save").click()]);
  expect(await readFile(await download.path(), "utf8")).toBe("laptop-1 joined with 2 slots\n");
  await page.getByRole("searchbox", { name: "Search the log" }).fill("no such words");
  await expect(page.getByText("No line matches")).toBeVisible();
});

test("the speed-up, the rates, where the time went and what each volunteer did are measured while a job runs, told in words, and saved as a report that opens from the disk", async ({
  coordinator,
  newPage,
  volunteers,
}) => {
  const { page } = coordinator;
  await coordinator.openView("Speed-up");
  await volunteers(2);
  await coordinator.start({ Count: 8, "Shortest sleep": 1, "Longest sleep": 1 });
  await coordinator.waitForDone(8);
  const speedup = page.getByRole("img", { name: /^Speed-up\./ });
  const told = /Speed-up [\d.]+ with [\d.]+ slots on average: \d+ % of their time went into computing\. By Amdahl/;
  await expect(page.locator(".speedup p").filter({ hasText: told })).toBeVisible();
  await expect(speedup).toHaveAccessibleName(told);
  await expect(page.getByRole("img", { name: /^Rates\. [\d.]+\/s on average/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Bytes\. .* to volunteers and .* from them now/ })).toBeVisible();
  // Something is drawn in each picture.
  for (const canvas of await page.locator(".line-plot canvas").all()) {
    await expect.poll(() => canvas.evaluate(isDrawn)).toBe(true);
  }
  await coordinator.button("Save job 1").click();
  const [report] = await Promise.all([page.waitForEvent("download"), coordinator.button("Save report").click()]);
  expect(report.suggestedFilename()).toBe("tabpool-squares-1.html");
  expect(await violations(page)).toEqual([]);
  // Opened from the disk, without a way to any server.
  const path = join(test.info().outputDir, report.suggestedFilename());
  await report.saveAs(path);
  const reader = await newPage("reader");
  await reader.context().setOffline(true);
  await reader.goto(pathToFileURL(path).href);
  await expect(reader.getByRole("heading", { level: 1, name: "Squares" })).toBeVisible();
  await expect(reader.getByRole("img", { name: told })).toBeVisible();
  await expect(reader.getByRole("img", { name: /^2 volunteers, 2 slots: 8 attempts done/ })).toBeVisible();
  await expect(reader.getByRole("img", { name: /^8 results, seconds/ })).toBeVisible();
  await expect(reader.getByRole("table").last().getByRole("row")).toHaveCount(9);
  expect(await violations(reader)).toEqual([]);
  await reader.context().close();
  await coordinator.button("Close").click();

  const parts = await page.getByLabel("Where the time went").locator("dd").allTextContents();
  const percents = parts.slice(0, -1).map((part) => Number.parseInt(part, 10));
  expect(percents).toHaveLength(5);
  expect(percents.reduce((sum, part) => sum + part, 0)).toBe(100);
  expect(await violations(page)).toEqual([]);

  await coordinator.openView("Volunteers");
  const people = page.getByRole("region", { name: "Table of volunteers" });
  const first = people.getByRole("row", { name: "laptop-1" });
  await expect(first).toContainText(/direct.+s[\d.]+ k?B[\d.]+ k?B$/);
  await expect(first.getByRole("cell").nth(5)).toHaveText(/^\d+\.\d+ s$/);
  await coordinator.openView("Network");
  await expect(page).toHaveURL(/#network$/);
  const star = page.getByRole("img", {
    name: /^2 volunteers are linked to this tab: 2 directly\. There and back takes /,
  });
  await expect(star).toBeVisible();
  await expect(star.locator("text").filter({ hasText: /^laptop-[12]$/ })).toHaveCount(2);
  await expect(page.getByRole("list", { name: "Links" })).toContainText(/laptop-1 direct, .*s/);
  expect(await violations(page)).toEqual([]);
  await coordinator.openView("Volunteers");
  await people.getByRole("button", { name: "Name" }).click();
  await expect(people.getByRole("rowheader")).toHaveText(["laptop-2", "laptop-1"]);
  expect(await violations(page)).toEqual([]);
});

test("the icon shows how far a job is, leaving while one runs asks first, and its end is told to who looks elsewhere", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  const { page } = coordinator;
  await page.addInitScript(noteNotices);
  await coordinator.open(server.origin);
  const icon = page.locator('link[rel="icon"]');
  const own = await icon.getAttribute("href");
  await page.getByRole("switch", { name: "Tell me when it ends" }).click();
  await expect(page.getByRole("switch", { name: "Tell me when it ends" })).toBeChecked();
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  await coordinator.start({ Count: 1, "Shortest sleep": 60, "Longest sleep": 60 });
  await expect(page.locator(".job-phase")).toContainText("running");
  await expect(icon).toHaveAttribute("href", /^data:image\/svg\+xml/);
  const asked = page.waitForEvent("dialog");
  page.once("dialog", (dialog) => void stay(dialog));
  await page.evaluate(() => setTimeout(() => location.reload()));
  await asked;
  await expect(page.locator(".job-phase")).toContainText("running");
  await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 1");
  await expect(page.locator(".job-phase")).toContainText("cancelled");

  await page.evaluate(() => Reflect.apply(Reflect.get(globalThis, "hidePage"), null, []));
  await coordinator.start({ Count: 3, "Shortest sleep": 0, "Longest sleep": 0 });
  await coordinator.waitForDone(3);
  const notices = (): Promise<unknown> => page.evaluate(() => Reflect.get(globalThis, "notices"));
  await expect.poll(notices).toEqual([expect.stringMatching(/^Job 2 has ended\. Squares: 3 done, in \d+ s$/)]);
  await expect(icon).not.toHaveAttribute("href", own ?? "");
  expect(await violations(page)).toEqual([]);
  // Nothing runs: nothing is asked.
  await coordinator.reload();
  await expect(page.getByRole("switch", { name: "Tell me when it ends" })).toBeChecked();
});

test("the projector's view shows a class how to join, who is here and what becomes of the job, without controls; Back leads out of it", async ({
  coordinator,
  newTab,
  volunteers,
  server,
}) => {
  const { page } = coordinator;
  const projector = page.locator(".projector");
  const controls = page.locator(":is(a, button, input, select, textarea, [tabindex='0']):visible");
  const code = await coordinator.roomCode();
  // They stand as they have come.
  await volunteers(1);
  await volunteers(1);
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.waitForDone(3);
  // A second window shows the room of the first one, also after a reload, and takes nothing from it.
  const beside = await newTab(page, "second window");
  await beside.goto(`${server.origin}/coordinator?view=projector`);
  const shown = beside.locator(".projector");
  for (const look of ["first", "reloaded"]) {
    if (look === "reloaded") await beside.reload();
    await expect(shown.getByRole("heading", { name: `Room ${code}` })).toBeVisible();
    await expect(shown.getByRole("img", { name: `QR code of the join link of room ${code}` })).toBeVisible();
    await expect(shown.getByText("3 of 3 done")).toBeVisible();
    await expect(shown.getByRole("img", { name: /^3 results/ })).toBeVisible();
    await expect(shown.locator(".projector-people li")).toHaveText(["laptop-1", "laptop-2"]);
  }
  await expect(beside.locator(":is(a, button, input, select, textarea, [tabindex='0']):visible")).toHaveCount(0);
  expect(await violations(beside)).toEqual([]);
  await beside.close();
  await expect(page.getByRole("link", { name: "Projector in a second window" })).toHaveAttribute(
    "href",
    new RegExp(code),
  );

  await coordinator.setFields({ Count: 77 });
  await coordinator.button("Projector").click();
  await expect(page).toHaveURL(/view=projector/);
  await expect(projector.getByRole("heading", { name: `Room ${code}` })).toBeVisible();
  await expect(projector.getByRole("img", { name: `QR code of the join link of room ${code}` })).toBeVisible();
  await expect(projector.locator("ol")).toContainText(`Type ${code}, and press Join.`);
  await expect(projector.getByText("3 of 3 done")).toBeVisible();
  await expect(projector.getByRole("img", { name: /^Runtimes/ })).toBeVisible();
  await expect(projector.locator(".projector-people li")).toHaveText(["laptop-1", "laptop-2"]);
  await expect(controls).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const strict = rulesFor(page).withRules(["color-contrast-enhanced"]);
    expect((await strict.analyze()).violations).toEqual([]);
  }

  await page.goBack();
  await expect(projector).toHaveCount(0);
  await expect(coordinator.field("Count")).toHaveValue("77");
  await page.getByRole("heading", { name: /^Room/ }).click();
  await page.keyboard.press("f");
  await expect(projector).toBeVisible();
  await page.reload();
  await expect(projector.getByRole("heading", { name: `Room ${code}` })).toBeVisible();
  await expect(projector.locator("ol")).toContainText(new URL(server.origin).port);
  await page.keyboard.press("f");
  await coordinator.expectOpen();
});
