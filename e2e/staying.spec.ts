import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const slow = { Count: 12, "Shortest sleep": 1, "Longest sleep": 1 };

test("a volunteer's page says what it is at: waiting, computing, paused, reconnecting, finished", async ({
  coordinator,
  volunteers,
}) => {
  const [volunteer] = await volunteers(1);
  if (volunteer === undefined) throw new Error("no volunteer");
  const { heading, page } = volunteer;
  await expect(heading).toHaveText("Waiting for work");
  await expect(page).toHaveTitle(/^Waiting for work · Room/);
  // Enough that it is not over, on a slow machine either, when the coordinator is back.
  await coordinator.start(slow);
  await expect(heading).toHaveText("Computing");
  await expect(page).toHaveTitle(/^Computing · Room/);
  await expect(page.getByLabel("This tab’s work")).toContainText("Squares");
  await volunteer.button("Pause").click();
  await expect(heading).toHaveText("Paused");
  await expect(page).toHaveTitle(/^Paused · Room/);
  await volunteer.button("Resume").click();
  await expect(heading).toHaveText("Computing");
  const address = coordinator.page.url();
  await coordinator.page.goto("about:blank");
  await expect(heading).toHaveText("Reconnecting…");
  await expect(page).toHaveTitle(/^Reconnecting… · Room/);
  await coordinator.page.goto(address);
  await expect(heading).toHaveText("Computing");
  await expect(heading).toHaveText("Finished");
  await expect(page).toHaveTitle(/^Finished · Room/);
  await coordinator.start({ Count: 1, "Shortest sleep": 2, "Longest sleep": 2 });
  await expect(heading).toHaveText("Computing");
});

