import { epoch, volunteerId } from "../../core/ids.ts";
import { roomJournal } from "./around.ts";
import { everyNth, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

/** Mistakes of the room's shell and of its journal, as they would look between shell and machine. */
export const shellBugs: readonly PlantedBug[] = [
  planted("a superseded coordinator may still write", () =>
    roomJournal((journal) => ({
      write: async (room, writer, entries, durability) => {
        const outcome = await journal.write(room, writer, entries, durability);
        if (outcome.type !== "superseded") return outcome;
        return journal.write(room, epoch(outcome.by), entries, durability);
      },
    })),
  ),
  planted("a restart does not read the journal", () => roomJournal(() => ({ readJob: async () => null }))),
  planted("a restored job comes back without its pause", () => ({
    toScheduler: (event) => (event.type === "job-restored" ? { ...event, paused: false } : event),
  })),
  planted("double accept after a restart: the last record is not read", () => ({
    toScheduler: (event) => {
      if (event.type !== "job-restored") return event;
      const { indices, volunteers, runtimesMs, attempts, failed, ...others } = event.records;
      const records = {
        indices: indices.subarray(0, -1),
        volunteers: volunteers.subarray(0, -1),
        runtimesMs: runtimesMs.subarray(0, -1),
        attempts: attempts.subarray(0, -1),
        failed: failed.subarray(0, -1),
        ...others,
      };
      return { ...event, records };
    },
  })),
  planted("after a restart what failed is taken for done", () => ({
    toScheduler: (event) => {
      if (event.type !== "job-restored") return event;
      return { ...event, records: { ...event.records, failed: new Uint8Array(event.records.failed.length) } };
    },
  })),
  planted("a partial answer is lost now and then", () => {
    const isDue = everyNth(9);
    return { toScheduler: (event) => (event.type === "results-arrived" && !event.offered && isDue() ? null : event) };
  }),
  planted("a job's stop is not carried out", () =>
    withOrders((effect) => (effect.type === "job-stopped" ? [] : [effect])),
  ),
  planted("a commit is not answered now and then", () => {
    const isDue = everyNth(15);
    return { toScheduler: (event) => (event.type === "results-committed" && isDue() ? null : event) };
  }),
  planted("a forgotten alarm", () => {
    const isDue = everyNth(6);
    return withOrders((effect) => (effect.type === "set-alarm" && isDue() ? [] : [effect]));
  }),
  planted("nobody says that a link was lost", () => ({
    toScheduler: (event) => (event.type === "volunteer-left" && event.departure === "lost" ? null : event),
  })),
  planted("a link that is given up stays open", () =>
    withOrders((effect) => (effect.type === "give-up-link" ? [] : [effect])),
  ),
  planted("nobody says that a volunteer said goodbye", () => ({
    toScheduler: (event) => (event.type === "volunteer-left" && event.departure === "goodbye" ? null : event),
  })),
  planted("acknowledgements go to the next volunteer", () =>
    withOrders((effect) =>
      effect.type === "acknowledge" ? [{ ...effect, volunteer: volunteerId(effect.volunteer + 1) }] : [effect],
    ),
  ),
];
