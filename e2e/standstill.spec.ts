import { browserFlags, findBrowser } from "../scripts/browser.mjs";
import { Laptop } from "./actors/laptop.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./own-fixtures.ts";

const sleepMs = 4_500;

/** Takes a second, in steps: a standstill in its middle leaves it the rest to do, as one that computes. */
const steps = `export default async (n) => {
  for (let step = 0; step < 10; step += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  return n * n;
};`;

/** Computes for some of the processor's time, whatever the clock says; on a busy machine that takes some times as long. */
const loop = `export default (n) => {
  let before = performance.now();
  for (let ms = 0; ms < 300; ) {
    const now = performance.now();
    ms += Math.min(5, now - before);
    before = now;
  }
  return n * n;
};`;

function milliseconds(runtime: string): number {
  // Where a task ran in little but a standstill, `< 0.1 ms` are left of its time.
  const [, number = "", unit = ""] = /^(?:< )?([\d.,]+) ?(ms|s)$/.exec(runtime) ?? [];
  return Number.parseFloat(number) * (unit === "s" ? 1_000 : 1);
}

const kinds = [
  { kind: "wait", source: steps, limitMs: 2_000, slots: 2, count: 16 },
  { kind: "compute", source: loop, limitMs: 3_000, slots: 1, count: 16 },
] as const;

for (const { kind, source, limitMs, slots, count } of kinds) {
  test(`a laptop that sleeps for longer than the time limit fails no task, where tasks ${kind} [S13]`, async ({
    own,
    playwright,
    server,
    watch,
  }) => {
    const executablePath = findBrowser();
    const options = { args: browserFlags, ...(executablePath === null ? {} : { executablePath }) };
    const laptop = new Laptop(await playwright.chromium.launch(options));
    try {
      const link = await own.joinLink(server.origin);
      for (const name of ["first", "second"]) {
        await new VolunteerActor(watch(await laptop.openPage(), name), name).join(link, slots);
      }
      await own.optionsFold.click();
      const inputs = Array.from({ length: count }, (_, at) => at + 1);
      await own.start({ Function: source, Inputs: inputs.join("\n"), "Time limit": limitMs / 1_000 });
      await own.waitForDone(1);
      await laptop.sleepFor(sleepMs);
      await own.waitForDone(count / 2);
      await laptop.sleepFor(sleepMs);
      expect(await own.resultsOf(count)).toEqual(inputs.map((n) => [String(n), String(n * n)]));
      expect(await own.counts()).toMatchObject({ Done: count, Failed: 0 });
      for (const { runtime } of await own.rows()) expect(milliseconds(runtime ?? "")).toBeLessThan(limitMs);
      await expect(own.log).not.toContainText("Failed: ");
    } finally {
      await laptop.close();
    }
  });
}
