import { readFile } from "node:fs/promises";
import { addModule } from "../web/compute/testing/add-module.ts";
import { loseBlobs } from "./actors/storage.ts";
import { OwnCoordinator } from "./actors/own-coordinator.ts";
import { expect, test } from "./own-fixtures.ts";

const program = [
  'import { twice } from "./helper.ts";',
  'import adder from "./add.wasm";',
  "const { exports } = new WebAssembly.Instance(adder);",
  "export const unit = twice('x'.length) === 2 ? 'pair' : 'none';",
  "export const reduce = (a, b) => exports.add(a, twice(b));",
  "export const initial = 0;",
  "export const until = (value) => twice(value) === 84;",
  "export default (n) => n === 99 ? new Promise(() => {}) : exports.add(twice(n), 40);",
].join("\n");

const helper = "export const twice = (n: number): number => {\n  return 2 * n;\n};\n";

async function pick(own: OwnCoordinator, files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const picked = Object.entries(files).map(([name, content]) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(content),
  }));
  await own.page.locator('input[type="file"][name="files"]').setInputFiles(picked);
}

test("a function imports a module and WebAssembly among the job's files: tried here, on a volunteer, after a reload, and elsewhere", async ({
  own,
  volunteers,
  newPage,
  server,
}) => {
  const { page, editor } = own;
  const reduced = page.getByRole("region", { name: "Reduced value" });
  await volunteers(1);
  await own.setFields({ Function: program, Inputs: "3\n4", Title: "Added", "One task is a": "" });
  await expect(editor).toHaveAccessibleDescription(
    /^Line 1, column 23: "\.\/helper\.ts" is no file of the job: pick it under .* Line 2, column 19: "\.\/add\.wasm" is no file/,
  );
  await pick(own, { "helper.ts": helper, "add.wasm": Buffer.from(addModule) });
  await expect(editor).toHaveAttribute("aria-invalid", "false");
  await own.button("Try on one input").click();
  await expect(page.getByRole("status", { name: "Try-out" }).getByRole("definition")).toHaveText(["3", "46", /ms$/]);
  await own.start();
  expect(await own.resultsOf(2)).toEqual([
    ["3", "46"],
    ["4", "48"],
  ]);
  await expect(reduced).toContainText("188of 2 results");

  await own.reload();
  const putBack = await loseBlobs(page);
  await own.openRecord(1);
  await expect(reduced.getByRole("alert")).toContainText(
    "reduce cannot be called: helper.ts, which the program imports, is not on record.",
  );
  await putBack();
  await own.button("Reduce again").click();
  await expect(reduced).toContainText("188of 2 results");
  await own.button("Run again").click();
  await own.expectPhase("Job 2:");
  expect((await own.resultsOf(2)).map(([, result]) => result)).toEqual(["46", "48"]);

  await own.button("Share job 2").click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("status", { name: "Sharing of job 2" }).getByRole("button", { name: "Save as file" }).click();
  const saved = await readFile(await (await downloading).path(), "utf8");
  const other = new OwnCoordinator(await newPage("other room"));
  await other.open(server.origin);
  await other.page.getByRole("switch", { name: "This tab helps too" }).check();
  await other.pickFile("Open a job’s file", "added.tabpool.json", saved);
  await other.button("Start this job").click();
  expect((await other.resultsOf(2)).map(([, result]) => result)).toEqual(["46", "48"]);

  // The files stay with the job where it is changed; the first result that satisfies `until` ends it, though others never come to an end.
  await other.button("Run with changes: job 1").click();
  await expect(other.editor).toHaveAttribute("aria-invalid", "false");
  await other.start({ Inputs: "1\n99\n99\n99" });
  await other.expectPhase(/Job 2:.*ended early/i);
  await expect.poll(() => other.counts()).toMatchObject({ Done: 1, "Not needed": 3 });
  await expect.poll(async () => (await other.rows()).map(({ result }) => result)).toContain("42");
});

test("what is wrong in a file that is imported is said with the file's name and line", async ({ own }) => {
  const { page, editor } = own;
  const trial = page.getByRole("status", { name: "Try-out" });
  await own.setFields({ Function: 'import { f } from "./helper.js";\nexport default (n) => f(n);' });
  await pick(own, { "helper.js": "export const f = (n) => {\n  return n + ;\n};" });
  await expect(editor).toHaveAccessibleDescription('helper.js, line 2, column 14: Unexpected token ";".');
  await own.button("Start").click();
  await expect(editor).toBeFocused();
  await pick(own, { "helper.js": "export const f = (n) => {\n  throw new RangeError(`too far: ${n}`);\n};" });
  await expect(editor).toHaveAttribute("aria-invalid", "false");
  await own.button("Try on one input").click();
  await expect(trial).toContainText("RangeError: too far: 27helper.js, line 2Line 2: export default (n) => f(n);");
  await expect(trial.locator("pre")).toContainText("helper.js:2:9");
  await pick(own, {
    "helper.js": 'import { g } from "./other.js";\nexport const f = g;',
    "other.js": 'import "./helper.js";',
  });
  await expect(editor).toHaveAccessibleDescription(
    /^other\.js, line 1, column 8: .* closes a circle of modules: task\.js → helper\.js → other\.js → helper\.js\. /,
  );
  await expect(own.log).toHaveText("Nothing has happened yet.");
});

test("a program of this server that imports starts by itself no sooner than its files are picked, and says which", async ({
  own,
  server,
  volunteers,
}) => {
  const { page, editor } = own;
  const served = 'import { f } from "./helper.js";\nexport default (n) => f(n);';
  await page.route("**/programs/importing.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: served }),
  );
  await own.open(server.origin, "&program=/programs/importing.js&inputs=1..2&title=Tens&start=1");
  await expect(editor).toContainText("./helper.js");
  await volunteers(1);
  await expect(page.getByRole("alert").getByRole("definition").first()).toContainText(
    'Line 1, column 19: "./helper.js" is no file of the job: pick it under “Files for the function”.',
  );
  await pick(own, { "helper.js": "export const f = (n) => 10 * n;" });
  await expect(editor).toHaveAttribute("aria-invalid", "false");
  await own.start();
  expect((await own.resultsOf(2)).map(([, result]) => result)).toEqual(["10", "20"]);
});
