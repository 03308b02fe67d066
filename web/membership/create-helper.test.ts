import { expect, test } from "vitest";
import type { HelperEvent } from "../environment/local-helper.ts";
import { createHelper } from "./create-helper.ts";
import { FakeEnvironment } from "./testing/fake-environment.ts";

test("a helper joins with the slots that it was made with, and tells what becomes of it until it is closed", async () => {
  const environment = new FakeEnvironment();
  const helper = createHelper(environment, 3);
  const heard: HelperEvent[] = [];
  helper.join("this tab", (event) => heard.push(event));
  await environment.passTime(1);
  expect(environment.coordinator.messageOf("join")).toMatchObject({ name: "this tab", slots: 3 });
  expect(environment.compute.openedSlots).toBe(3);
  expect(heard.at(-1)).toEqual({ type: "present" });

  const before = heard.length;
  helper.close();
  await environment.passTime(60_000);
  expect(heard).toHaveLength(before);
  expect(environment.compute.isClosed).toBe(true);
});

test("a helper that the room refuses says so with the reason", async () => {
  const environment = new FakeEnvironment();
  environment.coordinator.found = { type: "refused", problem: "unknown-room", seen: { key: "room-unknown" } };
  const heard: HelperEvent[] = [];
  createHelper(environment, 1).join("this tab", (event) => heard.push(event));
  await environment.passTime(1);
  expect(heard.at(-1)).toEqual({ type: "refused", seen: { key: "room-unknown" } });
});
