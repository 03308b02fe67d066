import { expect, test } from "vitest";
import { volunteerId } from "../ids.ts";
import { FactLog } from "./fact-log.ts";
import { handle } from "./scheduler.ts";
import { Room } from "./testing/room.ts";

/** A log, and a room whose volunteers come and go. */
function logged(mostLines?: number) {
  const log = new FactLog(mostLines);
  const { scheduler } = new Room();
  const come = (id: number, now: number): void => {
    const event = { type: "volunteer-joined", volunteer: volunteerId(id), slots: 1, now } as const;
    log.note(event, handle(scheduler, event));
  };
  const beat = (id: number, now: number): void => {
    const event = { type: "heartbeat-arrived", volunteer: volunteerId(id), leases: [], now } as const;
    log.note(event, handle(scheduler, event));
  };
  return { log, come, beat };
}

test("each fact is a line with its time, and its orders are lines below it", () => {
  const { log, come } = logged();
  come(1, 1_250);
  expect(log.toText()).toBe("1.25 s > join v1 slots=1\n  alarm at 16.25 s\n");
  expect(log.toText(() => "Ada")).toContain("join Ada slots=1");
});

test("heartbeats that bring no order are counted together", () => {
  const { log, come, beat } = logged();
  come(1, 0);
  beat(1, 1_000);
  come(2, 1_500);
  for (let now = 2_000; now < 5_000; now += 1_000) beat(2, now);
  expect(log.toText().split("\n")).toEqual([
    "0 s > join v1 slots=1",
    "  alarm at 15 s",
    "1 heartbeat without an order",
    "1.5 s > join v2 slots=1",
    "3 heartbeats without an order",
    "",
  ]);
});

test("only the newest lines are kept, in their order, and the others are counted", () => {
  const { log, come, beat } = logged(4);
  come(1, 0);
  for (let id = 2; id <= 8; id += 1) come(id, id * 1_000);
  beat(8, 9_000);
  beat(8, 9_500);
  expect(log.dropped).toBe(6);
  expect(log.toText().split("\n")).toEqual([
    "6 earlier lines are not kept.",
    "6 s > join v6 slots=1",
    "7 s > join v7 slots=1",
    "8 s > join v8 slots=1",
    "2 heartbeats without an order",
    "",
  ]);
});
