import type { InputStream } from "../../core/job/input-stream.ts";
import { iteratorOf } from "../../core/job/input-stream.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { roomAround, roomJournal } from "./around.ts";
import { everyNth, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

/** Milliseconds after which a silent source is told of. */
const silentMs = 10_000;

/** The journal without some entries. */
function withoutEntries(isLost: (entry: JournalEntry) => boolean): ReturnType<typeof roomJournal> {
  return roomJournal((journal) => ({
    write: async (room, writer, entries, durability) => {
      const kept = entries.filter((entry) => !isLost(entry));
      return journal.write(room, writer, kept, durability);
    },
  }));
}

/** The stream as a feed would hand it on that takes the wrong inputs, each as many times as `timesOf` says. */
function withInputs(stream: InputStream, timesOf: () => number): InputStream {
  const inner = iteratorOf(stream);
  let due: IteratorResult<unknown>[] = [];
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        for (;;) {
          const [next, ...others] = due;
          due = others;
          if (next !== undefined) return next;
          const step = await inner.next();
          if (step.done === true) return step;
          due = Array.from({ length: timesOf() }, () => step);
        }
      },
      return: async () => {
        inner.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}

/** Mistakes with jobs that grow, and with inputs that take their time. */
export const growthBugs: readonly PlantedBug[] = [
  planted("a growing job is sealed too early", () => ({
    fromScheduler: (effects, { jobs }) => {
      for (const job of jobs.values()) if (job.tasks.done >= 2) job.isSealed = true;
      return effects;
    },
  })),
  planted("the scheduler does not learn of a seal", () => ({
    toScheduler: (event) => (event.type === "job-sealed" ? null : event),
  })),
  planted("the seal of a job is not put on record", () => withoutEntries(({ type }) => type === "job-sealed")),
  planted("tasks that are added are not put on record", () => withoutEntries(({ type }) => type === "tasks-added")),
  planted("a restart does not know the inputs that were added", () =>
    roomJournal((journal) => ({
      readJob: async (key) => {
        const history = await journal.readJob(key);
        return history === null ? null : { ...history, inputCounts: [] };
      },
    })),
  ),
  planted("inputs leave the memory before they are on record", () =>
    roomJournal((journal) => ({
      write: async (room, writer, entries, durability) => {
        const written = journal.write(room, writer, entries, durability);
        return entries.every(({ type }) => type === "tasks-added") ? { type: "written" } : written;
      },
    })),
  ),
  planted("other inputs are read back", () =>
    roomJournal((journal) => ({
      readInputs: async (key, nth) => {
        const [inputs, next] = [await journal.readInputs(key, nth), await journal.readInputs(key, nth + 1)];
        return next?.ends.length === inputs?.ends.length ? next : inputs;
      },
    })),
  ),
  planted("inputs that are read back get lost", () => {
    const isDue = everyNth(4);
    return roomJournal((journal) => ({
      readInputs: async (key, nth) => (isDue() ? new Promise(() => {}) : journal.readInputs(key, nth)),
    }));
  }),
  planted("a job whose source went with its page waits for it", () => ({
    toScheduler: (event) => (event.type === "job-restored" ? { ...event, isSealed: false } : event),
  })),
  planted("a job that stays open is sealed by a reload", () => ({
    toScheduler: (event) => (event.type === "job-restored" && !event.isSealed ? { ...event, isSealed: true } : event),
  })),
  planted("a source is asked for tasks before it has answered", () => {
    const isDue = everyNth(5);
    return withOrders((effect) => (effect.type === "want-tasks" && isDue() ? [effect, effect] : [effect]));
  }),
  planted("a source is read far ahead of the room", () => ({
    schedulerSettings: (settings) => ({ ...settings, wantedAheadMs: 1_000 * settings.wantedAheadMs }),
  })),
  planted("a source is not asked for further tasks", () => {
    const isDue = everyNth(5);
    return withOrders((effect) => (effect.type === "want-tasks" && isDue() ? [] : [effect]));
  }),
  planted("an input of a source is taken twice", () => ({
    aroundSource: (stream) => {
      const isDue = everyNth(7);
      return withInputs(stream, () => (isDue() ? 2 : 1));
    },
  })),
  planted("an input of a source is lost", () => ({
    aroundSource: (stream) => {
      const isDue = everyNth(7);
      return withInputs(stream, () => (isDue() ? 0 : 1));
    },
  })),
  planted("a source is not closed with its job", () => ({
    aroundSource: (stream) => ({
      [Symbol.asyncIterator]: () => {
        const inner = iteratorOf(stream);
        return { next: async () => inner.next() };
      },
    }),
  })),
  planted("a source that fails loses the results that are there", () => ({
    toScheduler: ({ now, ...event }) =>
      event.type === "source-failed" ? { type: "job-cancelled", job: event.job, now } : { ...event, now },
  })),
  planted("a source that fails is taken for one that ends", () => ({
    toScheduler: ({ now, ...event }) =>
      event.type === "source-failed" ? { type: "job-sealed", job: event.job, now } : { ...event, now },
  })),
  planted("nobody is told that a source is silent", () =>
    roomAround(({ clock }) => ({
      clock: {
        now: () => clock.now(),
        date: () => clock.date(),
        after: (ms, ring) => (ms === silentMs ? () => {} : clock.after(ms, ring)),
      },
    })),
  ),
  planted("the inputs of a batch are asked for twice", () => {
    const isDue = everyNth(10);
    return withOrders((effect) => (effect.type === "load-inputs" && isDue() ? [effect, effect] : [effect]));
  }),
  planted("inputs that are there are forgotten now and then", () => {
    const isDue = everyNth(30);
    return { toScheduler: (event) => (event.type === "inputs-ready" && isDue() ? null : event) };
  }),
  planted("inputs that cannot be had are waited for", () => ({
    toScheduler: (event) => (event.type === "inputs-failed" ? null : event),
  })),
];
