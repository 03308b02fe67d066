import { afterEach, expect, test } from "vitest";
import { startOwnRun, type OwnRunEvent } from "./own-run.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const five = { total: 5, at: (task: number) => task + 1 };

function program(source: string) {
  return { language: "javascript", source } as const;
}

/** Runs to the end and gives all events. */
async function eventsOf(source: string, slots: number): Promise<readonly OwnRunEvent[]> {
  const events: OwnRunEvent[] = [];
  await new Promise<void>((resolve) => {
    const stop = startOwnRun({ program: program(source), inputs: five, slots, timeLimitMs: 20_000 }, (event) => {
      events.push(event);
      if (event.type === "ended") resolve();
    });
    stops.push(stop);
  });
  return events;
}

test("every input is computed once, and the frame is gone at the end", async () => {
  const frames = document.querySelectorAll("iframe").length;
  const events = await eventsOf("export default (n) => n * n", 2);
  const values = events.flatMap((event) => (event.type === "value" ? [[event.task, event.value] as const] : []));
  expect(values).toHaveLength(5);
  expect(Object.fromEntries(values)).toEqual({ 0: 1, 1: 4, 2: 9, 3: 16, 4: 25 });
  expect(events.at(-1)).toEqual({ type: "ended", complete: true });
  expect(document.querySelectorAll("iframe")).toHaveLength(frames);
});

test("a task that throws ends the run", async () => {
  const events = await eventsOf("export default (n) => { if (n === 2) throw new Error('two'); return n; }", 1);
  expect(events.at(-1)).toEqual({ type: "ended", complete: false });
  expect(events.filter(({ type }) => type === "value")).toHaveLength(1);
});

test("as many slots as are asked for have a task each, and a run that is stopped tells nothing more", async () => {
  const events: OwnRunEvent[] = [];
  await new Promise<void>((resolve) => {
    const endless = { program: program("export default () => new Promise(() => {})"), inputs: five };
    const stop = startOwnRun({ ...endless, slots: 2, timeLimitMs: 60_000 }, (event) => {
      events.push(event);
      if (events.length < 2) return;
      stop();
      resolve();
    });
  });
  await eventsOf("export default (n) => n", 1);
  expect(events).toEqual([
    { type: "started", slot: expect.any(Number), task: 0 },
    { type: "started", slot: expect.any(Number), task: 1 },
  ]);
  expect(new Set(events.map((event) => (event.type === "started" ? event.slot : null)))).toEqual(new Set([0, 1]));
});
