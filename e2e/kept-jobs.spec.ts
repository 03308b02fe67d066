import { expect, test } from "./own-fixtures.ts";

test("jobs of one's own are kept by names: started from, changed, renamed and removed", async ({ own }) => {
  const { page, editor, startFrom: from, dialog } = own;
  const keepAs = async (name: string, button: string): Promise<void> => {
    await own.button("Keep as…").click();
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await expect(dialog).toHaveCount(0);
  };
  await editor.fill("export default (n) => n + 1;");
  await own.setFields({ Title: "Next" });
  await own.button("Keep as…").click();
  await dialog.getByRole("textbox", { name: "Name" }).press("Enter");
  await expect(dialog).toContainText("Must not be empty.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await keepAs("next one", "Keep");
  await expect(from).toHaveValue("kept:next one");

  await own.fillFrom("Square each number", "// The square of");
  await own.reload();
  await from.selectOption("next one");
  await expect(editor).toHaveText("export default (n) => n + 1;");
  await expect(own.field("Title")).toHaveValue("Next");
  await editor.fill("export default (n) => n + 2;");
  await keepAs("next one", "Replace it");

  await own.button("Rename…").click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("next but one");
  await dialog.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(from).toHaveValue("kept:next but one");
  await expect(from.getByRole("option", { name: "next one" })).toHaveCount(0);
  await own.pressAndConfirm(page.getByRole("button", { name: "Remove next but one" }), "Remove it");
  await expect(from).toHaveValue("");
  await expect(editor).toHaveText("export default (n) => n + 2;");
  await from.selectOption("Square each number");
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(editor).toHaveText("export default (n) => n + 2;");
});

test("nothing of what was typed is lost by a reload right after a key, and a storage that is full is told", async ({
  own,
}) => {
  const { page, editor, dialog } = own;
  await editor.fill("export default () => 1");
  await editor.press("Control+End");
  await page.keyboard.type("23");
  await own.reload();
  await expect(editor).toHaveText("export default () => 123");

  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await own.setFields({ Title: "Mine" });
  await expect(page.getByText("What you type will be gone with this page.")).toBeVisible();
  await own.button("Keep as…").click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("mine");
  await dialog.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(dialog).toContainText("The browser’s storage for texts is full");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(own.field("Title")).toHaveValue("Mine");
});
