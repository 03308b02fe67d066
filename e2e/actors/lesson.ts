import type { Locator } from "@playwright/test";
import { expect } from "./expect.ts";
import { CoordinatorActor } from "./coordinator.ts";

/** The coordinator's page with a lesson, taken as by a person who presses what is to be pressed. */
export class LessonActor extends CoordinatorActor {
  get #panel(): Locator {
    return this.page.locator(".lesson");
  }

  get output(): Locator {
    return this.page.getByRole("log", { name: "Output" });
  }

  get #question(): Locator {
    return this.page.getByRole("heading", { name: "A question" });
  }

  async useOwnCores(): Promise<void> {
    await this.button("Use this tab’s cores").click();
  }

  /** Goes on until the lesson asks its question, and has the answer shown. */
  async takeToItsEnd(): Promise<void> {
    const steps = this.#panel.getByRole("listitem");
    const press = this.#panel.locator("li[aria-current] button:enabled");
    const pressed: string[] = [];
    while (true) {
      await expect(this.#question.or(press).first(), `after ${pressed.join(", ")}`).toBeVisible();
      if (await this.#question.isVisible()) break;
      const name = await press.innerText();
      await press.click();
      pressed.push(name);
      await expect(press.filter({ hasText: name })).toBeHidden();
    }
    await expect(steps.first()).toHaveClass("is-done");
    await this.page.getByText("The answer", { exact: true }).click();
    await expect(this.page.getByRole("group").getByRole("paragraph")).toBeVisible();
  }

  /** The next lesson, in the same room. */
  async goOn(title: string): Promise<void> {
    await this.page.getByRole("link", { name: `Next: ${title}` }).click();
    await expect(this.page.getByRole("heading", { name: title, exact: true })).toBeVisible();
    await this.expectOpen();
  }
}
