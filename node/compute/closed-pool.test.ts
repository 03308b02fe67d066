import { expect, test } from "vitest";
import { outcomes } from "../../web/core/job/job.ts";
import { runInNode } from "./testing/own-node.ts";

test(
  "a pool keeps its process alive until it is closed and no longer, outlives a heap bomb, and its tasks write to no console",
  { timeout: 90_000 },
  async () => {
    const { stdout, stderr } = await runInNode(new URL("testing/closed-pool.scenario.ts", import.meta.url));
    expect(JSON.parse(stdout)).toEqual([
      [
        { value: 0 },
        { value: 1 },
        { ended: outcomes.crashed, message: expect.stringContaining("memory limit") },
        { value: 3 },
      ],
      [{ value: 5 }],
    ]);
    expect(stderr).toBe("");
  },
);
