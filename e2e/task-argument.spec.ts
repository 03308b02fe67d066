import { TaskCoordinator } from "./actors/task-coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test as base } from "./fixtures.ts";

interface Fixtures {
  /** A coordinator whose jobs a test writes, and one volunteer with two slots. */
  readonly room: { readonly coordinator: TaskCoordinator; readonly volunteer: VolunteerActor };
}

const test = base.extend<Fixtures>({
  room: async ({ server, newPage }, provide) => {
    const coordinator = new TaskCoordinator(await newPage("coordinator"));
    await coordinator.open(server.origin);
    const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
    await volunteer.join(await coordinator.joinLink(server.origin), 2);
    await provide({ coordinator, volunteer });
  },
});

test("a task's argument: index, attempt, shared value, files, random numbers, console, progress; and what its job needs of a browser", async ({
  room,
}) => {
  const { coordinator } = room;
  const shown = (job: number): Promise<void> =>
    expect(coordinator.page.locator(".job-phase")).toContainText(`Job ${job}:`);

  await test.step("a task is given its index and attempt, the shared value and the program's files", async () => {
    const source = `export default (n, task) => {
    const words = new TextDecoder().decode(task.file("words.txt")).split(" ");
    return [task.index, task.attempt, task.shared.factor * n, words[n]];
  }`;
    await coordinator.startTasks({
      source,
      count: 3,
      shared: { factor: 7 },
      files: { "words.txt": "zero one two" },
    });
    expect(await coordinator.values(3)).toEqual([
      [0, 1, 0, "zero"],
      [1, 1, 7, "one"],
      [2, 1, 14, "two"],
    ]);
    for (const [slot, startedMs] of await coordinator.places(3)) {
      expect([0, 1]).toContain(slot);
      expect(startedMs).toBeGreaterThanOrEqual(0);
    }
  });

  await test.step("random numbers of a task are the same in two runs, and others with another seed", async () => {
    const source = "export default (n, { random }) => [random(), random()]";
    await coordinator.startTasks({ source, count: 4, seed: 5 });
    await shown(2);
    const first = await coordinator.values(4);
    expect(new Set(first.map(String)).size).toBe(4);
    await coordinator.startTasks({ source: `${source};`, count: 4, seed: 5 });
    await shown(3);
    expect(await coordinator.values(4)).toEqual(first);
    await coordinator.startTasks({ source, count: 4, seed: 6 });
    await shown(4);
    expect(await coordinator.values(4)).not.toEqual(first);
  });

  await test.step("what a task writes to its console stands in the coordinator's log, with task and volunteer", async () => {
    const source = `export default (n) => {
    console.log("the input is", n);
    if (n === 1) console.error("but", { odd: true });
    return n;
  }`;
    await coordinator.startTasks({ source, count: 2 });
    await shown(5);
    await coordinator.values(2);
    await expect(coordinator.log).toContainText("laptop, task 0: the input is 0");
    await expect(coordinator.log).toContainText("laptop, task 1: the input is 1");
    await expect(coordinator.log).toContainText('laptop, task 1: error: but {"odd": true}');
  });

  await test.step("how far a running task is stands in its row", async () => {
    const source = `export default (n, task) => new Promise(() => {
    setInterval(() => task.progress(0.42), 100);
  })`;
    await coordinator.startTasks({ source, count: 1 });
    const row = coordinator.page.getByRole("region", { name: "Table of tasks" }).getByRole("row").nth(1);
    await expect(row).toContainText("42 %");
    await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 6");
    await expect(row).not.toContainText("42 %");
  });

  await test.step("a job that needs what no browser here offers waits and says so, and one that needs WebAssembly is computed", async () => {
    const source = "export default (n) => typeof WebAssembly";
    await coordinator.startTasks({ source, count: 1, needs: ["wasm", "warp-drive"] });
    await expect(coordinator.page.getByText("The job needs warp-drive, which no browser here offers.")).toBeVisible();
    await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 7");
    await coordinator.startTasks({ source, count: 1, needs: ["wasm"] });
    await shown(8);
    expect(await coordinator.values(1)).toEqual(["object"]);
  });
});
