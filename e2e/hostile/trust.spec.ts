import { expect, test } from "./fixtures.ts";

const quick = { Count: 14, "Shortest sleep": 0, "Longest sleep": 0 };

test("two tabs that throw for everything fail no task that an honest volunteer computes", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const throwing = await Promise.all([liars.enter("first"), liars.enter("second")]);
  for (const { client } of throwing) {
    await client.evaluate((liar) => {
      liar.respond = (message) => {
        if (message.type === "batch") liar.claim(message, { outcome: 1 });
      };
    });
  }
  await volunteers(1);
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(14);
  expect(await coordinator.rows()).toMatchObject(Array.from({ length: 14 }, () => ({ volunteer: "laptop-1" })));
});

test("who claims hundreds of slots and computes nothing keeps little of a job, and that not for long", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const holder = await liars.enter("holder", { slots: 256 });
  await holder.client.evaluate((client) => {
    client.respond = (message) => {
      if (message.type === "welcome") setInterval(() => client.beat(), 500);
    };
  });
  await volunteers(1, 2);
  await coordinator.start({ ...quick, Count: 30 });
  await coordinator.waitForDone(30);
  await expect(coordinator.log).not.toContainText("its lease ended");
});
