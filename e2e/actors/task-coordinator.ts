import type { TaskJob } from "../pages/task-room.tsx";
import { bundlePage } from "./bundle-page.ts";
import { CoordinatorActor } from "./coordinator.ts";
import { expect } from "./expect.ts";

/** Where the script is served, beside the app's own and with the same origin. */
const path = "/task-room.js";

/** The coordinator's page, with jobs whose programs a spec writes. */
export class TaskCoordinator extends CoordinatorActor {
  override async open(origin: string): Promise<void> {
    const script = await bundlePage("task-room.tsx");
    await this.page.route(`**${path}`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    // A page of the server: one that only the test made up may not reach local addresses.
    await this.page.goto(`${origin}/`);
    await this.page.addScriptTag({ url: path, type: "module" });
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
