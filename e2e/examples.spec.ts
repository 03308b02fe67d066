import type { Locator } from "@playwright/test";
import type { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

function startFrom(coordinator: CoordinatorActor): Locator {
  return coordinator.choice("Start from");
}

/** What the table shows for the task with this input. */
async function resultFor(coordinator: CoordinatorActor, input: string): Promise<string> {
  await coordinator.page.getByRole("searchbox", { name: "Search the tasks" }).fill(input);
  const rows = await coordinator.rows();
  return rows.find((row) => row["input"] === input)?.["result"] ?? "";
}

/** Of each example: what its text begins with, how many tasks get done, and one of them as the table has it. */
const examples: readonly (readonly [title: string, beginning: string, done: number, input: string, result: RegExp])[] =
  [
    ["Square each number", "// The square of", 100, "100", /^10000$/],
    ["Test whether numbers are prime", "// Whether a number", 21, "1000000007", /^true$/],
    ["Count the words of lines", "// Counts the words", 4, '"Many hands make light work."', /^5$/],
    ["Wait, in an async function", "// Waits before", 6, "50", /^waited 50 ms$/],
    ["Report progress", "// Estimates pi", 6, "10", /^3\.1\d*$/],
    ["Look up in a shared table", "// Adds up an order", 3, '{"apple": 5}', /^2$/],
    ["Search in a file", "// Counts the lines of a file", 4, '"tab"', /^3$/],
    ["Draw a picture in tiles", "// Draws the Mandelbrot", 20, '{"column": 1, "row": 0}', /^\{"x": 64, "y": 0/],
    ["Throw for some inputs", "// Reads numbers", 4, '"0x1f"', /^31$/],
  ];

test("each example to start from runs as it stands, by Start alone", async ({ coordinator, volunteers }) => {
  await volunteers(2);
  await coordinator.chooseWorkload("Your own function");
  for (const [title, beginning, done, input, result] of examples) {
    await startFrom(coordinator).selectOption(title);
    await expect(coordinator.field("Function")).toContainText(beginning);
    await coordinator.start();
    await coordinator.waitForDone(done);
    await expect.poll(() => resultFor(coordinator, input), title).toMatch(result);
  }
  await startFrom(coordinator).selectOption("Stop at the first that is found");
  await expect(coordinator.field("Function")).toContainText("// Looks for a start");
  await coordinator.start();
  await expect(coordinator.page.locator(".job-phase")).toContainText("is enough");
  await coordinator.page.getByRole("searchbox", { name: "Search the tasks" }).fill("steps");
  await expect
    .poll(async () => (await coordinator.rows()).map((row) => row["result"]))
    .toContainEqual(expect.stringMatching(/^\{"start": \d+, "steps": 5\d\d\}$/));
});

test("the tiles of a job are drawn as one picture, again after a reload, and other values are said to be none", async ({
  coordinator,
  server,
  volunteers,
}) => {
  await volunteers(1);
  await coordinator.chooseWorkload("Your own function");
  await startFrom(coordinator).selectOption("Draw a picture in tiles");
  await expect(coordinator.field("Function")).toContainText("// Draws the Mandelbrot");
  await coordinator.start();
  const picture = coordinator.page.getByRole("region", { name: "Tiles" });
  const drawn = picture.getByRole("img", { name: "Tiles: 20 tiles, 320 × 256 pixels" });
  await expect(drawn).toBeVisible();
  await coordinator.reload();
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
  await expect(drawn).toBeVisible();
  const middle = (): Promise<number[]> =>
    drawn.evaluate((canvas: HTMLCanvasElement) => {
      // From a copy: a browser warns of a canvas that is read again and again.
      const copy = document.createElement("canvas").getContext("2d");
      copy?.drawImage(canvas, -230, -128);
      return Array.from(copy?.getImageData(0, 0, 1, 1).data ?? []);
    });
  await expect.poll(middle).toEqual([0, 0, 80, 255]);

  const program = encodeURIComponent("export default (n) => n");
  await coordinator.open(server.origin, `?workload=own&picture=tiles&code=${program}`);
  await volunteers(1);
  await coordinator.start();
  await expect(picture).toContainText("no value so far is a tile");
  await expect(picture).toContainText("5 results without a tile");
});

test("an edited text is asked for before an example takes its place, and an example that is as it was is not", async ({
  coordinator,
  server,
}) => {
  const { page } = coordinator;
  await coordinator.open(server.origin, "?workload=own");
  await coordinator.waitForEditor();
  const editor = coordinator.field("Function");
  await expect(startFrom(coordinator)).toHaveValue("collatz");
  await startFrom(coordinator).selectOption("Square each number");
  await expect(editor).toContainText("// The square of");
  await expect(coordinator.field("Title")).toHaveValue("");
  await coordinator.reload();
  await expect(startFrom(coordinator)).toHaveValue("square");

  await editor.fill("export default (n) => n + 1;");
  await expect(startFrom(coordinator)).toHaveValue("");
  await startFrom(coordinator).selectOption("Search in a file");
  const dialog = page.getByRole("dialog", { name: "Replace what is in the form?" });
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(editor).toHaveText("export default (n) => n + 1;");
  await expect(startFrom(coordinator)).toHaveValue("");
  await coordinator.reload();
  await expect(editor).toHaveText("export default (n) => n + 1;");
  await startFrom(coordinator).selectOption("Search in a file");
  await dialog.getByRole("button", { name: "Replace it" }).click();
  await expect(editor).toContainText("// Counts the lines of a file");
  await expect(startFrom(coordinator)).toHaveValue("file");
});

test("files that are picked go to the function, in a try and on a volunteer", async ({ coordinator, volunteers }) => {
  const { page } = coordinator;
  await volunteers(1);
  await coordinator.chooseWorkload("Your own function");
  await startFrom(coordinator).selectOption("Search in a file");
  await expect(coordinator.field("Function")).toContainText("// Counts the lines of a file");
  const files = page.locator('input[type="file"][name="files"]');
  await files.setInputFiles([
    { name: "poem.txt", mimeType: "text/plain", buffer: Buffer.from("a tab\nno\n") },
    { name: "other.txt", mimeType: "text/plain", buffer: Buffer.from("x") },
  ]);
  await page.getByRole("button", { name: "Remove other.txt" }).click();
  await expect(page.getByRole("list", { name: "Files for the function" }).getByRole("listitem")).toHaveText(
    /poem\.txt/,
  );
  await coordinator.button("Try on one input").click();
  await expect(page.getByRole("status", { name: "Try-out" }).getByRole("definition")).toHaveText(['"tab"', "1", /ms$/]);
  await coordinator.start();
  expect(await coordinator.resultsOf(4)).toEqual([
    ['"tab"', "1"],
    ['"work"', "0"],
    ['"and"', "0"],
    ['"sea"', "0"],
  ]);
});