test("a volunteer that reloads is in again by itself, as the same one with the same count, until it leaves", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("Ada");
  const ada = new VolunteerActor(page, "Ada");
  await page.goto(await coordinator.joinLink(server.origin));
  await page.getByLabel("Your name").fill("Ada");
  await page.getByText("How much at a time?").click();
  await page.getByLabel(/^Slots/).fill("2");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await ada.expectIn();
  await coordinator.start({ Count: 4, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(4);
  await expect.poll(() => ada.figure("Done")).toBe("4");

  await ada.reload();
  expect(await ada.figure("Done")).toBe("4");
  await expect(ada.slots).toHaveCount(2);
  await expect(coordinator.volunteerRow("Ada")).toHaveCount(1);
  await expect(coordinator.volunteerRow("Ada")).toContainText("steady");
  await expect(coordinator.tasksDoneBy("Ada")).toHaveText("4");

  // Goes away and back by the browser's history.
  await page.goto(`${server.origin}/healthz`);
  await page.goBack();
  await expect(page.getByText("Back in the room as Ada")).toBeVisible();
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await expect.poll(() => ada.figure("Done")).toBe("7");
  // The list is of the shown job.
  await expect(coordinator.tasksDoneBy("Ada")).toHaveText("3");

  await ada.button("Leave").click();
  await expect(page.getByText("Thank you: this tab did 7 tasks.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Your name")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Ada");
});

test("a pause survives a reload, and a tab that another one was copied from stays in", async ({
  coordinator,
  volunteers,
  newPage,
  newTab,
  server,
}) => {
  await test.step("a pause survives a reload, and so does the count of a tab that joins without a click", async () => {
    const [volunteer] = await volunteers(1);
    await coordinator.start({ Count: 2, "Longest sleep": 0 });
    await expect.poll(() => volunteer?.figure("Done")).toBe("2");
    await volunteer?.button("Pause").click();
    await volunteer?.reload();
    await expect(volunteer?.heading ?? coordinator.log).toHaveText("Paused");
    await expect(coordinator.volunteerRow("laptop-1")).toContainText("paused");
    expect(await volunteer?.figure("Done")).toBe("2");
    await expect(coordinator.tasksDoneBy("laptop-1")).toHaveText("2");
  });

  await test.step("a tab that another one was copied from stays in, and the copy asks for a name", async () => {
    const page = await newPage("first");
    const first = new VolunteerActor(page, "first");
    await first.join(await coordinator.joinLink(server.origin));
    const kept = await page.evaluate(() => Object.entries(sessionStorage));
    const copy = await newTab(page, "copy");
    await copy.goto(`${server.origin}/healthz`);
    // As a browser does when a person duplicates a tab.
    await copy.evaluate((entries) => entries.forEach(([key, text]) => sessionStorage.setItem(key, text)), kept);
    await copy.goto(await coordinator.joinLink(server.origin));
    await expect(copy.getByLabel("Your name")).toBeVisible();
    await expect(coordinator.volunteerRow("first")).toContainText("steady");
    await expect(coordinator.log.getByText("first joined with")).toHaveCount(1);
  });
});

test("the end of a room is no error for a volunteer: it is thanked, told what it gave, and asked again after a reload", async ({
  coordinator,
  volunteers,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 404/);
  const [volunteer] = await volunteers(1);
  if (volunteer === undefined) throw new Error("no volunteer");
  const { heading, page } = volunteer;
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(3);
  const code = await coordinator.roomCode();
  await coordinator.closeRoom();
  await expect(heading).toHaveText(`Room ${code} is closed`);
  await expect(page).toHaveTitle(/^Room closed · Room/);
  await expect(page.getByText("Thank you: this tab did 3 tasks.")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.locator("button.primary")).toHaveCount(0);
  await volunteer.button("Look again").click();
  await expect(page.getByText("Thank you: this tab did 3 tasks.")).toBeVisible();
  await page.goto(page.url().replace("autojoin=1", "autojoin=0"));
  await expect(page.getByRole("heading", { name: "This room is closed" })).toBeVisible();
});

test("the keyboard's focus is never lost to a button that goes with its view", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("keyboard");
  const focused = (): Promise<string> =>
    page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`);
  const press = async (name: string): Promise<void> => {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
  };
  const link = await coordinator.joinLink(server.origin);
  const address = coordinator.page.url();
  await page.goto(link);
  await press("Join");
  await new VolunteerActor(page, "keyboard").expectIn();
  await expect.poll(focused).toBe("H1 Waiting for work");
  await press("Pause");
  await expect.poll(focused).toBe("BUTTON Resume");
  await page.keyboard.press("Enter");
  await expect.poll(focused).toBe("BUTTON Pause");
  await page.getByRole("button", { name: "One slot fewer" }).focus();
  for (
    let slots = await page.getByRole("list", { name: "Slots" }).getByRole("listitem").count();
    slots > 0;
    slots -= 1
  ) {
    await page.keyboard.press("Enter");
  }
  await expect(page.getByRole("button", { name: "One slot fewer" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("button", { name: "One slot fewer" })).toBeFocused();
  await press("Leave");
  await expect.poll(focused).toMatch(/^H1 You have left room/);
  await press("Join again");
  await expect.poll(focused).toBe("H1 Waiting for work");
  await press("Leave");
  await expect.poll(focused).toMatch(/^H1 You have left room/);

  await coordinator.page.goto("about:blank");
  await press("Join again");
  await expect.poll(focused).toBe("H1 The coordinator is away");
  // The server's answer is held back: with it the attempt ends by itself, at any moment, and takes its button with it.
  const answers: (() => void)[] = [];
  const tryAgain = async (): Promise<void> => {
    const answered = new Promise<void>((resolve) => answers.push(resolve));
    await page.route("**/api/rooms/**", async (route) => {
      await answered;
      await route.continue();
    });
    await press("Try again");
    await expect.poll(focused).toMatch(/^H1 Joining room/);
  };
  await tryAgain();
  await page.getByRole("button", { name: "Cancel", exact: true }).focus();
  answers[0]?.();
  await expect.poll(focused).toBe("H1 The coordinator is away");
  await tryAgain();
  await press("Cancel");
  await expect.poll(focused).toMatch(/^H1 You have left room/);
  answers[1]?.();

  await coordinator.page.goto(address);
  await coordinator.expectOpen();
  await press("Join again");
  await expect.poll(focused).toBe("H1 Waiting for work");
  await page.getByRole("button", { name: "Pause", exact: true }).focus();
  // A room in which nobody is shown closes without a question.
  await expect(coordinator.page.getByText("1 here", { exact: true })).toBeVisible();
  await coordinator.closeRoom();
  await expect.poll(focused).toMatch(/^H1 Room .* is closed$/);
});
