import { beforeAll, expect, onTestFinished, test } from "vitest";
import { builtScript } from "./testing/built-script.ts";
import { Child } from "./testing/child-process.ts";

let script = "";

beforeAll(async () => {
  script = await builtScript("node/testing/ending.scenario.ts");
});

test.each([
  ["ends while a daemon waits with a time", "daemon", "over"],
  ["does not end while it waits with a time itself, also where it has nothing else", "own", "Empty"],
  ["ends after it was refused at a manager that is gone", "refused", "ConnectionRefusedError"],
])("a program %s", async (_, how, line) => {
  const child = new Child(script, [how]);
  onTestFinished(() => child.kill());
  await child.ended;
  expect(child.lines).toEqual([line]);
});
