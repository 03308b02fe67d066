import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

const program = "export default (n) => ({ twice: 2 * n });";

/** The text of the file that the button gives. */
async function savedBy(coordinator: CoordinatorActor, within: Locator): Promise<{ name: string; text: string }> {
  const downloading = coordinator.page.waitForEvent("download");
  await within.getByRole("button", { name: "Save as file" }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

function sharingOf(coordinator: CoordinatorActor, what: string): Locator {
  return coordinator.page.getByRole("status", { name: `Sharing of ${what}` });
}

async function openFile(coordinator: CoordinatorActor, name: string, text: string): Promise<void> {
  await coordinator.pickFile("Open a job’s file", name, text);
}

/** The notice that refuses what was opened. */
function refusal(coordinator: CoordinatorActor): Locator {
  return coordinator.page.getByRole("alert").filter({ has: coordinator.button("Close") });
}

test("a job is saved as a file from the form, shown in another room before anything of it runs, and started there", async ({
  coordinator,
  newPage,
  server,
}) => {
  await coordinator.chooseWorkload("Your own function");
  await coordinator.setFields({ Function: program, Inputs: "1\n21", Title: "Twice as much" });
  await coordinator.button("Share what is in the form").click();
  const { name, text } = await savedBy(coordinator, sharingOf(coordinator, "what is in the form"));
  expect(name).toBe("twice-as-much.tabpool.json");
  await coordinator.setFields({ Title: "Other" });
  await expect(sharingOf(coordinator, "what is in the form")).toHaveText("");

  const other = new CoordinatorActor(await newPage("other room"));
  await other.open(server.origin);
  await openFile(other, name, text);
  const received = other.page.getByRole("region", { name: "Twice as much", exact: true });
  await expect(received.getByRole("heading")).toBeFocused();
  await expect(received).toContainText("From twice-as-much.tabpool.json. Nothing of it runs yet");
  await expect(received.getByRole("definition")).toHaveText(["2 inputs: 1, 21", "as usual"]);
  await expect(received.getByRole("region", { name: "Program" })).toHaveText(program);
  await expect(other.log).toHaveText("Nothing has happened yet.");
  await other.page.getByRole("switch", { name: "This tab helps too" }).check();
  await received.getByRole("button", { name: "Start this job" }).click();
  await expect(received).toHaveCount(0);
  expect((await other.resultsOf(2)).map(([, result]) => result)).toEqual(['{"twice": 2}', '{"twice": 42}']);

  await other.button("Share job 1").click();
  const again = await savedBy(other, sharingOf(other, "job 1"));
  expect(JSON.parse(again.text)).toEqual(JSON.parse(text));
});

test("a job as a link fills the form in another browser, which starts nothing by itself", async ({
  coordinator,
  newPage,
  server,
}) => {
  await coordinator.chooseWorkload("Your own function");
  await coordinator.optionsFold.click();
  await coordinator.setFields({ Function: program, Inputs: "3", Title: "Linked", Attempts: 2 });
  await coordinator.button("Share what is in the form").click();
  const shared = sharingOf(coordinator, "what is in the form");
  const link = new URL(await shared.getByRole("textbox", { name: "Link to the job" }).inputValue());
  await expect(shared).toContainText(/^Link to the job\d+ characters/);

  const other = new CoordinatorActor(await newPage("other browser"));
  await other.open(server.origin, link.hash);
  await expect(
    other.page.getByText("Filled in from a link. Nothing of it runs before you press Start, Try or Share."),
  ).toBeVisible();
  await other.waitForEditor();
  await expect(other.field("Function")).toHaveText(program);
  await expect(other.field("Attempts")).toHaveValue("2");
  await expect(other.log).toHaveText("Nothing has happened yet.");
  await other.page.getByRole("switch", { name: "This tab helps too" }).check();
  await other.start();
  expect((await other.resultsOf(1)).map(([, result]) => result)).toEqual(['{"twice": 6}']);

  await other.button("Bring back what was in the form").click();
  await expect(other.field("Title")).toHaveValue("Collatz steps");
  await other.button("Run with changes: job 1").click();
  await expect(other.page.getByText("Filled in from job 1.")).toBeVisible();
  await expect(other.field("Title")).toHaveValue("Linked");
  await other.start({ Inputs: "50" });
  expect((await other.resultsOf(1)).map(([, result]) => result)).toEqual(['{"twice": 100}']);
});

test("a job from elsewhere is shared as it came, shows what hides in its program, and says what of it is not kept", async ({
  coordinator,
}) => {
  await coordinator.chooseWorkload("Your own function");
  await coordinator.setFields({ Function: program, Inputs: "3", Title: "Plain" });
  const sharing = sharingOf(coordinator, "what is in the form");
  await coordinator.button("Share what is in the form").click();
  const { text } = await savedBy(coordinator, sharing);
  const foreign = JSON.parse(text);
  foreign.job.program.source = "/* \u202E */ export const shared = never();\nexport default (n) => n;";
  foreign.job.options.seed = 7;
  await openFile(coordinator, "foreign.tabpool.json", JSON.stringify(foreign));
  const received = coordinator.page.getByRole("region", { name: "Plain", exact: true });
  await expect(received.getByRole("region", { name: "Program" })).toHaveText(
    "/* \uFFFD */ export const shared = never(); export default (n) => n;",
  );
  await expect(received).toContainText("characters that nobody sees");

  // Its program throws wherever it is asked for what it exports.
  await received.getByRole("button", { name: "Change it in the form" }).click();
  await expect(sharing).toHaveText("");
  await expect(coordinator.page.locator(".cm-specialChar")).toHaveAttribute("aria-label", /right-to-left override/);
  await coordinator.button("Share what is in the form").click();
  expect(JSON.parse((await savedBy(coordinator, sharing)).text)).toEqual(foreign);

  const dialog = coordinator.page.getByRole("dialog");
  await coordinator.button("Keep as…").click();
  await expect(dialog).toContainText("has no field for it: the seed 7 of its tasks’ random numbers.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  const hint = coordinator.page.getByText("This form was filled in for you.");
  await expect(hint).toBeVisible();
  await coordinator.choice("Start from").selectOption("Square each number");
  await dialog.getByRole("button", { name: "Replace it" }).click();
  await expect(hint).toHaveCount(0);
  await coordinator.setFields({ Title: "An hour of work" });
  await coordinator.reload();
  await coordinator.chooseWorkload("Your own function");
  await expect(coordinator.field("Title")).toHaveValue("An hour of work");
});

test("what is damaged, of another kind, too new or wrong in places is refused with place, reason and remedy, and the page works on", async ({
  coordinator,
  server,
}) => {
  const { page } = coordinator;
  await coordinator.chooseWorkload("Your own function");
  await coordinator.button("Share what is in the form").click();
  const shared = sharingOf(coordinator, "what is in the form");
  const { text } = await savedBy(coordinator, shared);
  const { hash } = new URL(await shared.getByRole("textbox", { name: "Link to the job" }).inputValue());
  const notice = refusal(coordinator);

  await openFile(coordinator, "cut.tabpool.json", text.slice(0, 200));
  await expect(notice).toContainText(/^cut\.tabpool\.json is no whole JSON: .*it was cut on its way/);
  await openFile(coordinator, "package.json", '{"name": "tabpool"}');
  await expect(notice).toContainText("package.json is JSON, but holds no job");
  await openFile(coordinator, "new.tabpool.json", text.replace('"version": 1', '"version": 2'));
  await expect(notice).toContainText("is of version 2; this page reads version 1.A newer Tabpool has saved it");
  await openFile(coordinator, "wrong.tabpool.json", text.replace('"maxAttempts":4', '"maxAttempts":0'));
  await expect(notice.getByRole("listitem")).toHaveText([
    "options.maxAttempts must be a whole number from 1 to 255, got 0.",
  ]);
  await notice.getByRole("button", { name: "Close" }).click();
  await expect(notice).toHaveCount(0);

  // As a person does who drops it on the page, the editor included, which takes nothing of it.
  await coordinator.waitForEditor();
  await coordinator.field("Function").evaluate((editor) => {
    editor.addEventListener("drop", () => {
      document.body.dataset["dropped"] = "on the editor";
    });
  });
  for (const [target, file] of [
    [page.locator("body"), "dropped.tabpool.json"],
    [coordinator.field("Function"), "on-the-editor.tabpool.json"],
  ] as const) {
    const dataTransfer = await page.evaluateHandle(
      ([content, as]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], as, { type: "text/plain" }));
        return transfer;
      },
      [text, file] as const,
    );
    for (const type of ["dragover", "drop"]) await target.dispatchEvent(type, { dataTransfer });
    await expect(page.getByRole("region", { name: "Collatz steps", exact: true })).toContainText(`From ${file}`);
  }
  await expect(page.locator("body")).not.toHaveAttribute("data-dropped");

  await page.evaluate(
    (damaged) => {
      location.hash = damaged;
    },
    hash.slice(0, -5),
  );
  await expect(notice).toContainText("The link to a job is damaged: it was cut or changed on its way.");
  await expect(notice).toContainText(
    "Ask for the link again, or for the job as a file. This page works on without it.",
  );
  await coordinator.open(server.origin, `?start=1${hash}`);
  await expect(page.getByText("Filled in from a link.")).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("A program from an address does not start by itself");
  await expect(page.getByText("No job has been started yet")).toBeVisible();
});

