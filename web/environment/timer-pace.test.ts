import { expect, test } from "vitest";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { TimerPace } from "./timer-pace.ts";

test("a frame comes 16 ms after the first change, with all that changed meanwhile and what follows from it", () => {
  const clock = new ManualClock();
  const pace = new TimerPace(clock);
  const drawn: string[] = [];
  pace.onNextFrame(() => {
    drawn.push("first");
    pace.onNextFrame(() => drawn.push("what follows"));
  });
  clock.pass(10);
  pace.onNextFrame(() => drawn.push("second"));
  const callOff = pace.onNextFrame(() => drawn.push("called off"));
  callOff();
  clock.pass(5);
  expect(drawn).toEqual([]);
  clock.pass(1);
  expect(drawn).toEqual(["first", "second", "what follows"]);
});

test("what asks for a frame in each frame is called once in it, and an error in one does not end the frames", () => {
  const clock = new ManualClock();
  const pace = new TimerPace(clock);
  let calls = 0;
  const again = (): void => {
    calls += 1;
    pace.onNextFrame(again);
    if (calls === 2) throw new Error("of a listener");
  };
  again();
  expect(() => clock.pass(16)).toThrow("of a listener");
  clock.pass(16);
  expect(calls).toBe(4);
});
