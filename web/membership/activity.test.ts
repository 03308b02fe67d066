import { expect, test } from "vitest";
import { Activity } from "./activity.ts";

const idle = { isOver: false, running: 0 };
const busy = { isOver: false, running: 2 };
const over = { isOver: true, running: 0 };

test("a volunteer waits until its first task, computes, and waits again after a second without one", () => {
  const activity = new Activity();
  expect(activity.workAt(0, idle)).toBe("waiting");
  expect(activity.workAt(100, busy)).toBe("computing");
  expect(activity.workAt(900, idle)).toBe("computing");
  expect(activity.workAt(1_099, idle)).toBe("computing");
  expect(activity.workAt(1_100, idle)).toBe("waiting");
});

test("the end of a job is told at once, and the next one's first task, too", () => {
  const activity = new Activity();
  activity.workAt(100, busy);
  expect(activity.workAt(101, over)).toBe("finished");
  expect(activity.workAt(102, idle)).toBe("waiting");
  expect(activity.workAt(103, busy)).toBe("computing");
});
