import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const otherKey = "#AAAAAAAAAAAAAAAAAAAAAA";

function autojoin(link: string): string {
  const url = new URL(link);
  url.searchParams.set("autojoin", "1");
  return url.href;
}

test("nothing runs before a click, and the page says who asks and what will run", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("volunteer");
  await page.goto(await coordinator.joinLink(server.origin));
  await expect(page.getByRole("heading", { name: /^Room [2-9A-HJKMNP-Z]{6} asks for your help$/ })).toBeVisible();
  await expect(page.getByText("JavaScript tasks that the coordinator sends")).toBeVisible();
  expect(page.frames()).toHaveLength(1);
  await page.getByLabel("Your name").fill("by hand");
  await page.getByLabel(/^Slots/).fill("2");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await new VolunteerActor(page, "by hand").expectJoined();
  await expect(coordinator.volunteerRow("by hand").getByRole("cell").first()).toHaveText("2");
});

test("a wrong key is told apart from an unknown room", async ({ coordinator, newPage, server }) => {
  const page = await newPage("wrong key");
  const link = new URL(await coordinator.joinLink(server.origin));
  link.hash = otherKey;
  await page.goto(autojoin(link.href));
  // The server says so when the coordinator has not answered for three seconds.
  await expect(page.getByRole("heading", { name: "The key does not fit this room" })).toBeVisible();
  await expect(coordinator.page.getByText("Nobody is here yet")).toBeVisible();
});

test("a key that is cut off is a wrong key", async ({ coordinator, newPage, server }) => {
  const page = await newPage("cut key");
  const link = await coordinator.joinLink(server.origin);
  await page.goto(autojoin(link.slice(0, -3)));
  await expect(page.getByRole("heading", { name: "The key does not fit this room" })).toBeVisible();
});

test("an unknown room says so and lets one type another code", async ({ newPage, server, expectedNoise }) => {
  expectedNoise.push(/status of 404/);
  const page = await newPage("unknown room");
  await page.goto(`${server.origin}/worker?room=ZZZZZZ&autojoin=1${otherKey}`);
  await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible();
  await expect(page.getByLabel("Room code")).toBeVisible();
});

test("a room whose coordinator has closed it is unknown at once, and the page says so", async ({
  coordinator,
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 404/);
  const link = await coordinator.joinLink(server.origin);
  await coordinator.button("Close the room").click();
  const page = await newPage("late");
  await expect(async () => {
    await page.goto(autojoin(link));
    await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible({ timeout: 3_000 });
  }).toPass();
});

test("a room whose coordinator's page is gone is away, and not unknown: it may come back", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  await coordinator.page.close({ runBeforeUnload: true });
  const page = await newPage("late");
  await expect(async () => {
    await page.goto(autojoin(link));
    await expect(page.getByRole("heading", { name: "The coordinator is away" })).toBeVisible({ timeout: 5_000 });
  }).toPass();
});

test("a server that is away says so, and trying again works when it is back", async ({
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
  await page.getByRole("button", { name: "Try again" }).click();
  await new VolunteerActor(page, "volunteer").expectJoined();
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
    await page.goto(`${server.origin}/worker?room=${await coordinator.roomCode()}&autojoin=1`);
    await expect(page.getByRole("heading", { name: "There is no such room" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
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

test("unknown and malformed parameters are named on both pages, and nothing starts by itself", async ({
  newPage,
  server,
}) => {
  const coordinator = await newPage("coordinator");
  await coordinator.goto(`${server.origin}/coordinator?workload=squares&cuont=5&sleep=long&start=1`);
  const problems = coordinator.getByRole("alert");
  await expect(problems).toContainText("cuont");
  await expect(problems).toContainText("sleep");
  const volunteer = await newPage("volunteer");
  await volunteer.goto(`${server.origin}/worker?room=ABC234&slots=none&autojoin=1&color=red`);
  await expect(volunteer.getByRole("alert")).toContainText("slots");
  await expect(volunteer.getByRole("alert")).toContainText("color");
  await expect(volunteer.getByRole("button", { name: "Join", exact: true })).toBeVisible();
});

test("an address that does not exist says so, with the way to those that do", async ({
  newPage,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/status of 404/);
  const page = await newPage("mistyped");
  await page.goto(`${server.origin}/cordinator`);
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  await page.getByRole("link", { name: "open a room" }).click();
  await expect(page.getByRole("heading", { name: /^Room [2-9A-HJKMNP-Z]{6}$/ })).toBeVisible();
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
