import { expect, test } from "vitest";
import { jobId, volunteerId } from "../ids.ts";
import { defaultSchedulerSettings } from "./settings.ts";
import { ordersIn, Room } from "./testing/room.ts";

/** A job in a room without volunteers, and whether it waits by the last order. */
function roomWithJob(tasks = 4): { room: Room; waits: () => boolean } {
  const room = new Room();
  room.submit(1, tasks);
  const waits = (): boolean => ordersIn(room.story, "job-waits").findLast(({ job }) => job === 1)?.isWaiting ?? false;
  return { room, waits };
}

function limits(room: Room, paused: boolean): void {
  room.tell({ type: "limits-changed", volunteer: volunteerId(1), slots: 1, paused });
}

test("a job waits while no volunteer is in, and again when all have left", () => {
  const { room, waits } = roomWithJob();
  expect(waits()).toBe(true);
  room.join(1);
  expect(waits()).toBe(false);
  room.join(2);
  room.leave(1);
  expect(waits()).toBe(false);
  room.leave(2);
  expect(waits()).toBe(true);
});

test("a volunteer that pauses ends what it runs, and then the job waits until it resumes", () => {
  const { room, waits } = roomWithJob();
  room.join(1);
  const [lease] = room.scheduler.leases.keys();
  limits(room, true);
  expect(waits()).toBe(false);
  room.answer(1, lease ?? 0, [0]);
  expect(waits()).toBe(true);
  limits(room, false);
  expect(waits()).toBe(false);
});

test("a job whose only volunteer has fallen silent waits until it is heard, whatever it has in hand", () => {
  const { room, waits } = roomWithJob();
  room.join(1);
  room.now += defaultSchedulerSettings.suspectAfterMs;
  room.tell({ type: "alarm-rang" });
  expect(room.scheduler.sessions.get(volunteerId(1))?.presence).toBe("suspect");
  expect(waits()).toBe(true);
  room.tell({ type: "heartbeat-arrived", volunteer: volunteerId(1), leases: [] });
  expect(waits()).toBe(false);
});

test("a job whose only volunteer rests after a setback does not wait: work is given to it again by itself", () => {
  const { room, waits } = roomWithJob();
  room.join(1);
  const [lease] = room.scheduler.leases.values();
  if (lease === undefined) throw new Error("nothing was handed out");
  room.giveBack(1, lease.id, [...lease.indices]);
  expect(room.scheduler.sessions.get(volunteerId(1))?.presence).toBe("resting");
  expect(waits()).toBe(false);
});

test("a job that is paused, over, or computed and only on its way to the record does not wait", () => {
  const { room, waits } = roomWithJob(1);
  room.join(1);
  const [lease] = room.scheduler.leases.keys();
  room.answer(1, lease ?? 0, [0]);
  room.leave(1);
  expect(waits()).toBe(false);
  room.submit(2, 1);
  room.tell({ type: "job-paused", job: jobId(2) });
  expect(room.orders("job-waits")).toEqual([{ type: "job-waits", job: 2, isWaiting: false, lacks: [] }]);
  room.tell({ type: "job-resumed", job: jobId(2) });
  expect(room.orders("job-waits")).toEqual([{ type: "job-waits", job: 2, isWaiting: true, lacks: [] }]);
  room.tell({ type: "job-cancelled", job: jobId(2) });
  expect(room.orders("job-waits")).toEqual([{ type: "job-waits", job: 2, isWaiting: false, lacks: [] }]);
});

test("that a job waits, or no longer, is said once at each change", () => {
  const { room } = roomWithJob();
  room.join(1);
  room.join(2);
  room.leave(1);
  room.heartbeat(2);
  room.leave(2);
  room.tell({ type: "alarm-rang" });
  expect(ordersIn(room.story, "job-waits").map(({ isWaiting }) => isWaiting)).toEqual([true, false, true]);
});
