import { describe, expect, test } from "vitest";
import type { FieldWrong } from "../words/sayings.ts";
import { defaultJobOptions, type Precision } from "../core/job/job.ts";
import { defaultSchedulerSettings } from "../core/scheduler/settings.ts";
import { maxTimeLimitMs } from "../core/wire/limits.ts";
import { workloads } from "../workloads/catalogue.ts";
import { optionFields, optionPresets, readOptions, textsOfOptions, type OptionName } from "./option-fields.ts";

function largest(name: OptionName): number {
  const field = optionFields.find((one) => one.name === name);
  return field?.type === "number" ? field.largest : 0;
}

describe("a job's options", () => {
  test("are the scheduler's own unless a person changes them, with the time limit left to the workload", () => {
    const { seed: _, ...others } = defaultJobOptions;
    expect(readOptions(optionPresets)).toEqual({ chosen: { ...others, timeLimitMs: "auto" }, problems: {} });
  });

  test("are read as they are written, spaces around a number forgiven", () => {
    const texts = { priority: "7", limit: " 5 ", attempts: "1", batch: "100", speculation: "off", order: "index" };
    const numbers = { priority: 7, timeLimitMs: 5_000, maxAttempts: 1, batchSize: 100 };
    expect(readOptions({ ...texts, precision: " 2.5% " })).toEqual({
      chosen: { ...numbers, speculation: false, order: "index", precision: { type: "percent", halfWidth: 2.5 } },
      problems: {},
    });
  });

  test.each<[string, Precision]>([
    ["0.01", { type: "absolute", halfWidth: 0.01 }],
    [".5", { type: "absolute", halfWidth: 0.5 }],
    ["7", { type: "absolute", halfWidth: 7 }],
    ["1e-7", { type: "absolute", halfWidth: 1e-7 }],
    ["1e+21", { type: "absolute", halfWidth: 1e21 }],
    ["0.07%", { type: "percent", halfWidth: 0.07 }],
    ["12 %", { type: "percent", halfWidth: 12 }],
  ])("read the precision %s, and write it so that it is read again", (text, precision) => {
    const { chosen } = readOptions({ ...optionPresets, precision: text });
    expect(chosen?.precision).toEqual(precision);
    const written = textsOfOptions({ ...defaultJobOptions, precision });
    expect(readOptions(written).chosen?.precision).toEqual(precision);
  });

  test("have no precision where none is written", () => {
    expect(readOptions({ ...optionPresets, precision: "  " }).chosen).not.toHaveProperty("precision");
    expect(textsOfOptions(defaultJobOptions).precision).toBe("");
  });

  test.each<[OptionName, string, FieldWrong]>([
    ["priority", "10", { key: "field-must-be", allowed: { key: "number", smallest: 0, largest: 9, unit: null } }],
    [
      "limit",
      "1.5",
      {
        key: "field-must-be",
        allowed: { key: "auto-or", other: { key: "number", smallest: 1, largest: 86_400, unit: null } },
      },
    ],
    ["attempts", "21", { key: "field-must-be", allowed: { key: "number", smallest: 1, largest: 20, unit: null } }],
    [
      "batch",
      "0",
      {
        key: "field-must-be",
        allowed: { key: "auto-or", other: { key: "number", smallest: 1, largest: 8_192, unit: null } },
      },
    ],
    ["speculation", "maybe", { key: "field-must-be", allowed: { key: "one-of", ids: ["on", "off"] } }],
    ...["0", "-1", "0%", "1/3", "%", "NaN", "Infinity", "1e999", "1,5"].map(
      (text): [OptionName, string, FieldWrong] => [
        "precision",
        text,
        { key: "field-must-be", allowed: { key: "precision-or-nothing" } },
      ],
    ),
    ["order", "size", { key: "field-must-be", allowed: { key: "one-of", ids: ["completed", "index"] } }],
  ])("name what is wrong with %s = %s, and give nothing", (name, text, problem) => {
    expect(readOptions({ ...optionPresets, [name]: text })).toEqual({ chosen: null, problems: { [name]: problem } });
  });

  test("go no further than the scheduler and the wire do", () => {
    expect(1_000 * largest("limit")).toBe(maxTimeLimitMs);
    expect(largest("batch")).toBe(defaultSchedulerSettings.largestBatch);
  });

  test("have names of their own beside every workload's fields", () => {
    for (const { fields } of workloads) {
      const names = [...fields, ...optionFields].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
