import type { Locator, Page } from "@playwright/test";
import { expect } from "./expect.ts";
import { crash } from "./crash.ts";

/** A volunteer's page, used and read as by a person. */
export class VolunteerActor {
  readonly page: Page;
  readonly name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
  }

  /** Opens the join link and joins without a click. */
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

  /** Waits until the volunteer is in the room. */
  async expectIn(): Promise<void> {
    await expect(this.button("Leave")).toBeVisible();
  }

  /** Reloads the page, and waits until it is back in the room by itself. */
  async reload(): Promise<void> {
    await this.page.reload();
    await expect(this.page.getByText(`Back in the room as ${this.name}`)).toBeVisible();
  }

  /** The tab's activity in the page's words, such as `Computing`. */
  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  get slots(): Locator {
    return this.page.getByRole("list", { name: "Slots" }).getByRole("listitem");
  }

  /** The sandbox frame, in which tasks are computed. */
  get frame(): Locator {
    return this.page.locator('iframe[title="Tabpool sandbox"]');
  }

  /** A figure of this tab's work, such as `Done`. */
  async figure(label: string): Promise<string> {
    const figures = this.page.getByLabel("This tab’s work").locator("div", { hasText: label });
    return figures.first().locator("dd").innerText();
  }

  async waitForTask(): Promise<void> {
    await expect(this.slots.filter({ hasText: /^\d+run task \d+ \* \d+\.\.\.$/ }).first()).toBeVisible();
  }

  /** Kills the page's renderer: no goodbye, no event in the page. */
  async kill(): Promise<void> {
    await crash(this.page);
  }
}
