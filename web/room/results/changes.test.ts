import { expect, test } from "vitest";
import { Changes } from "./changes.ts";

/** Changes whose next frame is drawn by the test. */
function opened() {
  const frames: (() => void)[] = [];
  const changes = new Changes({
    onNextFrame: (callback) => {
      frames.push(callback);
      return () => {};
    },
    hurry: () => {},
  });
  const drawFrame = (): void => {
    for (const callback of frames.splice(0)) callback();
  };
  return { changes, drawFrame };
}

test("what people see is drawn again with another sight of the same tasks, and nothing is searched or followed anew", () => {
  const { changes, drawFrame } = opened();
  let [told, rung] = [0, 0];
  changes.subscribe(() => (told += 1));
  changes.awaitChange(() => (rung += 1));
  const { version, edition } = changes;
  changes.noteSight();
  drawFrame();
  expect([told, rung, changes.edition]).toEqual([1, 0, edition]);
  expect(changes.version).not.toBe(version);
  changes.noteChange();
  drawFrame();
  expect([told, rung]).toEqual([2, 1]);
  expect(changes.edition).not.toBe(edition);
});
