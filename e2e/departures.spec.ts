import { VolunteerActor } from "./actors/volunteer.ts";
import { serverAway } from "./expected-noise.ts";
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
  // Nobody said goodbye: the path has to fail first.
  await expect(coordinator.volunteerRow("laptop-1")).toContainText("gone", { timeout: 40_000 });
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

test("a volunteer whose link breaks comes back by itself with what it has finished [P3] [P4]", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("unlucky");
  await page.addInitScript(() => {
    const opened: RTCPeerConnection[] = [];
    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        opened.push(this);
      }
    };
    addEventListener("break-links", () => {
      for (const connection of opened.splice(0)) connection.close();
    });
  });
  const unlucky = new VolunteerActor(page, "unlucky");
  await unlucky.join(await coordinator.joinLink(server.origin), 2);
  await coordinator.start({ ...slowTen, Count: 6 });
  await unlucky.waitForTask();
  await page.evaluate(() => dispatchEvent(new Event("break-links")));
  await expect(page.getByText("The link to the coordinator was lost.")).toBeVisible();
  await expect(page.getByText("The link to the coordinator was lost.")).toBeHidden({ timeout: 20_000 });
  await coordinator.expectEachResultOnce(6);
  await expect(coordinator.volunteerRow("unlucky")).toHaveCount(1);
  await expect(coordinator.log.getByText("unlucky joined with")).toHaveCount(2);
});

test("the signaling server restarts in the middle: open links go on, and newcomers find the room again [P3]", async ({
  coordinator,
  volunteers,
  server,
  expectedNoise,
}) => {
  expectedNoise.push(serverAway);
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
