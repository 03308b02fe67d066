import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const otherKey = "#AAAAAAAAAAAAAAAAAAAAAA";

function autojoin(link: string): string {
  const url = new URL(link);
  url.searchParams.set("autojoin", "1");
  return url.href;
}

test("what is wrong in a link is told, and with a right one nothing runs before a click", async ({
  coordinator,
  newPage,
  server,
}) => {
  await test.step("a wrong key is told apart from an unknown room", async () => {
    const page = await newPage("wrong key");
    const link = new URL(await coordinator.joinLink(server.origin));
    link.hash = otherKey;
    await page.goto(autojoin(link.href));
    // The server answers so after three seconds without the coordinator's answer.
    await expect(page.getByRole("heading", { name: "The key does not fit this room" })).toBeVisible();
    await expect(coordinator.page.getByText("Nobody is here yet")).toBeVisible();
  });

  await test.step("a key that is cut off is a wrong key", async () => {
    const page = await newPage("cut key");
    const link = await coordinator.joinLink(server.origin);
    await page.goto(autojoin(link.slice(0, -3)));
    await expect(page.getByRole("heading", { name: "The key does not fit this room" })).toBeVisible();
  });

  await test.step("unknown and malformed parameters are named on both pages, and nothing starts by itself", async () => {
    const malformed = await newPage("malformed");
    await malformed.goto(`${server.origin}/coordinator?workload=squares&cuont=5&sleep=long&start=1`);
    const problems = malformed.getByRole("alert");
    await expect(problems).toContainText("cuont");
    await expect(problems).toContainText("sleep");
    const volunteer = await newPage("volunteer");
    await volunteer.goto(
      `${server.origin}/worker?room=${await coordinator.roomCode()}&slots=none&autojoin=1&color=red`,
    );
    await expect(volunteer.getByRole("alert")).toContainText("slots");
    await expect(volunteer.getByRole("alert")).toContainText("color");
    await expect(volunteer.getByRole("button", { name: "Join", exact: true })).toBeVisible();
  });

  await test.step("nothing runs before a click, and the page says who asks and what will run", async () => {
    const page = await newPage("volunteer");
    await page.goto(await coordinator.joinLink(server.origin));
    await expect(page.getByRole("heading", { name: /^Room [2-9A-HJKMNP-Z]{6} asks for your help$/ })).toBeVisible();
    await page.getByText("What exactly?").click();
    await expect(page.getByText("JavaScript tasks that the coordinator sends")).toBeVisible();
    expect(page.frames()).toHaveLength(1);
    await page.getByLabel("Your name").fill("by hand");
    await page.getByText("How much at a time?").click();
    await page.getByLabel(/^Slots/).fill("2");
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await new VolunteerActor(page, "by hand").expectJoined();
    await expect(coordinator.volunteerRow("by hand").getByRole("cell").first()).toHaveText("2");
  });
});

test("an unknown room, and an address that does not exist, say so with the way on", async ({
  newPage,
  server,
  expectedNoise,
}) => {
  await test.step("an unknown room says so before a name is asked, and the one thing to do is another code", async () => {
    expectedNoise.push(/status of 404/);
    const page = await newPage("unknown room");
    await page.goto(`${server.origin}/worker?room=ZZZZZZ`);
    await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
    await expect(page.getByLabel("Your name")).toBeHidden();
    await expect(page.getByLabel("Room code")).toBeVisible();
    expect(await page.locator("button.primary").allTextContents()).toEqual(["Go to the room"]);
    await page.goto(`${server.origin}/worker?room=ZZZZZZ&autojoin=1`);
    await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
  });

  await test.step("an address that does not exist says so, with the way to those that do", async () => {
    expectedNoise.push(/status of 404/);
    const page = await newPage("mistyped");
    await page.goto(`${server.origin}/cordinator`);
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
    await page.getByRole("link", { name: "open a room" }).click();
    await expect(page.getByRole("heading", { name: /^Room [2-9A-HJKMNP-Z]{6}$/ })).toBeVisible();
  });
});

