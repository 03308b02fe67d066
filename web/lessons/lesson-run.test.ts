import { beforeAll, expect, onTestFinished, test } from "vitest";
import { OpenedRoom, squaresOf } from "../room/testing/opened-room.ts";
import { LessonRun } from "./lesson-run.ts";
import { said, type Lesson, type Stage } from "./lesson.ts";
import { poolsInRoom } from "./pool-in-room.ts";

// A pool loads it for its first function, in a time of its own, which no fake clock passes.
beforeAll(() => import("../pool/free-names.ts"));

/** Says hello, waits for a press, has the room compute, and waits for another one. */
async function program({ pool, print, turn }: Stage): Promise<void> {
  print("hello");
  await turn("compute");
  print(`computed ${(await pool.map((n: number) => n, [7])).join(", ")}`);
  await turn("end");
  print("goodbye");
}

const lesson: Lesson = {
  id: "process",
  slots: 2,
  python: "",
  typescript: "",
  run: program,
  steps: [
    { id: "process-start", press: { turn: "compute", call: "" }, isDone: (seen) => said(seen, /^computed/) },
    { id: "process-join", press: null, isDone: ({ turns }) => turns.includes("end") },
    { id: "process-exitcode", press: { turn: "end", call: "" }, isDone: (seen) => said(seen, /^goodbye/) },
  ],
};

async function openLesson(changes: Partial<Lesson> = {}) {
  const opened = await OpenedRoom.open();
  const run = new LessonRun({
    room: opened.room,
    lesson: { ...lesson, ...changes },
    openPool: poolsInRoom(opened.environment),
  });
  onTestFinished(() => run.close());
  const texts = (): readonly string[] => run.store.getState().lines.map(({ text }) => text);
  /** Until what the press lets happen has happened. */
  const press = async (): Promise<void> => {
    run.press();
    await opened.browser.passTime(2_000);
  };
  return { opened, run, texts, press };
}

test("a lesson begins once there are slots enough, whoever brings them", async () => {
  const { opened, run, texts } = await openLesson();
  await opened.enter("laptop-1");
  expect(run.store.getState()).toMatchObject({ done: 0, slots: 1, turn: null });
  await opened.enter("laptop-2");
  expect(run.store.getState()).toMatchObject({ done: 1, slots: 2, turn: "compute" });
  expect(texts()).toEqual(["hello"]);
});

test("each step is done once what it waits for has happened, and no time does it", async () => {
  const { opened, run, texts, press } = await openLesson();
  await opened.enter("laptop-1", () => 7, 2);
  await opened.browser.passTime(60_000);
  expect(run.store.getState()).toMatchObject({ done: 1, turn: "compute" });
  await press();
  expect(run.store.getState()).toMatchObject({ done: 3, turn: "end" });
  await press();
  expect(run.store.getState()).toMatchObject({ done: 4, turn: null, isOver: true, problem: null });
  expect(texts()).toEqual(["hello", "computed 7", "goodbye"]);
});

test("the room and its jobs outlive the lesson's program, and the next run of it", async () => {
  const { opened, run, texts, press } = await openLesson();
  await opened.enter("laptop-1", () => 7, 2);
  for (let time = 0; time < 2; time += 1) {
    await press();
    await press();
    expect(texts()).toEqual(["hello", "computed 7", "goodbye"]);
    run.restart();
    await opened.browser.passTime(1_000);
    expect(run.store.getState()).toMatchObject({ done: 1, turn: "compute", isOver: false });
  }
  expect(opened.state).toMatchObject({
    room: { phase: "open" },
    journal: { jobs: [{ phase: "done" }, { phase: "done" }] },
  });
});

test("a run that is begun anew takes nothing over, and what still ran is ended", async () => {
  const { opened, run, texts, press } = await openLesson();
  await opened.enter("laptop-1", () => new Promise(() => {}), 2);
  await press();
  expect(opened.job.phase).toBe("running");
  run.restart();
  await opened.browser.passTime(1_000);
  expect(opened.job.phase).toBe("cancelled");
  expect(texts()).toEqual(["hello"]);
  expect(run.store.getState()).toMatchObject({ done: 1, turn: "compute", problem: null });
});

test("what an earlier visit has left running is ended as the program begins", async () => {
  const { opened } = await openLesson();
  await opened.start(squaresOf(5));
  await opened.enter("laptop-1", () => new Promise(() => {}), 2);
  expect(opened.job.phase).toBe("cancelled");
});

test("a program that throws says so, and its lesson can be begun anew", async () => {
  const { opened, run } = await openLesson({ run: () => Promise.reject(new RangeError("no more letters")) });
  await opened.enter("laptop-1", () => 7, 2);
  expect(run.store.getState()).toMatchObject({ done: 1, isOver: true, problem: "no more letters" });
});
