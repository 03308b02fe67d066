import { formatCount, formatPlural } from "../format.ts";
import type { LessonLanguage } from "../lesson-words.ts";

export const lessons: LessonLanguage = {
  lessons: {
    process: {
      title: "A process",
      shows:
        "A function runs beside its program: it is started, waited for, and tells by its exit code how it has ended.",
      question: "Which exit code would it be if the tab that runs the child were closed in the middle?",
      answer:
        "−9, as of a process that was killed. Nothing tells the function of it, and it is not run again elsewhere: a process is executed once at most. A task of a pool is given to somebody else instead.",
    },
    pool: {
      title: "A pool",
      shows:
        "A pool has a number of slots, and one more task than slots: the last one has to wait until a slot is free.",
      question: "Why did the last task wait, although no core was busy with computing?",
      answer:
        "A slot has one task at a time, and keeps it until the function returns, also while it only sleeps. With one more slot no task would wait; with one task more, two would.",
    },
    queue: {
      title: "A queue",
      shows:
        "One process puts letters into a queue, another one gets them for ever; it never ends by itself, and is terminated.",
      question: "How could the reader end by itself?",
      answer:
        "get() waits for the next item, and nobody tells it that none will come. So the writer puts one last item that is no letter, such as null, and the reader ends its loop when it gets that.",
    },
    lock: {
      title: "A pipe and a lock",
      shows: "Two processes add one to the same number; a pipe tells each that the other one has read it, too.",
      question: "Why must the two of the second run not wait for each other’s message while they hold the lock?",
      answer:
        "The one that has the lock would wait for a message of the other one, which waits for the lock: neither could ever go on. Such a circle is called a deadlock.",
    },
  },
  steps: {
    gather: ({ slots, needed }) => ({
      act: `Let others join by the code or the QR code, or use this tab’s own cores: the lesson takes ${formatPlural(needed, "slot")}.`,
      watch: `Each who joins brings slots, and each slot runs one function at a time; there are ${formatCount(slots)} now.`,
    }),
    "process-start": () => ({
      act: "Start the child.",
      watch:
        "The program goes on at once; the child’s line comes from the tab that runs it, and has a number of its own.",
    }),
    "process-join": () => ({
      act: "Wait for the child with join().",
      watch: "The program stands still in that line until the child’s function has come to its end.",
    }),
    "process-exitcode": () => ({
      act: "Read the exit code.",
      watch: "It is 0 after a function that has returned, and null as long as the process runs.",
    }),
    "pool-apply": ({ slots }) => ({
      act: `Hand out ${formatPlural(slots + 1, "task")}, one more than there are slots.`,
      watch: "All of them are handed over at once, and apply_async waits for none.",
    }),
    "pool-wait": ({ tasks }) => ({
      act:
        tasks > 0 ? `Find the task of ${formatCount(tasks)} that has not begun.` : "Find the task that has not begun.",
      watch: "It begins in the moment in which one of the others has ended, in that one’s slot.",
    }),
    "pool-join": () => ({
      act: "Close the pool, and wait for all of its tasks with join().",
      watch: "The last line of the program comes after the last line of each task, in whatever order they have ended.",
    }),
    "queue-writer": () => ({
      act: "Start the writer alone.",
      watch: "It puts A, B and C, and nobody gets them: the queue keeps what nobody has asked for.",
    }),
    "queue-reader": () => ({
      act: "Start the reader.",
      watch: "It gets all three at once, in the order in which they were put, and then waits for a fourth.",
    }),
    "queue-alive": () => ({
      act: "Wait for the writer, and one second for the reader.",
      watch: "The writer has ended, and the reader is still alive: its get() waits for an item that nobody puts.",
    }),
    "queue-terminate": () => ({
      act: "Terminate the reader.",
      watch: "Its exit code is −15, the number of the signal by which an operating system ends a process.",
    }),
    "lock-without": () => ({
      act: "Have both add one, without a lock.",
      watch: "Both have read 0 before either writes, so both write 1, and one of the additions is lost.",
    }),
    "lock-with": () => ({
      act: "Have both add one, under a lock.",
      watch: "The second one reads only after the first one has written, whichever of them it is.",
    }),
  },
  labels: {
    lessons: "Lessons",
    lessonsHint:
      "Each is a real run in a room of its own: alone on this computer’s cores, or with a class that joins by the room’s code.",
    place: (number, of) => `Lesson ${number} of ${of}`,
    watch: "Watch:",
    done: "done",
    ownCores: "Use this tab’s cores",
    ownCoresStart: "Starting the sandbox…",
    ownCoresFail: (why) => `This tab’s cores cannot be used: ${why}.`,
    output: "Output",
    noOutput: "Nothing yet.",
    thisPage: "program",
    listing: (language) => `The program in ${language}`,
    question: "A question",
    showAnswer: "The answer",
    again: "Once more",
    next: (title) => `Next: ${title}`,
    all: "All lessons",
    failed: "The program has ended with an error.",
    cutShort: "The program has ended before this step was seen. Run it once more.",
  },
};
