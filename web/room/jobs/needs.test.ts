import { expect, test } from "vitest";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

test("a job goes to volunteers alone that offer what it needs, and says what is lacking until one is there", async () => {
  const opened = await OpenedRoom.open();
  let computed = 0;
  await opened.enter("old-phone", () => (computed += 1));
  await opened.start({ ...squaresOf(3), needs: ["webgpu", "wasm"] });
  expect(opened.job).toMatchObject({ phase: "waiting", lacks: ["webgpu", "wasm"], done: 0 });
  await opened.enter("laptop", (input) => input, 1, ["wasm", "webgpu"]);
  await opened.browser.passTime(10_000);
  expect(opened.job).toMatchObject({ phase: "done", lacks: [], done: 3 });
  expect(computed).toBe(0);
  expect(opened.state.volunteers.map(({ name, tasksDone }) => [name, tasksDone])).toEqual([
    ["old-phone", 0],
    ["laptop", 3],
  ]);
});

test("a job that needs something is restored with its needs", async () => {
  const opened = await OpenedRoom.open();
  await opened.start({ ...squaresOf(3), needs: ["webgpu"] });
  const { browser, code } = opened;
  opened.close();
  const again = await OpenedRoom.open({ browser, code });
  await again.enter("old-phone");
  await browser.passTime(10_000);
  expect(again.job).toMatchObject({ phase: "waiting", lacks: ["webgpu"], done: 0 });
});
