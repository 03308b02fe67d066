import type { Locator } from "@playwright/test";
import { CoordinatorActor } from "./coordinator.ts";
import { expect } from "./expect.ts";

/** The coordinator's page with the form of one's own function. */
export class OwnCoordinator extends CoordinatorActor {
  /** `search`: further parameters, `&title=Mine`. */
  override async open(origin: string, search = ""): Promise<void> {
    await super.open(origin, `?workload=own${search}`);
    await this.waitForEditor();
  }

  get editor(): Locator {
    return this.field("Function");
  }

  get startFrom(): Locator {
    return this.choice("Start from");
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog");
  }

  get search(): Locator {
    return this.page.getByRole("searchbox", { name: "Search the tasks" });
  }

  /** Fills the form with an example, whose text begins so. */
  async fillFrom(example: string, beginning: string): Promise<void> {
    await this.startFrom.selectOption(example);
    await expect(this.editor).toContainText(beginning);
  }

  async takeInputsFrom(source: string): Promise<void> {
    await this.choice("Inputs come from").selectOption(source);
  }

  /** Opens what the record has of a job, by its number. */
  async openRecord(job: number): Promise<void> {
    await this.jobOnRecord(`job ${job},`).getByRole("button", { name: "Open" }).click();
  }

  /** Waits until the page shows such words about the job. */
  async expectPhase(words: string | RegExp): Promise<void> {
    await expect(this.page.locator(".job-phase")).toContainText(words);
  }
}
