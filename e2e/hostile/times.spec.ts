import { expect, test } from "./fixtures.ts";

const oneSecond = { Count: 12, "Shortest sleep": 1, "Longest sleep": 1, "Time limit": 2 };

test("whatever times a volunteer claims, the job is done in about the time that the honest one needs", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  await volunteers(1, 2);
  const [slow, busy] = [await liars.enter("days", { slots: 4 }), await liars.enter("busy")];
  // Three of its tasks took days, it says; from then on it holds what it has, and says that it works.
  await slow.client.evaluate((client) => {
    client.respond = (message) => {
      if (message.type !== "batch") return;
      if (client.batches.length <= 3) client.answer(message, { runtimeMs: 3e38 });
      else setInterval(() => client.beat(client.batches.slice(3)), 500);
    };
  });
  // No task took any time, it says, and its slot was busy for 24 days.
  await busy.client.evaluate((client) => {
    client.respond = (message) => {
      if (message.type === "batch") client.answer(message, { runtimeMs: 0, busyMs: 2 ** 31 - 1 });
    };
  });
  await coordinator.optionsFold.click();
  await coordinator.start(oneSecond);
  await coordinator.expectEachRowOnce(12);
  await expect(coordinator.log).not.toContainText("its lease ended");
  // For as long as its claims have it, the tasks that it holds would wait for days.
  expect(await coordinator.secondsTaken()).toBeLessThan(120);
});

test("a lying slot makes nobody's batches small", async ({ coordinator, volunteers, liars }) => {
  const many = { Count: 20_000, "Shortest sleep": 0, "Longest sleep": 0 };
  await volunteers(1, 1);
  await coordinator.start(many);
  await coordinator.waitForDone(20_000);
  const honestSeconds = await coordinator.secondsTaken();
  const liar = await liars.enter();
  await liar.client.evaluate((client) => {
    client.respond = (message) => {
      if (message.type === "batch") client.answer(message, { runtimeMs: 1e9, busyMs: 2 ** 31 - 1 });
    };
  });
  await coordinator.start(many);
  await coordinator.waitForDone(20_000);
  expect(await coordinator.counts()).toEqual({ Done: 20_000, Failed: 0, Leased: 0, Pending: 0, Total: 20_000 });
  // With batches of one task for all it took more than a minute where the other job took a second or two.
  expect(await coordinator.secondsTaken()).toBeLessThan(10 * (honestSeconds + 2));
});
