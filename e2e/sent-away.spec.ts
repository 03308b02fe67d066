import { expect, test } from "./fixtures.ts";

test("a volunteer that a person sends away hears why, and its tab stays out, though it tries again; a job goes on without it", async ({
  coordinator,
  volunteers,
}) => {
  const [unwanted] = await volunteers(2);
  if (unwanted === undefined) throw new Error("nobody is here");
  await coordinator.start({ Count: 6, "Shortest sleep": 1, "Longest sleep": 1 });
  const button = coordinator.volunteerRow(unwanted.name).getByRole("button", { name: `Send ${unwanted.name} away` });
  await button.focus();
  await coordinator.page.keyboard.press("Enter");
  const dialog = coordinator.page.getByRole("dialog", { name: `Send ${unwanted.name} away?` });
  await expect(dialog.getByRole("button", { name: "Keep it" })).toBeFocused();
  await dialog.getByRole("button", { name: "Send it away" }).press("Enter");
  await expect(unwanted.heading).toHaveText("You were sent away");
  await expect(coordinator.goneVolunteer(unwanted.name)).toContainText("you sent it away");
  await expect(coordinator.page.getByRole("region", { name: "List of volunteers" })).toBeFocused();
  await unwanted.page.reload();
  await expect(unwanted.heading).toHaveText("You were sent away");
  await coordinator.expectEachResultOnce(6);
});
