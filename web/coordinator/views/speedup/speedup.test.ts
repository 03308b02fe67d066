import { describe, expect, test } from "vitest";
import type { JobFigures, SlotTime } from "./job-ledger.ts";
import { amdahl, speedupCurve, speedupOf } from "./speedup.ts";
import { adviceWords, percents, ratesWords, speedupWords } from "./speedup-words.ts";

const noTime: SlotTime = { computing: 0, wire: 0, overhead: 0, waiting: 0, lost: 0 };

function figures(time: Partial<SlotTime>, rest: Partial<JobFigures> = {}): JobFigures {
  return { wallMs: 1_000, tasks: 100, mostSlots: 4, ...rest, slotTime: { ...noTime, ...time } };
}

describe("the speed-up", () => {
  test("is the sum of runtimes by the time taken, and Amdahl's law with its serial part gives it back", () => {
    const found = speedupOf(figures({ computing: 3_200, waiting: 800 }));
    expect(found).toMatchObject({ measured: 3.2, slots: 4, efficiency: 0.8 });
    expect(amdahl(found?.serialPart ?? 0, 4)).toBeCloseTo(3.2, 9);
    expect(speedupWords(found ?? { measured: 0, slots: 0, efficiency: 0, serialPart: null })).toBe(
      "Speed-up 3.2 with 4.0 slots on average: 80 % of their time went into computing. By Amdahl’s law with the serial part measured here, 8.3 %, twice as many slots would come to 5.1, and any number to 12 at most.",
    );
  });

  test("has no serial part with one slot, and none above one or below nothing", () => {
    expect(speedupOf(figures({ computing: 900, waiting: 100 }))?.serialPart).toBeNull();
    expect(speedupOf(figures({ computing: 4_000 }))?.serialPart).toBe(0);
    expect(speedupOf(figures({ computing: 100, waiting: 3_900 }))?.serialPart).toBe(1);
    expect(speedupOf(figures({ waiting: 1_000 }))).toBeNull();
  });

  test("is drawn from one slot to twice as many, with one point that was measured", () => {
    const [slots, ideal, law, measured] = speedupCurve({
      measured: 9,
      slots: 12.5,
      efficiency: 0.72,
      serialPart: 0.03,
    });
    expect(slots[0]).toBe(1);
    expect(slots.at(-1)).toBe(25);
    expect(ideal).toEqual(slots);
    expect(slots).toEqual(slots.toSorted((a, b) => a - b));
    expect(measured.filter((point) => point !== null)).toEqual([9]);
    expect(measured[slots.indexOf(12.5)]).toBe(9);
    expect(law[0]).toBeCloseTo(1, 9);
  });
});

test("parts are told in whole percent that come to a hundred", () => {
  expect(percents({ ...noTime, computing: 1, wire: 1, waiting: 1 })).toEqual({
    computing: 34,
    wire: 33,
    overhead: 0,
    waiting: 33,
    lost: 0,
  });
  expect(percents(noTime)).toEqual(noTime);
});

describe("the advice", () => {
  test.each<[string, JobFigures, boolean, string]>([
    ["all is well", figures({ computing: 90, wire: 10 }), true, "Nearly all time went into computing"],
    [
      "tasks are small",
      figures({ computing: 100, overhead: 300, wire: 100 }),
      true,
      "Tasks are too small: 80 % went into what is around tasks of 1.0 ms; try 40 × larger ones.",
    ],
    [
      "attempts did not count",
      figures({ computing: 40, lost: 60 }),
      true,
      "60 % went into attempts that did not count",
    ],
    [
      "there are few tasks",
      figures({ computing: 40, waiting: 60 }, { tasks: 5 }),
      true,
      "5 tasks for 4 slots leave some without any",
    ],
    ["slots waited", figures({ computing: 40, waiting: 60 }), true, "Slots waited for 60 % of their time: at the end"],
    ["slots wait", figures({ computing: 40, waiting: 60 }), false, "Slots wait for 60 % of their time"],
  ])("where %s", (_, given, isOver, words) => {
    expect(adviceWords(given, isOver)).toContain(words);
  });
});

test("rates are told in a sentence", () => {
  const bins = [
    { settled: 3, heldMs: 800 },
    { settled: 1, heldMs: 400 },
  ];
  expect(ratesWords({ bins, widthMs: 200 }, figures({}, { wallMs: 400, tasks: 4 }))).toBe(
    "10/s on average, 15/s in the best 0.2 s; up to 4 tasks in flight.",
  );
});
