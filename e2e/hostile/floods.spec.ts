import { expect, test } from "./fixtures.ts";

const oneSecond = { Count: 8, "Shortest sleep": 1, "Longest sleep": 1 };

test("who floods the room with what is allowed slows nobody down, and pushes nothing out of the log", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const [flooder, comer] = [await liars.enter("flooder"), await liars.create("comer")];
  await coordinator.start(oneSecond);
  await flooder.takeAndLose();
  await coordinator.button("Pause").click();
  // Not sooner: with an honest one in the room the job could be over before it is paused.
  await volunteers(1, 2);
  expect(await flooder.enter()).toBe(true);
  await flooder.client.evaluate(async (client) => {
    const batch = await client.batch();
    const leases = Array.from({ length: 1_000 }, () => batch);
    for (let time = 0; time < 100; time += 1) client.beat(leases);
    for (let time = 0; time < 2_000; time += 1) {
      client.say({ type: "limits", slots: 1 + (time % 256), paused: true });
      client.claim(batch);
      client.sayFields({
        type: "console",
        job: batch.job,
        task: 0,
        level: "log",
        text: `${time} ${"x".repeat(20)}`,
        dropped: 0,
      });
      client.sayFields({ type: "progress", running: [{ job: batch.job, task: 0, part: 0.5 }] });
      client.sayFields({ type: "x-noise", text: "x".repeat(1_000) });
    }
  });
  for (let time = 0; time < 20; time += 1) {
    expect(await comer.enter()).toBe(true);
    await comer.client.evaluate((client) => client.say({ type: "goodbye", reason: "left", detail: "" }));
    await comer.end();
  }
  // Its page answers meanwhile.
  await coordinator.button("Resume").click();
  await coordinator.waitForDone(8);
  // The log draws its end until a person scrolls up.
  await coordinator.log.evaluate((log) => log.scrollTo(0, 0));
  await coordinator.expectEachResultOnce(8);
  await expect(coordinator.log).toContainText("laptop-1 joined with 2 slots");
  await expect(coordinator.log).toContainText(/not needed: their lease had ended \([\d,]+ times\)/);
  await expect(coordinator.log).toContainText(/flooder, task 0: \(\d+ lines left out\)|flooder, task 0: /);
  await expect(coordinator.log.getByText("comer joined with 1 slot")).toHaveCount(3);
});
