import type { Locator, Page } from "@playwright/test";
import { expect } from "./expect.ts";

/** The coordinator's page, used and read as by a person. */
export class CoordinatorActor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens `/coordinator` and waits for its room. */
  async open(origin: string, search = ""): Promise<void> {
    await this.page.goto(`${origin}/coordinator${search}`);
    await this.expectOpen();
    await this.openFormOfDemo();
  }

  /** From the gallery, where the page shows it. */
  async openFormOfDemo(): Promise<void> {
    if (await this.card("Squares").isVisible()) await this.card("Squares").click();
  }

  /** The button that opens a workload's form from the gallery. */
  card(title: string): Locator {
    return this.page.getByRole("list", { name: "Kinds of jobs" }).getByRole("button", { name: title, exact: true });
  }

  async expectOpen(): Promise<void> {
    await expect(this.joinLinkField).toHaveValue(/\/worker\?room=[2-9A-HJKMNP-Z]{6}#/);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.expectOpen();
  }

  get joinLinkField(): Locator {
    return this.page.getByRole("textbox", { name: "Join link" });
  }

  /** The join link at the origin that the tests use. */
  async joinLink(origin: string): Promise<string> {
    const shown = new URL(await this.joinLinkField.inputValue());
    return `${origin}${shown.pathname}${shown.search}${shown.hash}`;
  }

  async roomCode(): Promise<string> {
    const shown = new URL(await this.joinLinkField.inputValue());
    return shown.searchParams.get("room") ?? "";
  }

  field(label: string): Locator {
    return this.page.getByRole("textbox", { name: label });
  }

  /** The field with a list of choices. */
  choice(label: string): Locator {
    return this.page.getByRole("combobox", { name: label });
  }

  async chooseWorkload(title: string): Promise<void> {
    if (await this.button("All jobs").isVisible()) await this.button("All jobs").click();
    await this.card(title).click();
    await expect(this.page.getByRole("heading", { name: title, exact: true })).toBeVisible();
    if (title === "Your own function") await this.waitForEditor();
  }

  /** The editor takes the place of a text area when it is loaded. */
  async waitForEditor(): Promise<void> {
    await expect(this.page.locator(".code-editor").getByRole("textbox", { name: "Function" })).toBeVisible();
  }

  fileField(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** Picks a file with this name and content, as in the browser's dialogue, and waits until the form can be sent with it. */
  async pickFile(label: string, name: string, content: string | Buffer): Promise<void> {
    const buffer = typeof content === "string" ? Buffer.from(content) : content;
    await this.fileField(label).setInputFiles({ name, mimeType: "text/plain", buffer });
    await expect(this.page.getByText(`${name} is being read.`)).toBeHidden();
  }

  /** Shows another view of the job or its room, by its name. */
  async openView(name: string): Promise<void> {
    const link = this.page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "page");
  }

  /** The foldable options of the job. */
  get optionsFold(): Locator {
    return this.page.getByText("Options", { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async setFields(fields: Readonly<Record<string, number | string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await this.field(label).fill(String(value));
  }

  /** Fills the form in and sends it. The page may refuse it. */
  async submit(fields: Readonly<Record<string, number | string>> = {}): Promise<void> {
    await this.openFormOfDemo();
    await this.setFields(fields);
    await this.button("Start").click();
  }

  /** Starts a job, and waits until the page shows it. */
  async start(fields: Readonly<Record<string, number | string>> = {}): Promise<void> {
    const before = await this.#jobShown();
    await this.submit(fields);
    await expect.poll(() => this.#jobShown(), "the job that the page shows").not.toBe(before);
  }

  /** The title of the shown job, `Job 2`; null before the first. */
  async #jobShown(): Promise<string | null> {
    const [phase] = await this.page.locator(".job-phase").allTextContents();
    return phase?.split(":")[0] ?? null;
  }

  /** The row of an open job in the list of them, which is there while there are several. */
  openJob(job: number): Locator {
    const title = this.page.getByRole("button", { name: `Show job ${job}:` });
    return this.page.getByRole("list", { name: "Open jobs" }).getByRole("listitem").filter({ has: title });
  }

  /** Shows one of the open jobs, and waits for it. */
  async showJob(job: number): Promise<void> {
    await this.page.getByRole("button", { name: `Show job ${job}:` }).press("Enter");
    await expect(this.page.locator(".job-phase")).toContainText(`Job ${job}:`);
  }

  volunteerRow(name: string): Locator {
    return this.page.getByRole("region", { name: "List of volunteers" }).getByRole("row", { name });
  }

  /** The cell that says how much of the job shown the volunteer has done. */
  tasksDoneBy(name: string): Locator {
    return this.volunteerRow(name).getByRole("cell").nth(3);
  }

  /** The folded list of volunteers that have left, with their reasons. */
  goneVolunteer(name: string): Locator {
    return this.page.locator(".volunteers-gone li").filter({ has: this.page.getByText(name, { exact: true }) });
  }

  /** Presses the button, and confirms its dialog. */
  async pressAndConfirm(button: Locator, confirm: string): Promise<void> {
    await button.click();
    await this.page.getByRole("dialog").getByRole("button", { name: confirm, exact: true }).click();
  }

  /** Closes the room while volunteers are in it or a job runs, when the page asks to confirm. */
  async closeRoom(): Promise<void> {
    await this.pressAndConfirm(this.button("Close the room"), "Close the room");
  }

  /** Deletes a job that has results or is not finished, by its number in its room. */
  async deleteJob(job: number): Promise<void> {
    const button = this.jobOnRecord(`job ${job},`).getByRole("button", { name: "Delete" });
    await this.pressAndConfirm(button, `Delete job ${job}`);
  }

  /** Waits until the volunteers have found the room again by themselves. */
  async expectBack(names: readonly string[]): Promise<void> {
    const rows = names.map((name) => this.volunteerRow(name));
    await Promise.all(rows.map((row) => expect(row).toContainText("steady")));
  }

  get log(): Locator {
    return this.page.getByRole("log");
  }

  /** The log's lines about the newest job with this beginning; of a page that was loaded anew, all with it. */
  async logLines(beginning: string): Promise<string[]> {
    const lines = await this.log.locator("p").allTextContents();
    const start = lines.findLastIndex((line) => /^Job \d+: /.test(line));
    return lines.slice(Math.max(0, start)).filter((line) => line.startsWith(beginning));
  }

  /** `Done`, `Failed`, `Leased`, `Pending`, `Total` as the page shows them; waits until it shows a job. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    const figures = await this.page.getByLabel("Tasks by state").evaluate((states) => {
      const textsOf = (tag: string): string[] => Array.from(states.querySelectorAll(tag), (cell) => cell.textContent);
      const numbers = textsOf("dd");
      return textsOf("dt").map((name, at) => [name, Number((numbers[at] ?? "").replaceAll(/\D/g, ""))] as const);
    });
    return Object.fromEntries(figures);
  }

  /** How long the shown job took, in whole seconds, once it is done. */
  async secondsTaken(): Promise<number> {
    const phase = this.page.locator(".job-phase");
    await expect(phase).toContainText("done in");
    const [, minutes = "0", seconds = "0"] =
      /done in (?:(\d+) min )?(\d+) s/.exec((await phase.textContent()) ?? "") ?? [];
    return 60 * Number(minutes) + Number(seconds);
  }

  /** Waits until this number of tasks is done. */
  async waitForDone(done: number): Promise<void> {
    // Playwright looks once a second before long.
    const often = { intervals: [100, 200, 300] };
    await expect.poll(async () => (await this.counts())["Done"] ?? 0, often).toBeGreaterThanOrEqual(done);
  }

  /** The rows of the task table as texts by column, read at one moment. */
  async rows(): Promise<Readonly<Record<string, string>>[]> {
    const box = this.page.getByRole("region", { name: "Table of tasks" });
    const texts = await box.evaluate((region) =>
      Array.from(region.querySelectorAll('[role="row"]'), (row) =>
        Array.from(row.querySelectorAll('[role="cell"]'), (cell) => cell.textContent),
      ),
    );
    const columns = ["task", "input", "result", "runtime", "volunteer", "attempts", "state", "arrival"];
    const rows = texts.filter((cells) => cells.length > 0);
    return rows.map((cells) => Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""])));
  }

  /** Inputs and results of the shown job, in the order of the tasks, when this number of them is done. */
  async resultsOf(count: number): Promise<(readonly [string, string])[]> {
    await this.waitForDone(count);
    const rows = (await this.rows()).toSorted((a, b) => Number(a["task"]) - Number(b["task"]));
    return rows.map((row) => [row["input"] ?? "", row["result"] ?? ""]);
  }

  /** Jobs on record in the page's list that contain the text. */
  jobOnRecord(text: string): Locator {
    return this.page.getByRole("list", { name: "Jobs on record" }).getByRole("listitem").filter({ hasText: text });
  }

  /** Checks that the table has every task once, with the right square. */
  async expectEachRowOnce(count: number): Promise<Readonly<Record<string, string>>[]> {
    await this.waitForDone(count);
    expect(await this.counts()).toEqual({ Done: count, Failed: 0, Leased: 0, Pending: 0, Total: count });
    const rows = await this.rows();
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map((row) => row["task"])).size).toBe(count);
    for (const row of rows) {
      const n = Number(row["input"]);
      expect(row["result"]).toBe(`${n} * ${n} = ${n * n}`);
      expect(row["state"]).toBe("done");
    }
    const arrivals = rows.map((row) => Number(row["arrival"]));
    expect(arrivals).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    return rows;
  }

  /** Checks the demo's promise: table and log have every task once, with the right square. */
  async expectEachResultOnce(count: number): Promise<void> {
    const rows = await this.expectEachRowOnce(count);
    const results = await this.logLines("Result: ");
    expect(results).toHaveLength(count);
    for (const [at, line] of results.entries()) {
      expect(line).toMatch(/^Result: (\d+) \* \1 = \d+, runtime: \d+s$/);
      expect(line).toContain(rows[at]?.["result"] ?? "no such row");
    }
  }
}
