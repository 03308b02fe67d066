import { expect, test } from "vitest";
import { describerOf } from "../core/job/describer.ts";
import { openInputs } from "../core/job/inputs.ts";
import { say } from "../words/say.ts";
import { createNodeRoom } from "./testing/node-room.ts";
import { squaresOf } from "./testing/opened-room.ts";
import { PlainCompute } from "./testing/plain-compute.ts";
import { when } from "./testing/when.ts";

/** The first demo's function, as a slot would get it. */
async function loadSquare(): Promise<(input: unknown) => unknown> {
  const { source } = squaresOf(1).program;
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  const isTask = typeof module === "object" && module !== null && "default" in module;
  const square = isTask ? module.default : null;
  if (typeof square !== "function") throw new Error("the program has no default export");
  return (input) => Reflect.apply(square, undefined, [input]);
}

test("a room and three volunteers run the first demo in plain Node, over memory links", async () => {
  const square = await loadSquare();
  const { room, join } = createNodeRoom();
  await when(room, (state) => state.room.phase === "open");
  for (const [at, name] of ["laptop", "phone", "tablet"].entries()) join(name, at + 1, () => new PlainCompute(square));
  await when(room, ({ volunteers }) => volunteers.length === 3);

  const definition = squaresOf(300);
  room.startJob(definition);
  await when(room, ({ job }) => job?.phase === "done");

  const { job, log } = room.store.getState();
  expect(job).toMatchObject({ total: 300, done: 300, failed: 0 });
  const inputs = openInputs(definition.inputs);
  const describer = describerOf(definition.view);
  const expected = Array.from({ length: 300 }, (_, task) => {
    const said = describer.describeTask(inputs.at(task));
    return `${said} = ${Number(describer.describeInput(inputs.at(task))) ** 2}`;
  });
  expect(Array.from(expected.keys(), (task) => room.results?.at(task)?.outcome)).toEqual(
    expected.map((value) => ({ type: "value", value })),
  );
  expect(log.map(({ saying }) => say(saying))).toContain("Job 1 ended: 300 done, 0 failed");
});
