import type { Page } from "@playwright/test";
import { phone } from "./actors/devices.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

/** The pixels of the job's picture: `rgb(…)` at places in parts of its width and height, and how many differ from each other. */
async function pixelsOf(page: Page, places: readonly (readonly [number, number])[]) {
  return page.locator("canvas.image-layer:not([aria-hidden])").evaluate((canvas, wanted) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas");
    const { width, height } = canvas;
    const bytes = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    const pixels = new Uint32Array(bytes.buffer);
    const at = wanted.map(([x, y]) => {
      const from = 4 * (Math.floor(y * height) * width + Math.floor(x * width));
      return Array.from(bytes.slice(from, from + 4));
    });
    return { at, colours: new Set(pixels).size, empty: pixels.filter((pixel) => pixel === 0).length };
  }, places);
}

test("the Mandelbrot set is drawn by two volunteers, again after a reload, coloured by who drew what, zoomed by dragging, and saved", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  const { page } = coordinator;
  await coordinator.open(server.origin, "?workload=mandelbrot&width=160&height=90&tile=20&points=1&span=4&start=2");
  const link = await coordinator.joinLink(server.origin);
  const pages = [await newPage("Ada"), await newPage("Ben")];
  for (const [at, name] of ["Ada", "Ben"].entries()) {
    const own = pages[at];
    if (own !== undefined) await new VolunteerActor(own, name).join(link);
  }
  const done = page.getByText("40 of 40 tiles, 160 × 90 pixels");
  await expect(done).toBeVisible();
  await expect(page.locator(".job-rate")).toHaveText(/^[\d,.]+( million)? pixels\/(s|min) on average$/);
  for (const own of pages) {
    await expect(own.getByText("Draws the Mandelbrot set tile by tile: how many steps")).toBeVisible();
    await expect(
      own.getByRole("definition").filter({ hasText: /^[\d,.]+( million)? pixels\/(s|min|h)$/ }),
    ).toBeVisible();
    await expect(own.getByRole("img", { name: "What this tab has drawn" })).toBeVisible();
    await expect(own.getByText(/^Drawn by this tab: \d+ parts?$/)).toBeVisible();
  }
  const middle = [0.55, 0.5] as const;
  const drawn = await pixelsOf(page, [middle, [0.02, 0.02]]);
  expect(drawn.at[0]).toEqual([6, 8, 12, 255]);
  expect(drawn.at[1]?.[2]).toBeGreaterThan(100);
  expect(drawn.colours).toBeGreaterThan(200);
  expect(drawn.empty).toBe(0);
  const told = await coordinator.logLines("Result: ");
  expect(told).toHaveLength(40);
  for (const line of told) expect(line).toMatch(/^Result: tile at \d+, \d+: 20 × (20|10) pixels, runtime: \d+s$/);

  await coordinator.reload();
  await expect(done).toBeVisible();
  expect(await pixelsOf(page, [middle, [0.02, 0.02]])).toEqual(drawn);
  await coordinator.choice("Coloured").selectOption("by volunteer");
  await expect(page.getByRole("list", { name: "Colours of volunteers" }).getByRole("listitem")).toHaveText([
    /^(Ada|Ben) \d+$/,
    /^(Ada|Ben) \d+$/,
  ]);
  await coordinator.choice("Coloured").selectOption("by runtime");
  await expect(page.getByText(/^0 ms/)).toBeVisible();
  const downloading = page.waitForEvent("download");
  await coordinator.button("Save picture").click();
  expect((await downloading).suggestedFilename()).toBe("Mandelbrot set.png");

  const box = await page.locator(".area-chooser").boundingBox();
  if (box === null) throw new Error("no picture");
  await page.mouse.move(box.x + 0.25 * box.width, box.y + 0.25 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.5 * box.height);
  await page.mouse.up();
  await expect(page.locator(".job-phase")).toContainText("Job 2: done");
  await expect(coordinator.field("Width of the view")).toHaveValue(/^1(\.0\d*)?$|^0\.99\d*$/);
  await expect(done).toBeVisible();
  expect((await pixelsOf(page, [middle])).at[0]).not.toEqual(drawn.at[0]);
  await coordinator.button("Zoom out").click();
  await expect(page.locator(".job-phase")).toContainText("Job 3: done");
  await expect(coordinator.field("Width of the view")).toHaveValue(/^2(\.0\d*)?$|^1\.99\d*$/);
});

test("two fingers that go apart on a phone zoom into the Mandelbrot set, and one finger scrolls the page", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator", phone));
  const { page } = coordinator;
  await coordinator.open(server.origin, "?workload=mandelbrot&width=160&height=90&tile=40&points=1&span=4&start=1");
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  await expect(page.getByText("12 of 12 tiles, 160 × 90 pixels")).toBeVisible();
  const place = page.locator(".area-chooser");
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (box === null) throw new Error("no picture");
  const [middle, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const fingers = await page.context().newCDPSession(page);
  const touch = async (type: "touchStart" | "touchMove" | "touchEnd", places: readonly number[]): Promise<void> => {
    await fingers.send("Input.dispatchTouchEvent", { type, touchPoints: places.map((x, id) => ({ x, y, id })) });
  };
  await touch("touchStart", [middle]);
  await touch("touchMove", [middle + 60]);
  await touch("touchEnd", []);
  await touch("touchStart", [middle - 40, middle + 40]);
  await touch("touchMove", [middle - 60, middle + 60]);
  await expect(page.locator(".area-chosen")).toBeVisible();
  await touch("touchMove", [middle - 80, middle + 80]);
  await touch("touchEnd", []);
  // The one finger has started nothing.
  await expect(page.locator(".job-phase")).toContainText("Job 2: done");
  await expect(coordinator.field("Width of the view")).toHaveValue(/^2(\.0\d*)?$|^1\.99\d*$/);
});

