import { TaskCoordinator } from "../actors/task-coordinator.ts";
import { expect, test as base } from "../fixtures.ts";

/** A coordinator whose jobs a test writes. Volunteers join it. */
const test = base.extend<{ readonly tasks: TaskCoordinator }>({
  tasks: async ({ newPage, server }, provide) => {
    const tasks = new TaskCoordinator(await newPage("coordinator"));
    await tasks.open(server.origin);
    await provide(tasks);
  },
  coordinator: async ({ tasks }, provide) => provide(tasks),
});

/** Changes what other programs may need, leaves timers and handlers behind, and writes without end. */
const unruly = `
const write = console.log;
Array.prototype.concat = () => { throw new Error("concat of another job"); };
JSON.stringify = () => "of another job";
Object.prototype.left = "by another job";
globalThis.onerror = () => true;
addEventListener("error", (event) => event.preventDefault());
addEventListener("unhandledrejection", (event) => event.preventDefault());
export default function (n) {
  setInterval(() => { globalThis.count = (globalThis.count ?? 0) + 1; throw new Error("late"); }, 1);
  Promise.reject(new Error("left behind"));
  for (let line = 0; line < 300; line += 1) write("x".repeat(500));
  return new Promise((done) => setTimeout(done, 50, [this === undefined, n]));
}`;

const innocent = `export default (n) => [[n].concat([n + 1]), JSON.stringify({ n }), {}.left ?? null, globalThis.count ?? null]`;

test("what a program changes, leaves behind or writes fails no task of another one beside it, nor its own", async ({
  tasks,
  volunteers,
}) => {
  const [volunteer] = await volunteers(1, 2);
  await tasks.startTasks({ source: unruly, count: 12 });
  await tasks.startTasks({ source: innocent, count: 12 });
  await expect(tasks.page.locator(".job-phase")).toContainText("Job 2:");
  const numbers = Array.from({ length: 12 }, (_, n) => n);
  expect(await tasks.values(12)).toEqual(numbers.map((n) => [[n, n + 1], `{"n":${n}}`, null, null]));
  const first = tasks.jobOnRecord("job 1,");
  await expect(first).toContainText("12 done");
  await first.getByRole("button", { name: "Open" }).click();
  await expect(tasks.page.locator(".job-phase")).toContainText("Job 1:");
  expect(await tasks.values(12)).toEqual(numbers.map((n) => [true, n]));
  await expect(tasks.log).toContainText(/lines? left out\)/);
  await expect(volunteer?.page.getByRole("log") ?? tasks.log).not.toContainText("was replaced");
});
