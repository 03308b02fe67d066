import type { LessonId } from "../words/lesson-words.ts";
import { said, tasksHandedOut, type Lesson } from "./lesson.ts";
import runLock from "./programs/lock.ts";
import lockPython from "./programs/lock.py?raw";
import lockSource from "./programs/lock.ts?raw";
import runPool from "./programs/pool.ts";
import poolPython from "./programs/pool.py?raw";
import poolSource from "./programs/pool.ts?raw";
import runProcess from "./programs/process.ts";
import processPython from "./programs/process.py?raw";
import processSource from "./programs/process.ts?raw";
import runQueue from "./programs/queue.ts";
import queuePython from "./programs/queue.py?raw";
import queueSource from "./programs/queue.ts?raw";

/** What can be learnt, by its name in addresses. */
export const lessons: Readonly<Record<LessonId, Lesson>> = {
  process: {
    id: "process",
    slots: 1,
    python: processPython,
    typescript: processSource,
    run: runProcess,
    steps: [
      {
        id: "process-start",
        press: { turn: "start", call: "child.start()" },
        isDone: (seen) => said(seen, /^child test runs/),
      },
      {
        id: "process-join",
        press: { turn: "join", call: "child.join()" },
        isDone: ({ turns }) => turns.includes("exitcode"),
      },
      {
        id: "process-exitcode",
        press: { turn: "exitcode", call: "child.exitcode" },
        isDone: (seen) => said(seen, /^child ended/),
      },
    ],
  },
  pool: {
    id: "pool",
    slots: 1,
    python: poolPython,
    typescript: poolSource,
    run: runPool,
    steps: [
      {
        id: "pool-apply",
        press: { turn: "apply", call: "pool.applyAsync(nap, [task])" },
        isDone: (seen) => said(seen, /^task \d+ begins/),
      },
      {
        id: "pool-wait",
        press: null,
        isDone: ({ lines }) => {
          const begun = new Set(lines.flatMap(({ text }) => /^task (\d+) begins/.exec(text)?.[1] ?? []));
          const tasks = tasksHandedOut(lines);
          return tasks > 0 && begun.size === tasks;
        },
      },
      { id: "pool-join", press: { turn: "join", call: "pool.join()" }, isDone: (seen) => said(seen, /^all \d+ done/) },
    ],
  },
  queue: {
    id: "queue",
    slots: 2,
    python: queuePython,
    typescript: queueSource,
    run: runQueue,
    steps: [
      { id: "queue-writer", press: { turn: "writer", call: "writer.start()" }, isDone: (seen) => said(seen, /^put C/) },
      { id: "queue-reader", press: { turn: "reader", call: "reader.start()" }, isDone: (seen) => said(seen, /^got C/) },
      {
        id: "queue-alive",
        press: { turn: "alive", call: "writer.join()" },
        isDone: (seen) => said(seen, /^reader is alive/),
      },
      {
        id: "queue-terminate",
        press: { turn: "terminate", call: "reader.terminate()" },
        isDone: (seen) => said(seen, /^reader ended/),
      },
    ],
  },
  lock: {
    id: "lock",
    slots: 2,
    python: lockPython,
    typescript: lockSource,
    run: runLock,
    steps: [
      {
        id: "lock-without",
        press: { turn: "without", call: "addUnlocked(total, end)" },
        isDone: (seen) => said(seen, /^without the lock/),
      },
      {
        id: "lock-with",
        press: { turn: "with", call: "addLocked(total, lock)" },
        isDone: (seen) => said(seen, /^with the lock/),
      },
    ],
  },
};
