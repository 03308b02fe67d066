import { afterEach, beforeEach, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";
import { openInPage } from "./testing/page-compute.ts";

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await openInPage(2);
});

afterEach(() => pool.close());

test("a frame that is removed is replaced: the running task crashed, the others are computed", async () => {
  const source = "export default (n) => n === 1 ? new Promise(() => {}) : n";
  const job = pool.openJob(source);
  const answers = Promise.all([pool.run(job, [0, 1]), pool.run(job, [2, 3])]);
  await pool.happened((event) => event.type === "results");
  document.querySelector("iframe")?.remove();
  expect(await answers).toEqual([
    [{ value: 0 }, { ended: outcomes.crashed, message: "SlotCrashed: frame-removed" }],
    [{ value: 2 }, { value: 3 }],
  ]);
  expect(document.querySelectorAll("iframe")).toHaveLength(1);
});

test("a sandbox that dies again and again is given up with its reason", async () => {
  const saboteur = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      node.addEventListener("load", () => document.querySelector("iframe")?.remove());
    }
  });
  saboteur.observe(document.body, { childList: true });
  document.querySelector("iframe")?.remove();
  await pool.happened((event) => event.type === "failed");
  saboteur.disconnect();
  expect(pool.events.at(-1)).toEqual({
    type: "failed",
    trouble: { key: "frame-without-script", url: expect.stringContaining("/sandbox.html") },
  });
  expect(document.querySelector("iframe")).toBeNull();
});

test("a frame that is lost between two programs loses no run that waits", async () => {
  const hanging = pool.openJob("export default () => new Promise(() => {})");
  const other = pool.openJob("export default (n) => n * n");
  const answers = Promise.all([pool.run(hanging, [1]), pool.run(other, [5, 6])]);
  await pool.happened((event) => event.type === "task-started");
  document.querySelector("iframe")?.remove();
  expect(await answers).toEqual([
    [{ ended: outcomes.crashed, message: "SlotCrashed: frame-removed" }],
    [{ value: 25 }, { value: 36 }],
  ]);
});
