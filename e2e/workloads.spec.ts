import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

test("words are counted in a typed text, and in a file until it is taken back", async ({ coordinator, volunteers }) => {
  await volunteers(1);
  await coordinator.chooseWorkload("Words");
  await coordinator.start({ Text: "one two\nthree" });
  expect(await coordinator.resultsOf(2)).toEqual([
    ["one two", "2"],
    ["three", "1"],
  ]);

  await coordinator.pickFile("Or a file", "poem.txt", "a b a\nÄ");
  await expect(coordinator.fileField("Or a file")).toHaveAccessibleDescription(
    "poem.txt Its text is counted instead of the one above. Read while the job runs.",
  );
  await coordinator.choice("Count").selectOption("each letter");
  await coordinator.start();
  await expect(coordinator.log).toContainText("Words of poem.txt");
  expect(await coordinator.resultsOf(2)).toEqual([
    ["a b a", '{"a": 2, "b": 1}'],
    ["Ä", '{"ä": 1}'],
  ]);

  await coordinator.button("Use no file").click();
  await expect(coordinator.fileField("Or a file")).toBeFocused();
  await coordinator.choice("Count").selectOption("words");
  await coordinator.page.getByRole("switch", { name: "Upper and lower case differ" }).check();
  await coordinator.setFields({ "Lines of a task": 2 });
  await coordinator.start();
  expect((await coordinator.resultsOf(1)).map(([, result]) => result)).toEqual(["3"]);
});

test("wrong input of each kind is said beside its field, takes the focus, and starts nothing", async ({
  coordinator,
}) => {
  const expectWrong = async (label: string, words: string | RegExp): Promise<void> => {
    await expect(coordinator.field(label)).toHaveAttribute("aria-invalid", "true");
    await expect(coordinator.field(label)).toHaveAccessibleDescription(words);
    await coordinator.button("Start").click();
    await expect(coordinator.field(label)).toBeFocused();
  };
  await coordinator.chooseWorkload("Words");
  await coordinator.setFields({ "Lines of a task": "two" });
  await expectWrong("Lines of a task", "Must be a whole number from 1 to 1,000,000.");
  await coordinator.setFields({ Text: "" });
  await coordinator.setFields({ "Lines of a task": 1 });
  await expectWrong("Text", "There is nothing to count.");

  const file = coordinator.fileField("Or a file");
  await coordinator.pickFile("Or a file", "photo.txt", Buffer.from([0xff, 0xd8, 0xff]));
  await expect(file).toHaveAccessibleDescription(/^photo\.txt line 1: byte 1 .* no UTF-8;/);
  await expect(file).toHaveAttribute("aria-invalid", "true");
  await coordinator.button("Start").click();
  await expect(file).toBeFocused();
  await coordinator.pickFile("Or a file", "empty.txt", "");
  await expect(file).toHaveAccessibleDescription("empty.txt There is nothing to count.");

  await coordinator.chooseWorkload("Your own function");
  await coordinator.setFields({ "A task in words": "{" });
  await expectWrong("A task in words", /^Is no template: /);
  await coordinator.setFields({ Title: "" });
  await expectWrong("Title", "Must not be empty.");
  await coordinator.setFields({ Title: "Mine", Inputs: "1\nx" });
  await expectWrong("Inputs", /^Each line must be one JSON value, .*: line 2 is no JSON value: /);
  await coordinator.setFields({ Function: "(n) => n" });
  await expectWrong("Function", /^Line 1, column 1: The module has no default export: /);

  await coordinator.chooseWorkload("Words");
  await expect(coordinator.field("Text")).toHaveValue("");
  await expect(file).toHaveAccessibleDescription("empty.txt There is nothing to count.");
  await coordinator.chooseWorkload("Your own function");
  await expect(coordinator.field("Title")).toHaveValue("Mine");
  await expect(coordinator.field("Function")).toHaveText("(n) => n");
  await expect(coordinator.log).toHaveText("Nothing has happened yet.");
});

test("an address chooses the kind of job and fills its fields in, and is told what it has wrong", async ({
  newPage,
  server,
}) => {
  const coordinator = new CoordinatorActor(await newPage("coordinator"));
  const { page } = coordinator;
  await coordinator.open(server.origin, "?workload=words&text=one%0Atwo&counted=letters&case=on");
  await expect(page.getByRole("heading", { name: "Words", exact: true })).toBeVisible();
  await expect(coordinator.field("Text")).toHaveValue("one\ntwo");
  await expect(coordinator.choice("Count")).toHaveValue("letters");
  await expect(page.getByRole("switch", { name: "Upper and lower case differ" })).toBeChecked();

  await coordinator.open(server.origin, "?workload=own&inputs=1%0A2&unit=number");
  await expect(coordinator.field("Function")).toHaveText(/export default function collatz/);
  await expect(coordinator.field("Inputs")).toHaveValue("1\n2");
  await expect(page.getByRole("alert")).toBeHidden();

  await coordinator.open(server.origin, "?workload=owl");
  await expect(page.getByRole("alert")).toContainText(/“owl” is not allowed; it must be squares, .* or own\./);
  await coordinator.open(server.origin, "?workload=own&code=export%20default%20(n)%20%3D%3E%20n&start=1");
  await expect(page.getByRole("alert")).toContainText("does not start by itself");
  await expect(coordinator.field("Function")).toHaveText("export default (n) => n");
});
