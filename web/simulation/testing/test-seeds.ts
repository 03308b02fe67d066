import { test } from "vitest";
import { describeFailure, nothingInjected, simulateSeed } from "./simulation.ts";

/** A test that the promises are kept over these seeds of faults. Several files have some each, so that cores share them. */
export function testSeeds(from: number, to: number): void {
  test(
    `[P1] [P2] [P3] [P4] [P5] [P6] [P7] [P8] [P9] [P10] [P11] all promises are kept over the seeds ${from} to ${to} of faults`,
    { timeout: 600_000 },
    async () => {
      for (let seed = from; seed <= to; seed += 1) {
        const { broken } = await simulateSeed(seed);
        if (broken.length > 0) throw new Error((await describeFailure(seed, () => nothingInjected)).join("\n"));
      }
    },
  );
}
