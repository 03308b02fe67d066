import { AxeBuilder } from "@axe-core/playwright";
import { phone } from "./actors/devices.ts";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

test("the page opens on a gallery, from which a card opens its form and Start begins at once; a reload keeps the form", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator", phone);
  const coordinator = new CoordinatorActor(page);
  await page.goto(`${server.origin}/coordinator`);
  await coordinator.expectOpen();
  const gallery = page.getByRole("list", { name: "Kinds of jobs" });
  await expect(gallery.getByRole("heading").first()).toHaveText("Squares");
  await expect(gallery.getByRole("heading").last()).toHaveText("Your own function");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude("iframe").analyze();
  expect(violations.map(({ help }) => help)).toEqual([]);

  await coordinator.card("Words").press("Enter");
  await expect(page.getByRole("heading", { name: "Words", exact: true })).toBeFocused();
  await expect(gallery).toBeHidden();
  expect(new URL(page.url()).searchParams.get("workload")).toBe("words");
  await coordinator.reload();
  await expect(coordinator.field("Text")).toBeVisible();
  await coordinator.field("Text").fill("kept while the gallery is open");
  await coordinator.button("All jobs").click();
  await expect(page.getByRole("heading", { name: "Choose a job" })).toBeFocused();
  await coordinator.card("Words").click();
  await expect(coordinator.field("Text")).toHaveValue("kept while the gallery is open");

  await coordinator.button("All jobs").click();
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  await page.getByRole("button", { name: "Start Squares: Ten seconds on one laptop" }).click();
  await expect(page.getByRole("heading", { name: "Squares", exact: true })).toBeFocused();
  await coordinator.waitForDone(1);
  const preset = page.getByRole("group", { name: "Presets" }).getByRole("button");
  await expect(preset.first()).toHaveAttribute("aria-pressed", "true");
  await preset.nth(1).click();
  await expect(coordinator.field("Count")).toHaveValue("200");
  await expect(preset.first()).toHaveAttribute("aria-pressed", "false");

  // What runs stays in sight, above the cards.
  await coordinator.button("All jobs").click();
  const [bar, first] = [await page.getByLabel("Tasks by state").boundingBox(), await gallery.boundingBox()];
  expect(bar?.y).toBeLessThan(first?.y ?? 0);
});
