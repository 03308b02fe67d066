import { phone } from "./actors/devices.ts";
import { expect, test } from "./fixtures.ts";

const done = /^150 tasks in .+ on \d+ workers of this tab\./;

test("the home page computes its picture on the tab's own cores, in a sandbox that goes when it is done", async ({
  newPage,
  server,
}) => {
  const page = await newPage("home");
  await page.goto(server.origin);
  await expect(page.getByText(done)).toBeVisible();
  expect(page.frames()).toHaveLength(1);
  const isOpaque = await page.locator("canvas").evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error("no canvas");
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [0] };
    return data.every((channel, at) => at % 4 !== 3 || channel === 255);
  });
  expect(isOpaque).toBe(true);
  // A sandbox that does not come: the run lasts until it is stopped.
  await page.route("**/sandbox.html*", () => {});
  await page.getByRole("button", { name: "Again" }).click();
  await expect(page.getByText("workers of this tab: 0 of 150 tasks.")).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("nothing is computed here now")).toBeVisible();
  expect(page.frames()).toHaveLength(1);
});

test("the code's field has the focus and takes a code before the picture's code is there", async ({
  coordinator,
  newPage,
  server,
}) => {
  const page = await newPage("home", phone);
  await page.route("**/live-picture-*.js", () => {});
  await page.goto(server.origin);
  await expect(page.getByLabel("Room code")).toBeFocused();
  await expect(page.getByLabel("Room code")).toBeInViewport({ ratio: 1 });
  const code = await coordinator.roomCode();
  await page.keyboard.type(`${code.slice(0, 3).toLowerCase()} ${code.slice(3).toLowerCase()}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Room ${code} asks for your help` })).toBeVisible();
});

test("where people want less motion nothing is computed before a click", async ({ newPage, server }) => {
  const page = await newPage("home", { reducedMotion: "reduce" });
  await page.goto(server.origin);
  const begin = page.getByRole("button", { name: "Compute it here" });
  await begin.scrollIntoViewIfNeeded();
  await expect(begin).toBeVisible();
  expect(page.frames()).toHaveLength(1);
  await begin.click();
  await expect(page.getByText(done)).toBeVisible();
});

test("a page whose code is slow says what it is for", async ({ newPage, server }) => {
  const page = await newPage("slow");
  await page.route(/\/(home-page|volunteer)-/, () => {});
  // The page has not loaded while its code is awaited.
  await page.goto(server.origin, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "One job, computed by everybody in the room" })).toBeVisible();
  await expect(page.getByRole("status")).toHaveText("The rest of this page is on its way…");
  await page.goto(`${server.origin}/worker?room=ABC234`, { waitUntil: "commit" });
  await expect(page.getByRole("heading", { name: "Lend this device’s cores to a room" })).toBeVisible();
});
