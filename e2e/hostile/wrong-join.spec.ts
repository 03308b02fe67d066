import { rewriteFrames } from "../actors/rewritten-frames.ts";
import { expect, test } from "../fixtures.ts";

test("a page that joins with no slots shows why it is not in the room, and so does the coordinator's log", async ({
  coordinator,
  newPage,
  server,
}) => {
  const link = await coordinator.joinLink(server.origin);
  const page = await newPage("stranger");
  await rewriteFrames(page, '"slots":2', '"slots":0');
  await page.goto(link.replace("#", "&autojoin=1&name=stranger&slots=2#"));
  await expect(page.getByRole("heading", { name: "The coordinator closed the link" })).toBeVisible();
  const what = "join.slots: expected whole number 1 to 256, got 0";
  await page.getByText("Details", { exact: true }).click();
  await expect(page.getByText(what)).toBeVisible();
  await expect(coordinator.log).toContainText("A volunteer was turned away");
  await expect(coordinator.log).toContainText(what);
});
