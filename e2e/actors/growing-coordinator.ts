import { expect } from "./expect.ts";
import { CoordinatorActor } from "./coordinator.ts";
import { openBundled } from "./open-bundled.ts";

/** What follows the last input of a source. */
type SourceEnd = "ends" | "fails" | "falls silent";

/** The coordinator's page, whose jobs get their inputs from generators. */
export class GrowingCoordinator extends CoordinatorActor {
  override async open(origin: string): Promise<void> {
    await openBundled(this.page, origin, "growing-room.ts");
    await this.expectOpen();
  }

  /**
   * Starts a job that squares the numbers below `count`, each after `spinMs` milliseconds of computing. `characters`: the numbers
   * are texts of so many.
   */
  async startGenerator(count: number, end: SourceEnd, spinMs = 0, characters = 0): Promise<void> {
    const given = [count, end, spinMs, characters] as const;
    await this.page.evaluate((all) => globalThis.growingRoom.startJob(...all), given);
  }

  /** Bytes of the page's JavaScript and its buffers that no collection frees. */
  async heapBytes(): Promise<number> {
    const session = await this.page.context().newCDPSession(this.page);
    await session.send("HeapProfiler.collectGarbage");
    const usage = await session.send("Runtime.getHeapUsage");
    await session.detach();
    return usage.usedSize + usage.backingStorageSize;
  }

  /** The inputs of the rows in sight. */
  async inputsInSight(): Promise<readonly string[]> {
    return this.page.locator(".tasks-body .task-input").allTextContents();
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
