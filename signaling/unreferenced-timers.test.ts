import { expect, test } from "vitest";
import { withUnreferencedTimers } from "./unreferenced-timers.ts";

test("timers of the work and of their callbacks are unreferenced, and others are as before", async () => {
  const ordinary = globalThis.setTimeout;
  const first = withUnreferencedTimers(() => setTimeout(() => {}, 60_000));
  expect(first.hasRef()).toBe(false);
  clearTimeout(first);
  expect(globalThis.setTimeout).toBe(ordinary);

  const second = await new Promise<NodeJS.Timeout>((resolve) => {
    withUnreferencedTimers(() => setTimeout(() => resolve(setTimeout(() => {}, 60_000)), 1));
  });
  expect(second.hasRef()).toBe(false);
  clearTimeout(second);
  expect(globalThis.setTimeout).toBe(ordinary);
});
