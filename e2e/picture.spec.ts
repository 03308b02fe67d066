import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import type { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

function picture(coordinator: CoordinatorActor, title: string): Locator {
  return coordinator.page.getByRole("region", { name: title });
}

/** Pixels of the picture that are not empty. */
async function drawnPixels(region: Locator): Promise<number> {
  return region.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    return data.filter((part, at) => at % 4 === 3 && part > 0).length;
  });
}

test("values are drawn as they come, again after a reload, and saved as a picture", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(1);
  await coordinator.chooseWorkload("Your own function");
  await coordinator.start();
  await coordinator.waitForDone(5);
  const values = picture(coordinator, "Values, task by task");
  const words = "5 results, value: least 111, mean 203.6, most 350";
  await expect(values).toContainText(words);
  await expect(values.getByRole("img")).toHaveAccessibleName(`Values, task by task: ${words}`);
  await expect.poll(() => drawnPixels(values)).toBeGreaterThan(100);

  await coordinator.reload();
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
  await expect(values).toContainText(words);
  await expect.poll(() => drawnPixels(values)).toBeGreaterThan(100);
  const download = coordinator.page.waitForEvent("download");
  await values.getByRole("button", { name: "Save picture" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("Collatz steps.png");
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
});

test("how often values came, runtimes, values that are no numbers, and no picture at all", async ({
  coordinator,
  server,
  volunteers,
}) => {
  const program = encodeURIComponent("export default (n) => (n > 90 ? `${n}` : n)");
  await coordinator.open(server.origin, `?workload=own&code=${program}`);
  await volunteers(1);
  await coordinator.start();
  const values = picture(coordinator, "Values, task by task");
  await expect(values).toContainText("1 result, value: least 27, mean 27, most 27; 4 without a number");

  await coordinator.chooseWorkload("Squares");
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.waitForDone(3);
  await expect(picture(coordinator, "Runtimes, task by task")).toContainText("3 results, seconds: least ");

  await coordinator.chooseWorkload("Words");
  await coordinator.start({ Text: "one two\nthree\nfour" });
  const often = picture(coordinator, "How often each value came");
  await expect(often).toContainText("3 results, value: least 1, mean 1.3333, most 2");
  await expect.poll(() => drawnPixels(often)).toBeGreaterThan(100);
  await coordinator.choice("Count").selectOption("each letter");
  await coordinator.start();
  await coordinator.waitForDone(3);
  await expect(often).toHaveCount(0);
});

test("a picture that cannot be loaded is said, and the room goes on without it", async ({
  coordinator,
  volunteers,
  expectedNoise,
}) => {
  expectedNoise.push(/ERR_FAILED|dynamically imported module|preload/);
  await coordinator.page.route("**/plot-*", (route) => route.abort());
  await coordinator.reload();
  await volunteers(1);
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.waitForDone(3);
  await expect(picture(coordinator, "Runtimes, task by task")).toContainText("The picture could not be loaded");
  await coordinator.start({ Count: 2, "Longest sleep": 0 });
  await coordinator.waitForDone(2);
});
