import type { Page } from "@playwright/test";
import { rulesFor } from "./actors/accessibility.ts";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { diskThatFills, fillDiskForNext, noStorage } from "./actors/storage.ts";
import { expect, test } from "./fixtures.ts";

/** Violations in both colour schemes: of all rules in the light one, of the rules about colours in the dark one. */
async function violations(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const { violations: inLight } = await rulesFor(page).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const { violations: inDark } = await rulesFor(page).withRules(["color-contrast", "link-in-text-block"]).analyze();
  return [...inLight, ...inDark].map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(" ")})`,
  );
}

test("each page passes the accessibility rules in either scheme", async ({
  coordinator,
  volunteers,
  newPage,
  server,
}) => {
  const home = await newPage("home");
  await home.goto(server.origin);
  await expect(home.getByLabel("Room code")).toBeVisible();
  expect(await violations(home)).toEqual([]);

  await home.goto(`${server.origin}/lessons`);
  await expect(home.getByRole("heading", { name: "Lessons" })).toBeVisible();
  expect(await violations(home)).toEqual([]);
  await home.goto(`${server.origin}/coordinator?lesson=process`);
  await home.getByRole("button", { name: "Use this tab’s cores" }).click();
  await expect(home.getByRole("button", { name: "child.start()" })).toBeEnabled();
  expect(await violations(home)).toEqual([]);

  const asking = await newPage("asking");
  await asking.goto(await coordinator.joinLink(server.origin));
  await expect(asking.getByRole("button", { name: "Join", exact: true })).toBeVisible();
  expect(await violations(asking)).toEqual([]);

  const [volunteer] = await volunteers(1);
  await coordinator.start({ Count: 4, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(4);
  expect(await violations(coordinator.page)).toEqual([]);
  await coordinator.optionsFold.click();
  await coordinator.setFields({ Attempts: 0 });
  await expect(coordinator.field("Attempts")).toHaveAttribute("aria-invalid", "true");
  expect(await violations(coordinator.page)).toEqual([]);
  if (volunteer !== undefined) expect(await violations(volunteer.page)).toEqual([]);
});

test("the form of each kind of job passes them, with problems and without", async ({ coordinator }) => {
  for (const workload of ["Words", "Your own function"]) {
    await coordinator.chooseWorkload(workload);
    expect(await violations(coordinator.page), workload).toEqual([]);
    if (workload !== "Words") await coordinator.choice("Inputs come from").selectOption("a file");
    const file = workload === "Words" ? "Or a file" : "File";
    await coordinator.pickFile(file, "photo.txt", Buffer.from([0xff]));
    await expect(coordinator.fileField(file)).toHaveAttribute("aria-invalid", "true");
    expect(await violations(coordinator.page), `${workload}, with a wrong file`).toEqual([]);
    for (const field of await coordinator.page.locator(".job-fields").getByRole("textbox").all()) await field.fill("");
    await expect(coordinator.page.locator(".job-form .problem").first()).toBeVisible();
    expect(await violations(coordinator.page), `${workload}, with problems`).toEqual([]);
  }
});

test("the gallery and a picture that is coloured pass them, in either scheme", async ({ newPage, server }) => {
  const { page } = new CoordinatorActor(await newPage("gallery"));
  await page.goto(`${server.origin}/coordinator`);
  await expect(page.getByRole("list", { name: "Kinds of jobs" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goto(`${server.origin}/coordinator?workload=mandelbrot&width=64&height=64&tile=32&start=1`);
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  await expect(page.getByText("4 of 4 tiles, 64 × 64 pixels")).toBeVisible();
  await page.getByRole("combobox", { name: "Coloured" }).selectOption("by volunteer");
  await expect(page.getByRole("list", { name: "Colours of volunteers" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

async function check(page: Page, said: string): Promise<void> {
  await expect(page.getByText(said)).toBeVisible();
  expect(await violations(page), said).toEqual([]);
}

test("what a page says of its room and its record passes them, too", async ({
  coordinator,
  newPage,
  newTab,
  server,
}) => {
  await coordinator.start({ Count: 4 });
  await coordinator.start({ Count: 5 });
  await expect(coordinator.openJob(1)).toBeVisible();
  expect(await violations(coordinator.page)).toEqual([]);
  const reader = await newTab(coordinator.page, "reader");
  await reader.goto(coordinator.page.url());
  await check(reader, "is open in another tab.");
  await coordinator.button("Close the room").click();
  await check(coordinator.page, "Jobs 1 and 2 stop. The 9 tasks");
  await coordinator.page.getByRole("dialog").getByRole("button", { name: "Close the room" }).click();
  await check(coordinator.page, "is closed.");

  const full = new CoordinatorActor(await newPage("full disk"));
  await full.page.addInitScript(diskThatFills);
  await full.open(server.origin);
  await full.start({ Count: 4 });
  await fillDiskForNext(full.page);
  await full.page.reload();
  await check(full.page, "The browser’s storage is full: the room waits.");

  const memory = new CoordinatorActor(await newPage("memory only"));
  await memory.page.addInitScript(noStorage);
  await memory.open(server.origin);
  await check(memory.page, "a reload would lose the room and its results");
});

test("what a volunteer's page says of a room that is away, unknown, closed or left passes them, too", async ({
  coordinator,
  volunteers,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 404/);
  const [staying, leaving] = await volunteers(2);
  if (staying === undefined || leaving === undefined) throw new Error("no volunteers");
  await leaving.button("Leave").click();
  await check(leaving.page, "Nothing runs here any more.");
  const page = await newPage("visitor");
  await page.goto(`${server.origin}/worker?room=ZZZZZZ`);
  await check(page, "There is no such room");
  const link = await coordinator.joinLink(server.origin);
  await page.getByLabel("Room code").fill(link.replace(server.origin, "http://pool.example.org"));
  await page.getByRole("button", { name: "Go to the room" }).click();
  await check(page, "Open it?");
  const address = coordinator.page.url();
  await coordinator.page.goto("about:blank");
  await check(staying.page, "Reconnecting…");
  await page.goto(link);
  await check(page, "This page keeps trying");
  await coordinator.page.goto(address);
  await coordinator.expectBack([staying.name]);
  await coordinator.closeRoom();
  await check(staying.page, "The coordinator has closed the room.");
});
