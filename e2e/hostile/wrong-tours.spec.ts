import { expect, test } from "./fixtures.ts";

test("[P5] what is no tour fails its attempt with the reason, and islands evolve without it", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const liar = await liars.enter("liar");
  // Once: if it went on, the attempts would be used up before anybody else is there.
  await liar.client.evaluate((client) => {
    let hasLied = false;
    client.respond = (message) => {
      if (message.type !== "batch" || hasLied) return;
      hasLied = true;
      const twice = { value: 1, island: 1, epoch: 1, tours: new Uint16Array(30) };
      client.claim(message, { values: Array.from(message.indices, () => twice) });
    };
  });
  await coordinator.chooseWorkload("Island evolution");
  await coordinator.start({ "How many": 30, Islands: 2, Epochs: 2 });
  await expect(coordinator.log).toContainText(/will be tried again: its value from liar was refused: /);
  await liar.client.evaluate((client) => client.cut());
  await volunteers(1);
  await expect(coordinator.page.getByRole("region", { name: "Shortest tour" })).toContainText("4 of 4 epochs: ");
  await expect(coordinator.page.locator(".job-phase")).toContainText("done in");
  expect(await coordinator.counts()).toMatchObject({ Done: 4, Failed: 0 });
});
