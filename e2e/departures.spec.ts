import { VolunteerActor } from "./actors/volunteer.ts";
import { renderersOf } from "./chaos/renderers.ts";
import { serverAway } from "./expected-noise.ts";
import { expect, test } from "./fixtures.ts";

const slowTen = { Count: 10, "Shortest sleep": 1, "Longest sleep": 1 };

test("a tab that is closed in the middle says so, and no result is lost [P3]", async ({ coordinator, volunteers }) => {
  const [leaving] = await volunteers(2);
  await coordinator.start(slowTen);
  await leaving?.waitForTask();
  await leaving?.page.close({ runBeforeUnload: true });
  await expect(coordinator.goneVolunteer("laptop-1")).toContainText("it was stopped, or its page was closed");
  await expect(coordinator.log).toContainText(/taken back from laptop-1/);
  await coordinator.expectEachResultOnce(10);
});

test("who is killed or stopped is missed long before its path has failed, and others get its tasks; who goes on comes back with what it has [P3] [P4]", async ({
  coordinator,
  volunteers,
}) => {
  const all = await volunteers(4);
  // Long enough that the volunteer without work gets no second copy of them.
  await coordinator.start({ Count: 3, "Shortest sleep": 8, "Longest sleep": 8 });
  await expect.poll(async () => (await coordinator.counts())["Leased"]).toBe(3);
  const holders = (await coordinator.rows()).map((row) => row["volunteer"]);
  const [dying, stopping] = holders.map((name) => all.find((actor) => actor.name === name));
  if (dying === undefined || stopping === undefined) throw new Error("nobody has the tasks");
  const { page: renderer } = await renderersOf(stopping.page);
  process.kill(renderer, "SIGSTOP");
  try {
    await dying.kill();
    for (const { name } of [dying, stopping]) {
      await expect(coordinator.goneVolunteer(name)).toContainText("its path is interrupted, and nothing was heard for");
    }
  } finally {
    process.kill(renderer, "SIGCONT");
  }
  await expect(coordinator.volunteerRow(stopping.name)).toContainText("steady");
  await coordinator.expectEachResultOnce(3);
  // Its slot went on while its page was frozen, and was done before the tasks that were started again.
  const rows = await coordinator.rows();
  expect(rows.map((row) => row["volunteer"])).toContain(stopping.name);
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
  await expect(coordinator.goneVolunteer("laptop-1")).toContainText("left");
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
  await expect(page.getByText("The link to the coordinator was lost.")).toBeHidden();
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
  await expect(coordinator.page.getByText("The signaling server does not answer.")).toBeHidden();
  await volunteers(1);
  await coordinator.expectEachResultOnce(10);
});
