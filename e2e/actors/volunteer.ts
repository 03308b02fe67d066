import type { Locator, Page } from "@playwright/test";
import { expect } from "./expect.ts";
import { crash } from "./crash.ts";

/** A volunteer's page, driven and read as a person would. */
export class VolunteerActor {
  readonly page: Page;
  readonly name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
  }

  /** Comes by the join link and joins without a click. */
  async join(joinLink: string, slots = 1): Promise<void> {
    const url = new URL(joinLink);
    url.searchParams.set("name", this.name);
    url.searchParams.set("slots", String(slots));
    url.searchParams.set("autojoin", "1");
    await this.page.goto(url.href);
    await this.expectJoined();
  }

  async expectJoined(): Promise<void> {
    const joined = this.button("Leave");
    const refused = this.page.getByRole("alert");
    await expect(joined.or(refused)).toBeVisible();
    if (await refused.isVisible()) expect(await refused.textContent(), `${this.name} was refused`).toBe("");
  }

  /** It gets in, whatever stood in its way before. */
  async expectIn(): Promise<void> {
    await expect(this.button("Leave")).toBeVisible();
  }

  /** Loads the page again as a person does, and waits until it is back in the room by itself. */
  async reload(): Promise<void> {
    await this.page.reload();
    await expect(this.page.getByText(`Back in the room as ${this.name}`)).toBeVisible();
  }

  /** What the page says that this tab is at: `Computing`, say. */
  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  get slots(): Locator {
    return this.page.getByRole("list", { name: "Slots" }).getByRole("listitem");
  }

  /** Where tasks are computed. */
  get frame(): Locator {
    return this.page.locator('iframe[title="Tabpool sandbox"]');
  }

  /** One of the figures of this tab's work, such as `Done`. */
  async figure(label: string): Promise<string> {
    const figures = this.page.getByLabel("This tab’s work").locator("div", { hasText: label });
    return figures.first().locator("dd").innerText();
  }

  async waitForTask(): Promise<void> {
    await expect(this.slots.filter({ hasText: /^\d+run task \d+ \* \d+\.\.\.$/ }).first()).toBeVisible();
  }

  /** The renderer dies at once: no goodbye, no event in the page. */
  async kill(): Promise<void> {
    await crash(this.page);
  }
}
