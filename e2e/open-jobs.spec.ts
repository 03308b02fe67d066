import { expect, test } from "./own-fixtures.ts";

const all = ["7", "8", "1", "2", "3", '"n"'];

test("[P7] a job stays open: inputs are added while it runs, the wrong ones are named, it is open after a reload, and ends when it is sealed", async ({
  own,
  volunteers,
}) => {
  const [volunteer] = await volunteers(1);
  if (volunteer === undefined) throw new Error("no volunteer");
  const { page } = own;
  await page.getByRole("switch", { name: "More inputs may come later" }).check();
  await own.start({ Function: "export default (n) => 2 * n;", Inputs: "7\n8", Title: "Twice" });
  const further = page.getByRole("form", { name: "Inputs of job 1" });
  const list = further.getByRole("textbox", { name: "Inputs" });
  const add = further.getByRole("button", { name: "Add inputs" });
  await own.expectPhase("waiting for inputs");
  expect(await own.resultsOf(2)).toEqual([
    ["7", "14"],
    ["8", "16"],
  ]);
  await expect(further).toContainText("Job 1 waits for inputs.");

  await test.step("nothing, and what is wrong, is refused with its line, and stays to be mended", async () => {
    await add.click();
    await expect(list).toHaveAccessibleDescription("There is no input.");
    await list.fill("1\n{oops\n3");
    await add.click();
    await expect(list).toBeFocused();
    await expect(list).toHaveAccessibleDescription(/line 2 is no JSON value: .*: \{oops/);
    await expect(list).toHaveValue("1\n{oops\n3");
  });

  await test.step("a list and a range are added, another job has the volunteer meanwhile", async () => {
    await volunteer.button("Pause").click();
    const sharing = page.getByRole("status", { name: "Sharing of job 1" });
    await own.button("Share job 1").click();
    await expect(sharing).toContainText("It has the inputs that are there now");
    await list.fill("1");
    await add.click();
    await expect(further).toContainText("1 input added, 3 in all.");
    await expect(sharing).toBeEmpty();
    await expect(list).toHaveValue("");
    await further.getByRole("combobox", { name: "Inputs come from" }).selectOption("a range of numbers");
    await further.getByRole("textbox", { name: "First number" }).fill("2");
    await further.getByRole("textbox", { name: "Last number" }).fill("3");
    await add.click();
    await expect(further).toContainText("2 inputs added, 5 in all.");
    await expect.poll(() => own.counts()).toMatchObject({ Done: 2, Total: 5 });
  });

  await test.step("after a reload it is open, has all of them, and takes further ones", async () => {
    await own.reload();
    await expect(own.volunteerRow(volunteer.name)).toContainText("paused");
    await expect(further).toContainText("Job 1 stays open.");
    expect(await own.counts()).toMatchObject({ Done: 2, Total: 5 });
    await volunteer.button("Resume").click();
    await own.expectPhase("waiting for inputs");
    await further.getByRole("combobox", { name: "Read as" }).selectOption("lines of text");
    await list.fill("n");
    await add.click();
    expect((await own.resultsOf(6)).map(([input]) => input)).toEqual(all);
  });

  await test.step("it is shared with all of them, and ends when it is sealed", async () => {
    await own.button("Share job 1").click();
    await expect(page.getByRole("status", { name: "Sharing of job 1" })).toContainText("and takes no further ones");
    await list.fill("not added");
    const seal = further.getByRole("button", { name: "Seal job 1" });
    await seal.click();
    await expect(own.dialog).toContainText("What is typed here was not added.");
    await own.dialog.getByRole("button", { name: "Keep it open" }).click();
    await expect(list).toHaveValue("not added");
    await own.pressAndConfirm(seal, "Seal job 1");
    await own.expectPhase("Job 1: done in");
    await expect(further).toBeHidden();
    await expect(own.log).toContainText("Job 1 has all its inputs: 6 tasks");
  });

  await test.step("it runs again with all of them, and is not open then", async () => {
    await own.button("Run again").click();
    await own.expectPhase("Job 2: done in");
    expect((await own.resultsOf(6)).map(([input]) => input)).toEqual(all);
    await expect(page.getByRole("form", { name: "Inputs of job 2" })).toBeHidden();
  });
});

test("a job that stays open may begin with nothing, and lets other jobs have the volunteers, and leaves what is typed when it ends", async ({
  own,
  volunteers,
}) => {
  await volunteers(1);
  const { page } = own;
  const open = page.getByRole("switch", { name: "More inputs may come later" });
  await open.check();
  await own.start({ Function: "export default (n) => 2 * n;", Inputs: "" });
  await own.expectPhase("Job 1: waiting for inputs");
  await open.uncheck();
  await page.getByRole("form", { name: "Your own function" }).getByRole("textbox", { name: "Inputs" }).fill("1\n2");
  await own.start();
  await own.expectPhase("Job 2: done in");
  await own.showJob(1);
  await own.expectPhase("Job 1: waiting for inputs");
  const further = page.getByRole("form", { name: "Inputs of job 1" });
  const list = further.getByRole("textbox", { name: "Inputs" });
  await list.fill("21");
  await own.button("Add inputs").click();
  expect(await own.resultsOf(1)).toEqual([["21", "42"]]);
  await list.fill("5");
  await own.pressAndConfirm(own.button("Cancel"), "Cancel job 1");
  await expect(further).toContainText("What is typed here was not added: job 1 has ended.");
  await expect(list).toHaveValue("5");
  await further.getByRole("button", { name: "Discard" }).click();
  await expect(further).toBeHidden();
});
