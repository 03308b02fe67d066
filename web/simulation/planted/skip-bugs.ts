import { SkippedInput } from "../../core/job/skipped-input.ts";
import { iteratorOf } from "../../core/job/input-stream.ts";
import { roomJournal } from "./around.ts";
import { planted, type PlantedBug } from "./planted-bug.ts";

const nothing = new Uint32Array();

/** Mistakes with rows that are skipped. */
export const skipBugs: readonly PlantedBug[] = [
  planted("a skipped task is handed out", () => ({
    toScheduler: (event) => (event.type === "tasks-added" ? { ...event, skipped: nothing } : event),
  })),
  planted("which tasks are skipped is not put on record", () =>
    roomJournal((journal) => ({
      write: async (room, writer, entries, durability) => {
        const without = entries.map((entry) => (entry.type === "tasks-added" ? { ...entry, skipped: nothing } : entry));
        return journal.write(room, writer, without, durability);
      },
    })),
  ),
  planted("a restart does not know which tasks are skipped", () =>
    roomJournal((journal) => ({
      readJob: async (key) => {
        const history = await journal.readJob(key);
        return history === null ? null : { ...history, skipped: nothing };
      },
    })),
  ),
  planted("a skipped row does not take its place", () => ({
    aroundSource: (stream) => ({
      [Symbol.asyncIterator]: () => {
        const inner = iteratorOf(stream);
        return {
          next: async () => {
            for (;;) {
              const step = await inner.next();
              if (step.done === true || !(step.value instanceof SkippedInput)) return step;
            }
          },
          return: async () => {
            inner.return?.();
            return { done: true, value: undefined };
          },
        };
      },
    }),
  })),
  planted("a skipped task keeps its job from ending", () => ({
    toScheduler: (event, { jobs }) => {
      const tasks = event.type === "job-sealed" ? jobs.get(event.job)?.tasks : undefined;
      if (tasks !== undefined) Object.defineProperty(tasks, "settled", { get: () => tasks.done + tasks.failed });
      return event;
    },
  })),
];
