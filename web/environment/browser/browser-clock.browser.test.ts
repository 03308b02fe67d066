import { expect, test } from "vitest";
import { browserClock } from "./browser-clock.ts";

/** The order in which callbacks come. */
function inOrder(begin: (note: (name: string) => () => void) => void): Promise<readonly string[]> {
  const names: string[] = [];
  return new Promise((resolve) => {
    begin((name) => () => {
      names.push(name);
      if (name === "last") resolve(names);
    });
  });
}

test("a callback after no time comes behind what waits already, and before a timer", async () => {
  const names = await inOrder((note) => {
    queueMicrotask(note("microtask"));
    browserClock.after(20, note("last"));
    browserClock.after(0, note("first"));
    browserClock.after(0, note("second"));
  });
  expect(names).toEqual(["microtask", "first", "second", "last"]);
});

test("a callback that is called off does not come", async () => {
  const names = await inOrder((note) => {
    const callOffs = [browserClock.after(0, note("at once")), browserClock.after(1, note("soon"))];
    for (const callOff of callOffs) callOff();
    browserClock.after(20, note("last"));
  });
  expect(names).toEqual(["last"]);
});

test("callbacks that follow one another without time let a timer have its turn", async () => {
  let calls = 0;
  const names = await inOrder((note) => {
    const again = (): void => {
      calls += 1;
      if (!isOver) browserClock.after(0, again);
    };
    let isOver = false;
    again();
    setTimeout(() => {
      isOver = true;
      note("last")();
    });
  });
  expect(names).toEqual(["last"]);
  expect(calls).toBeGreaterThan(0);
});
