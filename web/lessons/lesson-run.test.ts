import { expect, onTestFinished, test, vi } from "vitest";
import { OpenedRoom, squaresOf } from "../room/testing/opened-room.ts";
import { LessonRun } from "./lesson-run.ts";
import { said, type Lesson, type Stage } from "./lesson.ts";
import { poolsInRoom } from "./pool-in-room.ts";

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
  /** A pool loads modules in a time of its own, which no fake clock passes. */
  const until = (isSo: () => boolean): Promise<void> =>
    vi.waitFor(
      async () => {
        await opened.browser.passTime(100);
        expect(isSo()).toBe(true);
      },
      { timeout: 60_000, interval: 10 },
    );
  /** Until the program has reached that turn; null: its end. */
  const press = async (turn: string | null): Promise<void> => {
    run.press();
    await until(() => (turn === null ? run.store.getState().isOver : run.store.getState().turn === turn));
  };
  const restart = async (): Promise<void> => {
    run.restart();
    await until(() => run.store.getState().turn === "compute");
  };
  return { opened, run, texts, until, press, restart };
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
  await press("end");
  expect(run.store.getState()).toMatchObject({ done: 3, turn: "end" });
  await press(null);
  expect(run.store.getState()).toMatchObject({ done: 4, turn: null, isOver: true, problem: null });
  expect(texts()).toEqual(["hello", "computed 7", "goodbye"]);
});

test("the room and its jobs outlive the lesson's program, and the next run of it", async () => {
  const { opened, run, texts, press, restart } = await openLesson();
  await opened.enter("laptop-1", () => 7, 2);
  for (let time = 0; time < 2; time += 1) {
    await press("end");
    await press(null);
    expect(texts()).toEqual(["hello", "computed 7", "goodbye"]);
    await restart();
    expect(run.store.getState()).toMatchObject({ done: 1, turn: "compute", isOver: false });
  }
  expect(opened.state).toMatchObject({
    room: { phase: "open" },
    journal: { jobs: [{ phase: "done" }, { phase: "done" }] },
  });
});

test("a run that is begun anew takes nothing over, and what still ran is ended", async () => {
  const { opened, run, texts, until, restart } = await openLesson();
  await opened.enter("laptop-1", () => new Promise(() => {}), 2);
  run.press();
  await until(() => opened.state.job?.phase === "running");
  await restart();
  await until(() => opened.job.phase === "cancelled");
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
