import { expect, test } from "./fixtures.ts";

const quick = { Count: 14, "Shortest sleep": 0, "Longest sleep": 1 };

test("who gives everything back, or comes and goes, without end only keeps itself from work", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  await volunteers(1, 2);
  const [returner, comer] = [await liars.enter("returner", { slots: 4 }), await liars.create("comer")];
  await returner.client.evaluate((client) => {
    client.respond = (message) => {
      if (message.type === "batch") client.giveBack(message);
    };
  });
  await coordinator.start(quick);
  await comer.client.evaluate(async (client) => {
    for (let time = 0; time < 8; time += 1) {
      if (!(await client.enter({ name: "comer", slots: 4 }))) throw new Error("was not let in");
      client.cut();
    }
  });
  await coordinator.expectEachResultOnce(14);
  await expect(coordinator.log).toContainText(/returner gets nothing new for \d+ s: it gave tasks back unasked/);
  expect(await coordinator.rows()).toMatchObject(Array.from({ length: 14 }, () => ({ volunteer: "laptop-1" })));
});
