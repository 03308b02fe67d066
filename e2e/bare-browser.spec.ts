import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

test("a browser without broadcast channels opens a room, runs a job, and has both again after a reload", async ({
  newPage,
  newTab,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.context().addInitScript(() => Reflect.deleteProperty(globalThis, "BroadcastChannel"));
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  const code = await coordinator.roomCode();
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  await coordinator.start({ Count: 3, "Shortest sleep": 0, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(3);
  await coordinator.reload();
  expect(await coordinator.roomCode()).toBe(code);
  await coordinator.expectEachRowOnce(3);

  // A second tab says that the room is open elsewhere, and can take it over.
  const second = new CoordinatorActor(await newTab(page, "second tab"));
  await second.page.goto(`${server.origin}/coordinator?room=${code}`);
  await expect(second.page.getByText(`Room ${code} is open in another tab.`)).toBeVisible();
  await second.button("Take over here").click();
  await second.expectOpen();
  await second.start({ Count: 2, "Shortest sleep": 0, "Longest sleep": 0 });
  await second.expectEachResultOnce(2);
});
