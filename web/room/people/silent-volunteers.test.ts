import { expect, test } from "vitest";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

const taskMs = 2_000;
const timeLimitMs = 5_000;

test.each([
  [3, 1, 40, 1],
  [30, 1, 40, 1],
  [30, 4, 120, 1],
  [30, 1, 120, 5],
])(
  "[P7] beside %d volunteers of %d slots that came first, are there and never answer, %d tasks take the time that %d honest ones need, and a limit",
  async (silent, slots, count, honest) => {
    const opened = await OpenedRoom.open();
    const { browser } = opened;
    for (let nth = 1; nth <= silent; nth += 1) {
      await opened.enter(`silent ${nth}`, () => new Promise(() => {}), slots);
    }
    const definition = squaresOf(count);
    await opened.start({ ...definition, options: { ...definition.options, timeLimitMs, batchSize: 1 } });
    const takesTime = (input: unknown): Promise<unknown> =>
      new Promise((resolve) => browser.clock.after(taskMs, () => resolve(input)));
    for (let nth = 1; nth <= honest; nth += 1) await opened.enter(`honest ${nth}`, takesTime);
    const aloneMs = (count * taskMs) / honest;
    await browser.passTime(aloneMs + timeLimitMs + defaultSchedulerSettings.newcomersPatienceMs);
    expect(opened.job).toMatchObject({ phase: "done", done: count, failed: 0 });
  },
);
