import type { Locator, Page } from "@playwright/test";
import { optionFields } from "../../web/coordinator/option-fields.ts";
import { expect } from "./expect.ts";
import { RoomActor, type FieldTexts } from "./room.ts";

function isChoice(label: string): boolean {
  return optionFields.some((field) => field.label === label && field.type === "choice");
}

/** As people type inputs: a JSON value on each line. */
function linesOf(inputs: readonly unknown[]): string {
  return inputs.map((input) => JSON.stringify(input)).join("\n");
}

/** The coordinator's page, used and read as by a person. */
export class CoordinatorActor extends RoomActor {
  readonly page: Page;

  constructor(page: Page) {
    super();
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

  /** Folds the options out where one of them is among the fields. */
  async setFields(fields: FieldTexts): Promise<void> {
    const option = optionFields.find(({ label }) => label in fields);
    if (option !== undefined && !(await this.#fieldOf(option.label).isVisible())) await this.optionsFold.click();
    for (const [label, value] of Object.entries(fields)) {
      const field = this.#fieldOf(label);
      if (isChoice(label)) await field.selectOption(String(value));
      else await field.fill(String(value));
    }
  }

  #fieldOf(label: string): Locator {
    return isChoice(label) ? this.choice(label) : this.field(label);
  }

  /** Fills the form in and sends it. The page may refuse it. */
  async submit(fields: FieldTexts = {}): Promise<void> {
    await this.openFormOfDemo();
    await this.setFields(fields);
    await this.button("Start").click();
  }

  /** Starts a job, and waits until the page shows it. */
  async start(fields: FieldTexts = {}): Promise<void> {
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

  get log(): Locator {
    return this.page.getByRole("log");
  }

  async saidLines(): Promise<string[]> {
    return this.log.locator("p").allTextContents();
  }

  async startOver(program: string, last: number, options: FieldTexts = {}): Promise<void> {
    await this.chooseWorkload("Your own function");
    await this.choice("Inputs come from").selectOption("a range of numbers");
    await this.start({ Function: program, "First number": 1, "Last number": last, ...options });
  }

  async startOpen(program: string, inputs: readonly unknown[]): Promise<void> {
    await this.chooseWorkload("Your own function");
    await this.choice("Inputs come from").selectOption("a list typed here");
    await this.page.getByRole("switch", { name: "More inputs may come later" }).check();
    await this.start({ Function: program, Inputs: linesOf(inputs) });
  }

  get #furtherInputs(): Locator {
    return this.page.getByRole("form", { name: /^Inputs of job/ });
  }

  async addInputs(inputs: readonly unknown[]): Promise<void> {
    await this.#furtherInputs.getByRole("textbox", { name: "Inputs" }).fill(linesOf(inputs));
    await this.#furtherInputs.getByRole("button", { name: "Add inputs" }).click();
    await expect(this.#furtherInputs).toContainText(/\d+ inputs? added, \d+ in all\./);
  }

  async seal(): Promise<void> {
    await this.#furtherInputs.getByRole("button", { name: /^Seal job/ }).click();
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Seal job/ })
      .click();
  }

  async restart(): Promise<void> {
    await this.reload();
  }

  async pause(): Promise<void> {
    await this.button("Pause").click();
  }

  async resume(): Promise<void> {
    await this.button("Resume").click();
  }

  async cancel(): Promise<void> {
    await this.button("Cancel").click();
    await this.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Cancel job/ })
      .click();
  }

  async sendAway(name: string): Promise<void> {
    const button = this.volunteerRow(name).getByRole("button", { name: `Send ${name} away` });
    await this.pressAndConfirm(button, "Send it away");
  }

  async lendSecret(isLent: boolean): Promise<void> {
    await this.page.getByRole("switch", { name: "Joining by code alone" }).setChecked(isLent);
  }

  async expectGone(name: string, why: string | RegExp): Promise<void> {
    await expect(this.goneVolunteer(name)).toContainText(why);
  }

  async expectThere(name: string, state: "steady" | "paused"): Promise<void> {
    await expect(this.volunteerRow(name)).toContainText(state);
  }

  async expectNobody(): Promise<void> {
    await expect(this.page.getByText("Nobody is here yet")).toBeVisible();
  }

  async expectReachable(isReachable: boolean): Promise<void> {
    const away = this.page.getByText("The signaling server does not answer.");
    await expect(away).toBeVisible({ visible: !isReachable });
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

  /** Jobs on record in the page's list that contain the text. */
  jobOnRecord(text: string): Locator {
    return this.page.getByRole("list", { name: "Jobs on record" }).getByRole("listitem").filter({ hasText: text });
  }
}
