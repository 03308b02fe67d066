import { expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import { runAlone } from "./testing/own-chromium.ts";

// A small heap: the bomb goes off early, and the machine keeps its memory.
const flags = ["--js-flags=--max-old-space-size=256"];

test("a heap bomb takes the frame, not the page, and its task alone has crashed", { timeout: 90_000 }, async () => {
  const results = await runAlone(new URL("testing/heap-bomb.scenario.ts", import.meta.url), flags);
  expect(results).toEqual({
    bombed: [
      { value: 0 },
      { value: 1 },
      { ended: outcomes.crashed, message: expect.stringContaining("SlotCrashed") },
      { value: 3 },
    ],
    beside: [{ value: 5 }, { value: 6 }],
    after: [{ value: 7 }],
  });
});
