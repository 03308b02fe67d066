import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const demo = { Count: 10, "Smallest number": 0, "Largest number": 10_000, "Shortest sleep": 0, "Longest sleep": 3 };

test("the demo's ten squares are computed by one volunteer, run again, and the room is found by its code [P1]", async ({
  coordinator,
  volunteers,
  newPage,
  server,
}) => {
  await test.step("one volunteer computes the demo's ten squares, each once, in order of arrival [P1]", async () => {
    const [volunteer] = await volunteers(1, 2);
    await coordinator.start({ ...demo, "Longest sleep": 1 });
    await expect(coordinator.log).toContainText(/Put task \d+\.\.\./);
    await volunteer?.waitForTask();
    await coordinator.expectEachResultOnce(10);
    expect(await coordinator.logLines("Put task ")).toHaveLength(10);
    await expect(coordinator.tasksDoneBy("laptop-1")).toHaveText("10");
    await expect.poll(() => volunteer?.figure("Done")).toBe("10");
  });

  await test.step("the same job runs again, and a job of one's own after it", async () => {
    await coordinator.start({ Count: 3, "Longest sleep": 0 });
    await coordinator.expectEachResultOnce(3);
    const first = await coordinator.rows();
    await coordinator.button("Run again").click();
    await expect(coordinator.log).toContainText("Job 3 ended");
    const inputs = (rows: typeof first): string[] => rows.map((row) => `${row["task"]}: ${row["input"]}`).toSorted();
    expect(inputs(await coordinator.rows())).toEqual(inputs(first));
  });

  await test.step("a link with #key joins, and so does the code alone while the coordinator lends it", async () => {
    const page = await newPage("by code");
    await page.goto(server.origin);
    await page.getByLabel("Room code").fill((await coordinator.roomCode()).toLowerCase());
    await page.getByRole("button", { name: "Go to the room" }).click();
    await page.getByLabel("Your name").fill("typed");
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await new VolunteerActor(page, "typed").expectJoined();
    await expect(coordinator.volunteerRow("typed")).toContainText("steady");
  });
});

test("three volunteers share the demo's ten squares as they sleep up to three seconds", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(3);
  await coordinator.start(demo);
  await coordinator.expectEachResultOnce(10);
  const workers = new Set((await coordinator.rows()).map((row) => row["volunteer"]));
  expect(workers).toEqual(new Set(["laptop-1", "laptop-2", "laptop-3"]));
});

test("the coordinator alone computes when its tab helps too", async ({ coordinator }) => {
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
  await expect(coordinator.volunteerRow("this tab")).toBeVisible();
  await coordinator.start({ ...demo, "Longest sleep": 1 });
  await coordinator.expectEachResultOnce(10);
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).uncheck();
  await expect(coordinator.goneVolunteer("this tab")).toHaveCount(1);
});
