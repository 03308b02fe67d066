import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect } from "../actors/expect.ts";
import { CoordinatorActor } from "../actors/coordinator.ts";
import { crash } from "../actors/crash.ts";
import { selfTest, serverAway } from "../expected-noise.ts";
import { Crew } from "./crew.ts";
import { departureSeenAt } from "./departure.ts";
import type { Fault } from "./plan.ts";
import type { PlantedMistake } from "./planted.ts";
import { firstNewResultMs, noteFirstNewResult } from "./return-clock.ts";

/** A browser, and a server that can be stopped and started again on the same port. */
export interface House {
  readonly browser: Browser;
  readonly server: { readonly origin: string; stop(): Promise<void>; start(): Promise<void> };
}

/** Durations in milliseconds, as seen on the coordinator's page. */
export interface Delays {
  /** From the loss of a volunteer until the page shows it as gone, by kind of loss. */
  readonly closed: number[];
  readonly killed: number[];
  /** From the opening of the coordinator's page, after a reload or a kill, to its first new result. */
  readonly reloaded: number[];
  readonly reopened: number[];
}

const names = ["Done", "Failed", "Leased", "Pending"] as const;

/** One coordinator and its volunteers, which faults happen to. */
export class ChaosRoom {
  readonly crew: Crew;
  /** Unexpected lines in the consoles of pages. */
  readonly noise: string[] = [];
  readonly delays: Delays = { closed: [], killed: [], reloaded: [], reopened: [] };
  readonly #house: House;
  #context: BrowserContext | null = null;
  #coordinator: CoordinatorActor | null = null;
  #joinLink = "";
  #address = "";
  #mostDone = 0;

  readonly #mistake: PlantedMistake | null;

  constructor(house: House, slots: number, mistake: PlantedMistake | null = null) {
    this.#mistake = mistake;
    this.#house = house;
    this.crew = new Crew(house.browser, slots, (page, purpose) => this.#watch(page, purpose));
  }

  get coordinator(): CoordinatorActor {
    if (this.#coordinator === null) throw new Error("the coordinator is not there");
    return this.#coordinator;
  }

  async open(volunteers: number): Promise<void> {
    this.#context = await this.#house.browser.newContext();
    await this.#context.addInitScript(noteFirstNewResult);
    if (this.#mistake !== null) await this.#context.addInitScript(this.#mistake.plant);
    this.#coordinator = new CoordinatorActor(this.#watch(await this.#context.newPage(), "coordinator"));
    await this.#coordinator.open(this.#house.server.origin);
    this.#joinLink = await this.#coordinator.joinLink(this.#house.server.origin);
    this.#address = this.#coordinator.page.url();
    const numbers = Array.from({ length: volunteers }, (_, at) => at + 1);
    await Promise.all(numbers.map((number) => this.crew.open(number, this.#joinLink)));
  }

  async perform(fault: Fault): Promise<void> {
    switch (fault.type) {
      case "volunteer-opened":
        await this.expectSignaling();
        await this.#each(fault, (volunteer) => this.crew.open(volunteer, this.#joinLink));
        return;
      case "tab-closed":
        await this.#lose(fault, this.delays.closed, (volunteer) => this.crew.closeTab(volunteer));
        return;
      case "renderer-killed":
        await this.#lose(fault, this.delays.killed, (volunteer) => this.crew.kill(volunteer));
        return;
      case "renderer-crashed":
        await this.#lose(fault, this.delays.killed, (volunteer) => this.crew.crash(volunteer));
        return;
      case "renderers-stopped":
        await this.crew.stop(fault.volunteers);
        return;
      case "renderers-continued":
        this.crew.go(fault.volunteers);
        return;
      case "frame-removed":
        await this.#each(fault, (volunteer) => this.crew.removeFrame(volunteer));
        return;
      case "frame-killed":
        await this.#each(fault, (volunteer) => this.crew.killFrame(volunteer));
        return;
      case "signaling-stopped":
        await this.#house.server.stop();
        return;
      case "signaling-started":
        await this.#house.server.start();
        return;
      case "coordinator-reloaded":
        await this.coordinator.reload();
        this.#timeReturn(this.delays.reloaded);
        return;
      case "coordinator-killed": {
        const { page } = this.coordinator;
        await crash(page);
        this.#coordinator = null;
        await page.close();
        return;
      }
      case "coordinator-reopened":
        await this.#reopen();
        return;
    }
  }

  async #each(fault: { readonly volunteers: readonly number[] }, perform: (volunteer: number) => Promise<void>) {
    for (const volunteer of fault.volunteers) await perform(volunteer);
  }

  async #reopen(): Promise<void> {
    if (this.#context === null) throw new Error("the room was never open");
    const page = this.#watch(await this.#context.newPage(), "coordinator, reopened");
    this.#coordinator = new CoordinatorActor(page);
    await page.goto(this.#address);
    await this.#coordinator.expectOpen();
    this.#timeReturn(this.delays.reopened);
  }

  /** Records the time until the page's first new result, unless another fault closes the page before. */
  #timeReturn(into: number[]): void {
    firstNewResultMs(this.coordinator.page).then(
      (ms) => into.push(ms),
      () => {},
    );
  }

  async #lose(
    { volunteers }: { readonly volunteers: readonly number[] },
    into: number[],
    lose: (volunteer: number) => Promise<number>,
  ): Promise<void> {
    for (const volunteer of volunteers) {
      const page = this.#coordinator?.page;
      const departure = page === undefined ? null : departureSeenAt(page, this.crew.nameOf(volunteer));
      // Awaited at once, since the page may be reloaded during the fault.
      const goneAt = departure?.catch(() => null);
      const lostAt = await lose(volunteer);
      void goneAt?.then((at) => at !== null && into.push(at - lostAt));
    }
  }

  /** Waits until the room is registered at the signaling server, where new volunteers find it. */
  async expectSignaling(): Promise<void> {
    const notice = this.coordinator.page.getByText("The signaling server does not answer.");
    await expect(notice).toBeHidden();
  }

  /** Waits until all volunteers without a final fault are in by themselves. */
  async expectAllIn(): Promise<void> {
    for (const name of this.crew.names) {
      await expect(this.coordinator.volunteerRow(name)).toContainText("steady");
    }
  }

  /** Done tasks as the page shows them. Throws if its figures do not add up, or if tasks are no longer done. */
  async look(): Promise<number> {
    if (this.#coordinator === null) return this.#mostDone;
    const counts = await this.#coordinator.counts();
    const figures = names.map((name) => counts[name] ?? 0);
    const sum = figures.reduce((one, other) => one + other, 0);
    if (sum !== counts["Total"]) throw new Error(`${figures.join(" + ")} tasks are not ${counts["Total"]}`);
    const done = counts["Done"] ?? 0;
    if (done < this.#mostDone) throw new Error(`${this.#mostDone} tasks were done, and now only ${done} are`);
    this.#mostDone = done;
    return done;
  }

  /** Closes volunteers before their coordinator, since they would look for it. */
  async end(): Promise<void> {
    await this.crew.end();
    await this.#context?.close();
  }

  #watch(page: Page, purpose: string): Page {
    const note = (text: string): void => {
      if (!selfTest.test(text) && !serverAway.test(text)) this.noise.push(`${purpose} said: ${text}`);
    };
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") note(message.text());
    });
    page.on("pageerror", (error) => note(error.message));
    return page;
  }
}
