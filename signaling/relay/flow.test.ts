import { expect, test, vi } from "vitest";
import { Budget } from "./budget.ts";
import { Flow, type FlowOptions } from "./flow.ts";

const wide = { bytesPerSecond: 1_000_000, bytesWaiting: 1_000_000 };

/** One direction between two websockets, of which the test sees whether one is read, and says when the other has written. */
function flowing(options: Partial<FlowOptions> = {}) {
  const from = {
    isRead: true,
    pause: () => {
      from.isRead = false;
    },
    resume: () => {
      from.isRead = true;
    },
  };
  const writing: (() => void)[] = [];
  const told = { slowed: 0, stalled: 0 };
  const flow = new Flow({
    from,
    to: { send: (_record, _options, done) => writing.push(done) },
    budgets: [new Budget(wide, 0)],
    bytesWaiting: 1_000,
    unprovedBytes: Infinity,
    stallMs: 60_000,
    now: () => 0,
    onSlowed: () => (told.slowed += 1),
    onStalled: () => (told.stalled += 1),
    ...options,
  });
  return { flow, from, told, write: () => writing.shift()?.() };
}

test("no more is read while too much waits for the other end, and that is no use of a budget", () => {
  const { flow, from, told, write } = flowing();
  flow.passOn(Buffer.alloc(600));
  expect(from.isRead).toBe(true);
  flow.passOn(Buffer.alloc(400));
  expect(from.isRead).toBe(false);
  write();
  expect(from.isRead).toBe(true);
  expect(told).toEqual({ slowed: 0, stalled: 0 });
});

test("what waits in other links of the room counts, and who waited for room reads on when there is some", () => {
  const room = new Budget({ bytesPerSecond: 1_000_000, bytesWaiting: 1_000 }, 0);
  const [first, second] = [flowing({ budgets: [room] }), flowing({ budgets: [room] })];
  first.flow.passOn(Buffer.alloc(900));
  second.flow.passOn(Buffer.alloc(100));
  expect([first.from.isRead, second.from.isRead]).toEqual([true, false]);
  expect(second.told.slowed).toBe(1);
  first.write();
  expect(second.from.isRead).toBe(true);
});

test("what waited in a link that ends waits no more", () => {
  const room = new Budget({ bytesPerSecond: 1_000_000, bytesWaiting: 1_000 }, 0);
  const [first, second] = [flowing({ budgets: [room] }), flowing({ budgets: [room] })];
  first.flow.passOn(Buffer.alloc(900));
  second.flow.passOn(Buffer.alloc(100));
  first.flow.end();
  expect(second.from.isRead).toBe(true);
  first.write();
  second.write();
  expect(room.isRested(1_000)).toBe(true);
});

test("records without bytes, or of one, do not pile up for an end that reads none", () => {
  for (const size of [0, 1]) {
    const { flow, from } = flowing({ bytesWaiting: 256 * 1_024, budgets: [] });
    for (let records = 0; records < 1_000; records += 1) flow.passOn(Buffer.alloc(size));
    expect(from.isRead).toBe(false);
    flow.end();
  }
});

test("a link that has ended is read, so that its close is heard", () => {
  const { flow, from } = flowing();
  flow.passOn(Buffer.alloc(2_000));
  expect(from.isRead).toBe(false);
  flow.end();
  expect(from.isRead).toBe(true);
});

test("before the proof a link carries a handshake, and any number of bytes after it", () => {
  const { flow, from, write } = flowing({ unprovedBytes: 1_000 });
  flow.passOn(Buffer.alloc(600));
  expect(from.isRead).toBe(true);
  flow.passOn(Buffer.alloc(1));
  write();
  write();
  expect(from.isRead).toBe(false);
  flow.prove();
  expect(from.isRead).toBe(true);
});

test("a budget's bytes a second are waited for, once they are used up", () => {
  vi.useFakeTimers();
  try {
    let now = 0;
    const budgets = [new Budget({ bytesPerSecond: 1_000, bytesWaiting: 1_000_000 }, 0)];
    const { flow, from, told, write } = flowing({ budgets, bytesWaiting: 1_000_000, now: () => now });
    flow.passOn(Buffer.alloc(1_500));
    write();
    expect(from.isRead).toBe(false);
    expect(told.slowed).toBe(1);
    now = 500;
    vi.advanceTimersByTime(500);
    expect(from.isRead).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test("an end that writes nothing for a while is told of once, and one that writes something is not", async () => {
  const { told, flow, write } = flowing({ stallMs: 20 });
  flow.passOn(Buffer.alloc(10));
  await vi.waitFor(() => expect(told.stalled).toBe(1));
  flow.end();
  write();
  const busy = flowing({ stallMs: 20 });
  busy.flow.passOn(Buffer.alloc(10));
  busy.write();
  const idle = flowing({ stallMs: 20 });
  idle.flow.passOn(Buffer.alloc(10));
  await vi.waitFor(() => expect(idle.told.stalled).toBe(1));
  expect([told.stalled, busy.told.stalled]).toEqual([1, 0]);
});
