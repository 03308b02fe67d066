import type { TaskJob } from "../pages/task-job.ts";
import { CoordinatorActor } from "./coordinator.ts";
import { expect } from "./expect.ts";
import { openBundled } from "./open-bundled.ts";

/** The coordinator's page, with jobs whose programs a spec writes. */
export class TaskCoordinator extends CoordinatorActor {
  override async open(origin: string): Promise<void> {
    await openBundled(this.page, origin, "task-room.tsx");
    await this.expectOpen();
  }

  async startTasks(job: TaskJob): Promise<void> {
    await this.page.evaluate((given) => globalThis.taskRoom.startJob(given), job);
  }

  /** The values of the tasks of a job that is done, by their numbers. */
  async values(count: number): Promise<readonly unknown[]> {
    await expect.poll(async () => (await this.counts())["Done"]).toBe(count);
    return this.page.evaluate((total) => globalThis.taskRoom.values(total), count);
  }

  async places(count: number): Promise<readonly (readonly [slot: number, startedMs: number])[]> {
    return this.page.evaluate((total) => globalThis.taskRoom.places(total), count);
  }
}
