import type { OwnCoordinator } from "./actors/own-coordinator.ts";
import { expect, test } from "./own-fixtures.ts";

/** What the table shows for the task with this input. */
async function resultFor(own: OwnCoordinator, input: string): Promise<string> {
  await own.search.fill(input);
  const rows = await own.rows();
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

test("each example to start from runs as it stands, by Start alone", async ({ own, volunteers }) => {
  await volunteers(2);
  for (const [title, beginning, done, input, result] of examples) {
    await own.fillFrom(title, beginning);
    await own.start();
    await own.waitForDone(done);
    await expect.poll(() => resultFor(own, input), title).toMatch(result);
  }
  await own.fillFrom("Stop at the first that is found", "// Looks for a start");
  await own.start();
  await own.expectPhase("is enough");
  await own.search.fill("steps");
  await expect
    .poll(async () => (await own.rows()).map((row) => row["result"]))
    .toContainEqual(expect.stringMatching(/^\{"start": \d+, "steps": 5\d\d\}$/));
});

test("the tiles of a job are drawn as one picture, again after a reload, and other values are said to be none", async ({
  own,
  server,
  volunteers,
}) => {
  await volunteers(1);
  await own.fillFrom("Draw a picture in tiles", "// Draws the Mandelbrot");
  await own.start();
  const picture = own.page.getByRole("region", { name: "Tiles" });
  const drawn = picture.getByRole("img", { name: "Tiles: 20 tiles, 320 × 256 pixels" });
  await expect(drawn).toBeVisible();
  await own.reload();
  await own.openRecord(1);
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
  await own.open(server.origin, `&picture=tiles&code=${program}`);
  await volunteers(1);
  await own.start();
  await expect(picture).toContainText("no value so far is a tile");
  await expect(picture).toContainText("5 results without a tile");
});

test("an edited text is asked for before an example takes its place, and an example that is as it was is not", async ({
  own,
}) => {
  const { page, editor, startFrom } = own;
  await expect(startFrom).toHaveValue("collatz");
  await own.fillFrom("Square each number", "// The square of");
  await expect(own.field("Title")).toHaveValue("");
  await own.reload();
  await expect(startFrom).toHaveValue("square");

  await editor.fill("export default (n) => n + 1;");
  await expect(startFrom).toHaveValue("");
  await startFrom.selectOption("Search in a file");
  const dialog = page.getByRole("dialog", { name: "Replace what is in the form?" });
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(editor).toHaveText("export default (n) => n + 1;");
  await expect(startFrom).toHaveValue("");
  await own.reload();
  await expect(editor).toHaveText("export default (n) => n + 1;");
  await startFrom.selectOption("Search in a file");
  await dialog.getByRole("button", { name: "Replace it" }).click();
  await expect(editor).toContainText("// Counts the lines of a file");
  await expect(startFrom).toHaveValue("file");
});

test("files that are picked go to the function, in a try and on a volunteer", async ({ own, volunteers }) => {
  const { page } = own;
  await volunteers(1);
  await own.fillFrom("Search in a file", "// Counts the lines of a file");
  const files = page.locator('input[type="file"][name="files"]');
  await files.setInputFiles([
    { name: "poem.txt", mimeType: "text/plain", buffer: Buffer.from("a tab\nno\n") },
    { name: "other.txt", mimeType: "text/plain", buffer: Buffer.from("x") },
  ]);
  await page.getByRole("button", { name: "Remove other.txt" }).click();
  await expect(page.getByRole("list", { name: "Files for the function" }).getByRole("listitem")).toHaveText(
    /poem\.txt/,
  );
  await own.button("Try on one input").click();
  await expect(page.getByRole("status", { name: "Try-out" }).getByRole("definition")).toHaveText(['"tab"', "1", /ms$/]);
  await own.start();
  expect(await own.resultsOf(4)).toEqual([
    ['"tab"', "1"],
    ['"work"', "0"],
    ['"and"', "0"],
    ['"sea"', "0"],
  ]);
});