test("a path-traced room gets clearer with each pass of two volunteers, and is the same after a reload", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  const { page } = coordinator;
  await coordinator.open(
    server.origin,
    "?workload=pathtracer&width=96&height=54&tile=32&passes=4&samples=8&order=index&start=2",
  );
  const link = await coordinator.joinLink(server.origin);
  for (const name of ["Ada", "Ben"]) await new VolunteerActor(await newPage(name), name).join(link);
  await expect(page.getByText("24 of 24 tiles, 96 × 54 pixels")).toBeVisible();
  const [redWall, blueWall, lamp] = [
    [0.04, 0.4],
    [0.97, 0.4],
    [0.55, 0.1],
  ] as const;
  const drawn = await pixelsOf(page, [redWall, blueWall, lamp]);
  const [left, right, top] = drawn.at;
  expect((left?.[0] ?? 0) - (left?.[2] ?? 0)).toBeGreaterThan(50);
  expect((right?.[2] ?? 0) - (right?.[0] ?? 0)).toBeGreaterThan(50);
  expect(top).toEqual([255, 255, 255, 255]);
  expect(drawn.empty).toBe(0);
  await coordinator.reload();
  await expect(page.getByText("24 of 24 tiles, 96 × 54 pixels")).toBeVisible();
  expect(await pixelsOf(page, [redWall, blueWall, lamp])).toEqual(drawn);
  await coordinator.choice("Coloured").selectOption("by time of arrival");
  await expect(page.getByText(/^first/)).toBeVisible();
});

test("a picture from this device is filtered by two volunteers, and what is no picture is refused at its field", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  const { page } = coordinator;
  await coordinator.open(server.origin, "?workload=photo&filter=pencil&rows=8&side=120");
  const link = await coordinator.joinLink(server.origin);
  for (const name of ["Ada", "Ben"]) await new VolunteerActor(await newPage(name), name).join(link);
  await coordinator.pickFile("Picture", "notes.txt", "no picture");
  await coordinator.button("Start").click();
  await expect(coordinator.fileField("Picture")).toHaveAccessibleDescription(
    /^notes\.txt notes\.txt is no picture that this browser can read\./,
  );
  await expect(coordinator.fileField("Picture")).toBeFocused();
  await coordinator.pickFile("Picture", "code.png", await page.locator(".room-ways .qr-image").first().screenshot());
  await coordinator.start();
  await expect(page.getByText("15 of 15 strips, 120 × 120 pixels")).toBeVisible();
  const drawn = await pixelsOf(page, [[0.01, 0.5]]);
  // Paper at the code's edge, and lines within.
  expect(drawn.at[0]).toEqual([255, 255, 255, 255]);
  expect(drawn.colours).toBeGreaterThan(20);
  expect(drawn.empty).toBe(0);
  await coordinator.reload();
  await expect(page.getByText("15 of 15 strips, 120 × 120 pixels")).toBeVisible();
  expect(await pixelsOf(page, [[0.01, 0.5]])).toEqual(drawn);
});

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

test("a zoom while a picture still waits for its tiles takes its place, once for a double click; the address keeps what was zoomed to", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin, "?workload=mandelbrot&width=160&height=90&tile=40&points=1&span=4");
  await coordinator.start();
  await coordinator.button("Zoom in").dblclick();
  await expect(page.locator(".job-phase")).toContainText("Job 2:");
  await expect(coordinator.log).toContainText("Job 1 cancelled");
  await expect(coordinator.field("Width of the view")).toHaveValue(/^2(\.0\d*)?$|^1\.99\d*$/);
  expect(await coordinator.logLines("Job 3")).toEqual([]);
  const seen = await coordinator.field("Width of the view").inputValue();
  expect(new URL(page.url()).searchParams.get("span")).toBe(seen);
  await coordinator.reload();
  await expect(coordinator.field("Width of the view")).toHaveValue(seen);
  await expect(coordinator.field("Picture’s width")).toHaveValue("160");
});

test("what was typed or picked in a form comes back after a preset or a start of its card has taken its place", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin, "?workload=squares");
  const count = coordinator.field("Count");
  const bringBack = coordinator.button("Bring back what was in the form");
  const presets = page.getByRole("group", { name: "Presets" }).getByRole("button");
  await presets.first().click();
  await expect(bringBack).toBeHidden();
  await coordinator.setFields({ Count: 77, Seed: 5 });
  await presets.nth(1).click();
  await expect(count).toHaveValue("200");
  expect(new URL(page.url()).searchParams.get("count")).toBe("200");
  await presets.first().click();
  await bringBack.click();
  await expect(count).toHaveValue("77");
  await expect(coordinator.field("Seed")).toHaveValue("5");
  await expect(bringBack).toBeHidden();

  await coordinator.chooseWorkload("Your photo");
  await coordinator.pickFile("Picture", "notes.txt", "no picture");
  await coordinator.setFields({ "Rows of a strip": 7 });
  await coordinator.button("All jobs").click();
  await page.getByRole("button", { name: /^Start Your photo: / }).click();
  await expect(page.locator(".job-phase")).toContainText("Job 1:");
  await expect(page.getByText("notes.txt")).toBeHidden();
  await bringBack.click();
  await expect(page.getByText("notes.txt").first()).toBeVisible();
  await expect(coordinator.field("Rows of a strip")).toHaveValue("7");
});
