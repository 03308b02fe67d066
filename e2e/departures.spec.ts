import { expect, test } from "./fixtures.ts";

const slowTen = { Count: 10, "Shortest sleep": 1, "Longest sleep": 1 };

test("a tab that is closed in the middle loses no result [P3]", async ({ coordinator, volunteers }) => {
  const [leaving] = await volunteers(2);
  await coordinator.start(slowTen);
  await leaving?.waitForTask();
  await leaving?.page.close({ runBeforeUnload: true });
  await expect(coordinator.volunteerRow("laptop-1")).toContainText("gone");
  await expect(coordinator.log).toContainText(/taken back from laptop-1/);
  await coordinator.expectEachResultOnce(10);
});

test("a renderer that is killed in the middle loses no result [P3]", async ({ coordinator, volunteers }) => {
  const [dying] = await volunteers(2);
  await coordinator.start(slowTen);
  await dying?.waitForTask();
  await dying?.kill();
  await coordinator.expectEachResultOnce(10);
});

test("a volunteer that leaves hands over what it has finished and says goodbye [P4]", async ({
  coordinator,
  volunteers,
}) => {
  const [leaving] = await volunteers(2);
  await coordinator.start(slowTen);
  await leaving?.waitForTask();
  await leaving?.button("Leave").click();
  await expect(leaving?.page.getByRole("heading", { name: /^You have left room/ }) ?? coordinator.log).toBeVisible();
  await expect(coordinator.volunteerRow("laptop-1")).toContainText("gone: left");
  await coordinator.expectEachResultOnce(10);
});

test("the signaling server restarts in the middle: open links go on, both sides register again [P3]", async ({
  coordinator,
  volunteers,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(/WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to load resource/);
  await volunteers(1);
  await coordinator.start(slowTen);
  await coordinator.waitForDone(1);
  await server.stop();
  await expect(coordinator.page.getByText("The signaling server does not answer.")).toBeVisible();
  await coordinator.waitForDone(3);
  await server.start();
  await expect(coordinator.page.getByText("The signaling server does not answer.")).toBeHidden({ timeout: 20_000 });
  await volunteers(1);
  await coordinator.expectEachResultOnce(10);
});
