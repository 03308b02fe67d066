import { expect, test } from "./fixtures.ts";

test("a job of one's own function is computed, and what its module says of itself is heeded", async ({
  coordinator,
  volunteers,
}) => {
  const [volunteer] = await volunteers(1);
  if (volunteer === undefined) throw new Error("no volunteer");
  await coordinator.chooseWorkload("Your own function");

  await test.step("a function of one's own is called with each input, in JavaScript and in TypeScript", async () => {
    await coordinator.start();
    expect(await coordinator.resultsOf(5)).toEqual([
      ["27", "111"],
      ["97", "118"],
      ["871", "178"],
      ["6171", "261"],
      ["77031", "350"],
    ]);

    await coordinator.start({
      Function: "interface Pair {\n  readonly n: number;\n}\nexport default ({ n }: Pair): number => n + 1;",
      Inputs: '{"n": 1}\n{"n": 41}',
      Title: "Next numbers",
      "A task in words": "after {n}",
    });
    const results = await coordinator.resultsOf(2);
    expect(results.map(([, result]) => result)).toEqual(["2", "42"]);
    await expect(volunteer.page.getByLabel("This tab’s work")).toContainText("Next numbers");
  });

  await test.step("a module says its inputs, title and unit itself, where the form leaves them empty", async () => {
    const program =
      "export const title = 'Letters';\nexport const unit = 'word';\n" +
      "export function* inputs() { yield 'a'; yield 'bcd'; }\nexport default (word) => word.length;";
    await coordinator.start({ Function: program, Inputs: "", Title: "", "One task is a": "", "A task in words": "" });
    expect((await coordinator.resultsOf(2)).map(([, result]) => result)).toEqual(["1", "3"]);
    await expect(coordinator.log).toContainText("Letters");

    await coordinator.submit({ Function: "export const inputs = 7;\nexport default (n) => n;", Title: "Mine" });
    await expect(coordinator.field("Function")).toHaveAccessibleDescription(
      /^The module’s inputs must be a list, a range/,
    );
  });

  await test.step("a module says what its job needs of a browser: what none here offers is waited for and named, what one offers is computed", async () => {
    await coordinator.submit({ Function: needing('["wasm", "Warp Drive"]'), Inputs: "41" });
    await expect(coordinator.field("Function")).toHaveAccessibleDescription(
      /^The module’s needs\[1\] must be a feature’s name, .*Warp Drive"\.$/,
    );
    await coordinator.start({ Function: needing('["wasm", "warp-drive"]') });
    await expect(coordinator.page.getByText("The job needs warp-drive, which no browser here offers.")).toBeVisible();
    await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 4");
    await coordinator.start({ Function: needing('["wasm", "wasm-simd", "memory-1gb"]') });
    await expect(coordinator.page.locator(".job-phase")).toContainText("Job 5:");
    expect((await coordinator.resultsOf(1)).map(([, result]) => result)).toEqual(["42"]);
  });
});

