import type { Browser, Page } from "@playwright/test";
import { crash } from "../actors/crash.ts";
import { VolunteerActor } from "../actors/volunteer.ts";
import { renderersOf } from "./renderers.ts";

/** The volunteers of a run by number, and the faults that they can have. */
export class Crew {
  readonly #browser: Browser;
  readonly #watch: (page: Page, purpose: string) => Page;
  readonly #slots: number;
  readonly #present = new Map<number, VolunteerActor>();
  readonly #stopped = new Map<number, number>();

  constructor(browser: Browser, slots: number, watch: (page: Page, purpose: string) => Page) {
    this.#browser = browser;
    this.#slots = slots;
    this.#watch = watch;
  }

  readonly nameOf = (volunteer: number): string => `laptop-${String(volunteer).padStart(2, "0")}`;

  /** Names of the volunteers without a final fault. */
  get names(): readonly string[] {
    return Array.from(this.#present.values(), ({ name }) => name);
  }

  async open(volunteer: number, joinLink: string): Promise<void> {
    const name = this.nameOf(volunteer);
    const page = this.#watch(await (await this.#browser.newContext()).newPage(), name);
    const actor = new VolunteerActor(page, name);
    this.#present.set(volunteer, actor);
    await actor.join(joinLink, this.#slots);
  }

  /** Resolves to the moment of the loss, in milliseconds since 1970. */
  async closeTab(volunteer: number): Promise<number> {
    const { page } = this.#take(volunteer);
    const closed = page.waitForEvent("close");
    const lostAt = Date.now();
    await page.close({ runBeforeUnload: true });
    await closed;
    await page.context().close();
    return lostAt;
  }

  async kill(volunteer: number): Promise<number> {
    const { page } = this.#get(volunteer);
    const renderers = await renderersOf(page);
    const crashed = page.waitForEvent("crash");
    const lostAt = Date.now();
    process.kill(renderers.page, "SIGKILL");
    await crashed;
    this.#take(volunteer);
    await page.context().close();
    return lostAt;
  }

  async crash(volunteer: number): Promise<number> {
    const { page } = this.#take(volunteer);
    const lostAt = Date.now();
    await crash(page);
    await page.context().close();
    return lostAt;
  }

  /** Stops all at once: while one is stopped, the processes of the others cannot be found. */
  async stop(volunteers: readonly number[]): Promise<void> {
    const found = new Map<number, number>();
    for (const volunteer of volunteers) {
      found.set(volunteer, (await renderersOf(this.#get(volunteer).page)).page);
    }
    for (const [volunteer, renderer] of found) {
      process.kill(renderer, "SIGSTOP");
      this.#stopped.set(volunteer, renderer);
    }
  }

  go(volunteers: readonly number[]): void {
    for (const volunteer of volunteers) {
      const renderer = this.#stopped.get(volunteer);
      if (renderer !== undefined) process.kill(renderer, "SIGCONT");
      this.#stopped.delete(volunteer);
    }
  }

  async removeFrame(volunteer: number): Promise<void> {
    await this.#get(volunteer).frame.evaluate((frame) => frame.remove());
  }

  /** Kills the sandbox frame. Playwright takes this for a crash of the page, but the volunteer goes on with another frame. */
  async killFrame(volunteer: number): Promise<void> {
    const { page, frame, name } = this.#get(volunteer);
    await frame.waitFor({ state: "attached" });
    const renderers = await renderersOf(page);
    if (renderers.frame === null) throw new Error(`the trace names no process for the sandbox frame of ${name}`);
    const noticed = page.waitForEvent("crash");
    process.kill(renderers.frame, "SIGKILL");
    await noticed;
  }

  async end(): Promise<void> {
    this.go([...this.#stopped.keys()]);
    for (const { page } of this.#present.values()) await page.context().close();
    this.#present.clear();
  }

  #get(volunteer: number): VolunteerActor {
    const actor = this.#present.get(volunteer);
    if (actor === undefined) throw new Error(`${this.nameOf(volunteer)} is not there`);
    return actor;
  }

  #take(volunteer: number): VolunteerActor {
    const actor = this.#get(volunteer);
    this.#present.delete(volunteer);
    return actor;
  }
}
