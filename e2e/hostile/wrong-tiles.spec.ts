import { expect, test } from "./fixtures.ts";

const fourTiles = { "Picture’s width": 32, "Picture’s height": 32, "Side of a tile": 16, "Points across a pixel": 1 };
const fourNoisyTiles = { "Picture’s width": 32, "Picture’s height": 32, "Side of a tile": 16, Passes: 1 };

test("[P5] a tile of a wrong size, or of pixels that are no numbers, fails its task with the reason, and a volunteer that draws takes its place", async ({
  coordinator,
  volunteers,
  liars,
}) => {
  const { page } = coordinator;
  const liar = await liars.enter("liar");
  await liar.client.evaluate((client) => {
    client.respond = (message) => {
      if (message.type !== "batch") return;
      client.claim(message, { values: Array.from(message.indices, () => new Uint8ClampedArray(12)) });
    };
  });
  await coordinator.chooseWorkload("Mandelbrot set");
  await coordinator.optionsFold.click();
  await coordinator.start({ ...fourTiles, Attempts: 1 });
  await expect(coordinator.log).toContainText("Job 1 ended: 0 done, 4 failed");
  await expect(page.getByText("0 of 4 tiles, 32 × 32 pixels; 4 tasks failed")).toBeVisible();
  await coordinator.openView("Failures");
  await expect(page.getByText("4 failed tasks, 1 reason")).toBeVisible();
  await expect(page.locator(".failures-title")).toHaveText("refused: it has 12 bytes where 16 × 16 pixels belong");
  await coordinator.openView("Table");

  // Once: if it went on, the attempts would be used up before anybody else is there.
  await liar.client.evaluate((client) => {
    let hasLied = false;
    client.respond = (message) => {
      if (message.type !== "batch" || hasLied) return;
      hasLied = true;
      const noNumbers = new Float32Array(3 * 16 * 16).fill(Number.NaN);
      client.claim(message, { values: Array.from(message.indices, () => noNumbers) });
    };
  });
  await coordinator.chooseWorkload("Path-traced room");
  await coordinator.start(fourNoisyTiles);
  await expect(coordinator.log).toContainText(
    /will be tried again: its value from liar was refused: it has pixels that are no light/,
  );
  await liar.client.evaluate((client) => client.cut());
  await volunteers(1);
  await expect(page.getByText(/^4 of 4 tiles, 32 × 32 pixels/)).toBeVisible();
  expect(await coordinator.counts()).toMatchObject({ Done: 4, Failed: 0 });
  expect(await coordinator.rows()).toMatchObject(Array.from({ length: 4 }, () => ({ volunteer: "laptop-1" })));
});
