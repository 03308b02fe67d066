import { describe, expect, test } from "vitest";
import { defaultJobOptions } from "../core/job/job.ts";
import { defaultSchedulerSettings } from "../core/scheduler/settings.ts";
import { maxTimeLimitMs } from "../core/wire/limits.ts";
import { workloads } from "../workloads/catalogue.ts";
import { optionFields, optionPresets, readOptions, type OptionName } from "./option-fields.ts";

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
    expect(readOptions(texts)).toEqual({
      chosen: { priority: 7, timeLimitMs: 5_000, maxAttempts: 1, batchSize: 100, speculation: false, order: "index" },
      problems: {},
    });
  });

  test.each<[OptionName, string, string]>([
    ["priority", "10", "Must be a whole number from 0 to 9."],
    ["limit", "1.5", "Must be auto, or a whole number from 1 to 86,400."],
    ["attempts", "21", "Must be a whole number from 1 to 20."],
    ["batch", "0", "Must be auto, or a whole number from 1 to 8,192."],
    ["speculation", "maybe", "Must be on or off."],
    ["order", "size", "Must be completed or index."],
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