test("a room whose coordinator has closed it says so before a name is asked, by its link and by its code", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 404/);
  const link = await coordinator.joinLink(server.origin);
  await coordinator.button("Close the room").click();
  // Nobody is in it: nothing is asked.
  await expect(coordinator.page.getByText(/^Room [2-9A-HJKMNP-Z]{6} is closed\.$/)).toBeVisible();
  const page = await newPage("late");
  for (const address of [link, autojoin(link)]) {
    await expect(async () => {
      await page.goto("about:blank");
      await page.goto(address);
      await expect(page.getByRole("heading", { name: "This room is closed" })).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expect(page.getByLabel("Your name")).toBeHidden();
    expect(await page.locator("button.primary").allTextContents()).toEqual(["Try again"]);
  }
  await page.goto(link.replace(/#.*/, ""));
  await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
});

test("a room whose coordinator's page is gone is away before a name is asked, and goes on by itself when it is back", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const room = coordinator.page.url();
  await coordinator.page.goto("about:blank");
  const page = await newPage("early");
  await expect(async () => {
    await page.goto("about:blank");
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "The coordinator is away" })).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(page.getByText("This page keeps trying")).toBeVisible();
  expect(await page.locator("button.primary:visible").allTextContents()).toEqual(["Try again"]);
  const kiosk = await newPage("kiosk");
  await kiosk.goto(autojoin(link));
  await expect(kiosk.getByRole("heading", { name: "The coordinator is away" })).toBeVisible();
  await coordinator.page.goto(room);
  await expect(page.getByLabel("Your name")).toBeVisible();
  await new VolunteerActor(kiosk, "kiosk").expectIn();
});

test("a server that is away says so, and the page joins by itself when it is back", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/);
  const page = await newPage("volunteer");
  await page.goto(await coordinator.joinLink(server.origin));
  await expect(page.getByRole("button", { name: "Join", exact: true })).toBeVisible();
  await server.stop();
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The signaling server does not answer" })).toBeVisible();
  await server.start();
  await expect(coordinator.page.getByText("The signaling server does not answer.")).toBeHidden();
  await new VolunteerActor(page, "volunteer").expectIn();
});

test("a page that is loaded as the server goes says so before a name is asked, and asks when it is back", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/Failed to load resource/);
  const page = await newPage("volunteer");
  let isAway = true;
  await page.route("**/api/rooms/**", (route) => (isAway ? route.abort() : route.continue()));
  await page.goto(await coordinator.joinLink(server.origin));
  await expect(page.getByRole("heading", { name: "The signaling server does not answer" })).toBeVisible();
  await expect(page.getByText("This page keeps trying")).toBeVisible();
  await expect(page.getByLabel("Your name")).toBeHidden();
  isAway = false;
  await expect(page.getByLabel("Your name")).toBeVisible();
});

test("a room that does not lend its key cannot be joined by code alone", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 40[34]/);
  await coordinator.page.getByRole("switch", { name: "Joining by code alone" }).uncheck();
  const page = await newPage("by code");
  await expect(async () => {
    await page.goto(`${server.origin}/worker?room=${await coordinator.roomCode()}`);
    await expect(page.getByRole("heading", { name: "This room is joined by its link" })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
  await page.getByLabel("Room code").fill(await coordinator.joinLink(server.origin));
  await page.getByLabel("Room code").press("Enter");
  await expect(page.getByLabel("Your name")).toBeVisible();
});

test("two rooms at once do not see each other", async ({ coordinator, volunteers, newPage, server }) => {
  const other = new CoordinatorActor(await newPage("other coordinator"));
  await other.open(server.origin);
  const stranger = new VolunteerActor(await newPage("stranger"), "stranger");
  await stranger.join(await other.joinLink(server.origin));
  await volunteers(1);
  await coordinator.start({ Count: 5, "Longest sleep": 0 });
  await other.start({ Count: 4, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(5);
  await other.expectEachResultOnce(4);
  expect(new Set((await coordinator.rows()).map((row) => row["volunteer"]))).toEqual(new Set(["laptop-1"]));
  expect(new Set((await other.rows()).map((row) => row["volunteer"]))).toEqual(new Set(["stranger"]));
  await expect(coordinator.volunteerRow("stranger")).toHaveCount(0);
});

test("the URL of a test sets everything and starts by itself", async ({ newPage, server }) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  await coordinator.open(server.origin, "?workload=squares&count=6&sleep=0&seed=7&start=2");
  const link = await coordinator.joinLink(server.origin);
  const first = new VolunteerActor(await newPage("first"), "first");
  await first.join(link, 2);
  await expect(coordinator.log).toContainText("first joined with 2 slots");
  await expect(coordinator.log).not.toContainText("Put task");
  const second = new VolunteerActor(await newPage("second"), "second");
  await second.join(link);
  await coordinator.expectEachResultOnce(6);
});

test("a room that cannot be opened yet says why, computes alone, and opens when it can", async ({
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 503/);
  const page = await newPage("coordinator");
  await page.route("**/api/rooms/**", (route) => route.fulfill({ status: 503, json: { error: "It is full." } }));
  await page.goto(`${server.origin}/coordinator`);
  await expect(page.getByText("The room cannot be opened yet.")).toBeVisible();
  await expect(page.getByText("It is full.")).toBeVisible();
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  const coordinator = new CoordinatorActor(page);
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(3);
  await page.unroute("**/api/rooms/**");
  await expect(coordinator.joinLinkField).toBeVisible();
});