test("a program of this server is loaded by its address, and starts by itself when it may", async ({
  coordinator,
  volunteers,
  server,
  expectedNoise,
}) => {
  await coordinator.open(server.origin, "?program=/programs/primes.js&inputs=1..5&start=1");
  await expect(coordinator.page.getByText("Starts by itself when 1 volunteer is in.")).toBeVisible();
  await coordinator.waitForEditor();
  await expect(coordinator.field("Function")).toContainText("function isPrime(number)");
  await volunteers(1);
  const results = await coordinator.resultsOf(5);
  expect(results.map(([, result]) => result)).toEqual(["false", "true", "true", "false", "true"]);
  await expect(coordinator.log).toContainText("Prime numbers");

  expectedNoise.push(/status of 404/);
  const problems = coordinator.page.getByRole("alert").getByRole("definition");
  for (const [path, reason] of [
    ["/programs/none.js", "The server answers 404 for /programs/none.js: is there such a file?"],
    ["/sandbox.html", "/sandbox.html is text/html; a program must be served as text/javascript"],
    ["https://other.test/a.js", "it must be the address of a program on this server"],
  ] as const) {
    await coordinator.open(server.origin, `?program=${path}&start=1`);
    await expect(problems.first()).toContainText(reason);
    await expect(coordinator.page.getByText("No job has been started yet")).toBeVisible();
  }
});
