import { expect, test } from "vitest";
import { SimulatedPage } from "./simulated-page.ts";
import { Timeline } from "./timeline.ts";

const toTheEnd = (): boolean => false;

test("a timer that is called off does not ring, and one that has rung is no timer any more", async () => {
  const timeline = new Timeline();
  const { clock, ...page } = new SimulatedPage(timeline, 1);
  const rung: string[] = [];
  clock.after(10, () => rung.push("first"));
  clock.after(20, () => rung.push("second"))();
  await timeline.run(100, toTheEnd);
  expect(rung).toEqual(["first"]);
  expect(page.isDead).toBe(false);
});

test("what reaches a frozen page reaches it when it thaws, in order", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 1);
  const heard: [string, number][] = [];
  page.freeze(50);
  page.clock.after(10, () => heard.push(["timer", timeline.now]));
  timeline.at(20, () => page.hear(() => heard.push(["message", timeline.now])));
  await timeline.run(100, toTheEnd);
  expect(heard).toEqual([
    ["timer", 50],
    ["message", 50],
  ]);
});

test("after a jump that counts, what was due meanwhile rings at once, and the rest earlier", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 1);
  const rung: [string, number, number][] = [];
  page.clock.after(1_000, () => rung.push(["due", timeline.now, page.rawNow]));
  page.clock.after(5_000, () => rung.push(["later", timeline.now, page.rawNow]));
  timeline.at(10, () => page.jumpClock(2_000));
  await timeline.run(10_000, toTheEnd);
  expect(rung).toEqual([
    ["due", 10, 2_010],
    ["later", 3_000, 5_000],
  ]);
});

test("a page that dies hears nothing, rings nothing, and keeps no promise", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 1);
  let heard = 0;
  const count = (): void => {
    heard += 1;
  };
  page.clock.after(10, count);
  const answer = page.answer(10, count);
  void answer.then(count);
  timeline.at(5, () => page.die());
  timeline.at(10, () => page.hear(count));
  await timeline.run(100, toTheEnd);
  expect(heard).toBe(0);
  expect(page.timers).toBe(0);
});

test("what waits for a promise goes on before the next act", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 1);
  const happened: string[] = [];
  const wait = async (): Promise<void> => {
    const first = await page.answer(10, () => "answer");
    happened.push(first);
    await Promise.resolve();
    happened.push("and all that follows from it");
  };
  const waiting = wait();
  timeline.at(10, () => happened.push("another act of the same moment"));
  await timeline.run(100, toTheEnd);
  await waiting;
  expect(happened).toEqual(["answer", "and all that follows from it", "another act of the same moment"]);
});

test("after a jump that does not count, and a stall, all rings as much later by its own clock", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 1);
  const rung: number[] = [];
  page.clock.after(100_000, () => rung.push(timeline.now));
  timeline.at(10_000, () => page.jumpClock(3_600_000));
  timeline.at(50_000, () => page.stall(200_000));
  await timeline.run(400_000, toTheEnd);
  expect(rung).toHaveLength(1);
  expect(rung[0]).toBeGreaterThanOrEqual(300_000);
  expect(rung[0]).toBeLessThanOrEqual(300_000 + 50_000);
  expect(page.stalledMs).toBe(200_000);
});

test("short standstills go unnoticed, each by itself, and one that freezes follow each other in is one", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 0);
  for (const [at, ms] of [
    [1_000, 400],
    [5_000, 400],
    [9_000, 400],
    [9_300, 500],
  ] as const) {
    timeline.at(at, () => page.freeze(ms));
  }
  await timeline.run(8_000, toTheEnd);
  expect([page.noticedMs(399), page.noticedMs(400)]).toEqual([800, 0]);
  await timeline.run(20_000, toTheEnd);
  expect(page.noticedMs(400)).toBe(800);
});

test("a jump of the clock within a standstill is part of it: what comes soon after that stumbles", async () => {
  const timeline = new Timeline();
  const page = new SimulatedPage(timeline, 0);
  timeline.at(10_000, () => page.stall(200_000));
  timeline.at(50_000, () => page.jumpClock(60_000));
  timeline.at(213_000, () => page.stall(100_000));
  await timeline.run(400_000, toTheEnd);
  expect(page.hasStumbled(5_000, 200_000)).toBe(true);
  expect(page.noticedMs(0)).toBe(300_000);
});