test("the form of one's own function names what is wrong, is an editor, tries the function, and survives a reload", async ({
  coordinator,
  server,
}) => {
  await coordinator.chooseWorkload("Your own function");

  await test.step("what is wrong in a program stands at its line before anything is sent, and the editor marks it", async () => {
    const editor = coordinator.field("Function");
    const marks = coordinator.page.locator(".code-editor .cm-lintRange-error");
    await coordinator.submit({ Function: "export default (n: number) => {\n  return n + ;\n};" });
    await expect(editor).toBeFocused();
    await expect(editor).toHaveAttribute("aria-invalid", "true");
    await expect(editor).toHaveAccessibleDescription('Line 2, column 14: Unexpected token ";".');
    await expect(marks).toHaveText(";");

    await coordinator.submit({ Function: 'import { map } from "lodash";\nenum Size { small }\nexport default map;' });
    await expect(editor).toHaveAccessibleDescription(/^Line 2, column 1: An enum makes code, /);
    await expect(marks).toHaveText("enum Size { small }");
    await coordinator.submit({ Function: 'import { map } from "lodash";\nexport default map;' });
    await expect(editor).toHaveAccessibleDescription(/^Line 1, column 21: "lodash" cannot be imported: /);
    await expect(marks).toHaveText('"lodash"');

    await editor.fill("export default (n) => n;");
    await expect(editor).toHaveAttribute("aria-invalid", "false");
    await expect(marks).toHaveCount(0);
    await expect(coordinator.log).toHaveText("Nothing has happened yet.");
  });

  await test.step("the editor has a name, lets the key Tab go on, and takes nothing that the page's policy forbids", async () => {
    const { page } = coordinator;
    const editor = coordinator.field("Function");
    await editor.press("Control+End");
    await page.keyboard.type("\nconst twice = (n) => {");
    // The editor indents by what it has taken: the bracket goes before the next line.
    await expect(editor).toContainText("(n) => {");
    await page.keyboard.type("\nreturn 2 * n;");
    await expect(editor).toContainText("  return 2 * n;");
    await page.keyboard.type("\n}");
    await expect(editor).toContainText("return 2 * n;}");
    await page.keyboard.press("Tab");
    await expect(coordinator.choice("Inputs come from")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(editor).toBeFocused();
    await expect(editor).toHaveAccessibleDescription(/^A module in JavaScript or TypeScript/);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator(".code-editor .cm-editor")).toHaveCSS("background-color", "rgb(22, 29, 35)");
    await page.emulateMedia({ colorScheme: "light" });
    await expect(page.locator(".code-editor .cm-editor")).toHaveCSS("background-color", "rgb(255, 255, 255)");
  });

  await test.step("a function is tried on one input in this tab alone: value and console, an error at its line, an endless loop", async () => {
    const { page } = coordinator;
    const trial = page.getByRole("status", { name: "Try-out" });
    const tryWith = async (program: string): Promise<void> => {
      await coordinator.setFields({ Function: program });
      await coordinator.button("Try on one input").click();
    };
    await tryWith("export default (n: number) => {\n  console.log('seen', n);\n  return { next: n + 1 };\n}");
    await expect(trial.getByRole("definition")).toHaveText(["27", '{"next": 28}', /ms$/]);
    await expect(trial.getByRole("list", { name: "Console" })).toHaveText("seen 27");

    await tryWith(
      "export default (n: number) => {\n  const error = new Error('inner');\n  throw new TypeError('no', { cause: error });\n}",
    );
    await expect(trial).toContainText(
      "TypeError: noLine 3: throw new TypeError('no', { cause: error });Caused by Error: inner",
    );
    await tryWith("export default (n) => [n, () => n];");
    await expect(trial).toContainText("TypeError: The value cannot be sent: [1] is a function");
    await tryWith("export default () => window.innerWidth;");
    await expect(trial).toContainText("ReferenceError: window is not defined");
    await expect(trial).toContainText("Tasks run in Workers, which have no page: there is no window.");

    await coordinator.setFields({ "Time limit": 1 });
    await tryWith("export default () => {\n  for (;;);\n}");
    await expect(trial).toContainText("TimeLimitExceeded: the task took longer than 1000 ms");
    await expect(trial).toContainText("Does it come to an end?");

    await tryWith("export default () => {\n  oh no\n}");
    await expect(coordinator.field("Function")).toBeFocused();
    await expect(coordinator.field("Function")).toHaveAccessibleDescription(/^Line 2, column 6: /);
    await expect(trial).toHaveText("");
    await expect(coordinator.log).toHaveText("Nothing has happened yet.");
  });

  await test.step("program, inputs and options survive a reload, unless an address says others", async () => {
    await coordinator.open(server.origin, "?workload=own");
    await coordinator.waitForEditor();
    const program = "export default (n: string) => n.length;";
    await coordinator.setFields({ Function: program, Inputs: '"a"\n"bc"', Title: "Lengths", "Time limit": 7 });
    await coordinator.choice("Read as").selectOption("lines of text");
    await coordinator.reload();
    await expect(coordinator.field("Function")).toHaveText(program);
    await expect(coordinator.field("Inputs")).toHaveValue('"a"\n"bc"');
    await expect(coordinator.field("Title")).toHaveValue("Lengths");
    await expect(coordinator.field("Time limit")).toHaveValue("7");
    await expect(coordinator.choice("Read as")).toHaveValue("lines");
    await coordinator.open(server.origin, "?workload=own&title=Other");
    await expect(coordinator.field("Title")).toHaveValue("Other");
    await expect(coordinator.field("Function")).toHaveText(/export default function collatz/);
  });
});

function needing(needs: string): string {
  return `export const needs = ${needs};\nexport default (n) => n + 1;`;
}
