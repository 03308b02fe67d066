import { expect } from "./expect.ts";
import { bundlePage } from "./bundle-page.ts";
import { CoordinatorActor } from "./coordinator.ts";

/** Where the script is served, beside the app's own and with the same origin. */
const path = "/growing-room.js";

/** What follows the last input of a source. */
type SourceEnd = "ends" | "fails" | "falls silent";

/** The coordinator's page, whose jobs get their inputs from generators. */
export class GrowingCoordinator extends CoordinatorActor {
  override async open(origin: string): Promise<void> {
    const script = await bundlePage("growing-room.ts");
    await this.page.route(`**${path}`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    // A page of the server: one that only the test made up may not reach local addresses.
    await this.page.goto(`${origin}/`);
    await this.page.addScriptTag({ url: path, type: "module" });
    await this.expectOpen();
  }

  /** Starts a job that squares the numbers below `count`, each after `spinMs` milliseconds of computing. */
  async startGenerator(count: number, end: SourceEnd, spinMs = 0): Promise<void> {
    await this.page.evaluate((given) => globalThis.growingRoom.startJob(...given), [count, end, spinMs] as const);
  }

  /** Inputs read so far, and the most that were read and had no result on the page. */
  async inputs(): Promise<{ readonly read: number; readonly mostAhead: number }> {
    return this.page.evaluate(() => globalThis.growingRoom.inputs());
  }

  async resultOf(task: number): Promise<number | null> {
    return this.page.evaluate((index) => globalThis.growingRoom.valueOf(index), task);
  }

  /** Waits until the page shows such words about the job. */
  async expectPhase(words: string, timeoutMs = 30_000): Promise<void> {
    await expect(this.page.locator(".job-phase")).toContainText(words, { timeout: timeoutMs });
  }
}
