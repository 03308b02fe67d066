import type { Compute } from "../../compute/compute.ts";
import type { LinkEvent } from "../../links/link.ts";
import {
  downMessage,
  forgetful,
  membershipAround,
  membershipLinks,
  roomAround,
  roomJournal,
  roomLinks,
  upMessage,
  type LinkMistakes,
} from "./around.ts";
import { sampleFeatures } from "../sample-features.ts";
import { everyNth, planted, type PlantedBug } from "./planted-bug.ts";

/** Mistakes of the shells as they would look from the world around them. */
export const environmentBugs: readonly PlantedBug[] = [
  planted("an order is carried out twice: a batch is sent again", () => {
    const isDue = everyNth(10);
    return roomLinks(() => ({
      send: (link, lane, bytes) => {
        link.send(lane, bytes);
        if (downMessage(lane, bytes)?.type === "batch" && isDue()) link.send(lane, bytes);
      },
    }));
  }),
  planted("an order is carried out twice: a parcel is sent again", () => {
    const isDue = everyNth(10);
    return membershipLinks(() => ({
      send: (link, lane, bytes) => {
        link.send(lane, bytes);
        if (upMessage(lane, bytes)?.type === "results" && isDue()) link.send(lane, bytes);
      },
    }));
  }),
  planted("an order is carried out twice: a run is started again", () => {
    const isDue = everyNth(10);
    return membershipAround((environment) => ({
      createCompute: () => {
        const compute = environment.createCompute();
        const twice: Compute = {
          listen: (listener) => compute.listen(listener),
          open: async (slots) => compute.open(slots),
          resize: (slots) => compute.resize(slots),
          openJob: (job, opened) => compute.openJob(job, opened),
          closeJob: (job) => compute.closeJob(job),
          start: (slot, run) => {
            compute.start(slot, run);
            if (isDue()) compute.start(slot, run);
          },
          answerCall: (answer) => compute.answerCall(answer),
          close: () => compute.close(),
        };
        return twice;
      },
    }));
  }),
  planted("a job is given to a volunteer without what it needs", () => ({
    toScheduler: (event) => (event.type === "volunteer-joined" ? { ...event, features: sampleFeatures } : event),
  })),
  planted("results are told and acknowledged before they are on record", () =>
    roomJournal((journal) => ({
      write: async (room, writer, entries, durability) => {
        const written = journal.write(room, writer, entries, durability);
        if (entries.some(({ type }) => type === "results-accepted")) return { type: "written" };
        return written;
      },
    })),
  ),
  planted("a journal that is full is taken for one that has written", () =>
    roomJournal((journal) => ({
      write: async (room, writer, entries, durability) => {
        const outcome = await journal.write(room, writer, entries, durability);
        return outcome.type === "full" ? { type: "written" } : outcome;
      },
    })),
  ),
  planted("the journal's word that another page has the room is ignored", () =>
    roomJournal((journal) => ({
      write: async (room, writer, entries, durability) => {
        const outcome = await journal.write(room, writer, entries, durability);
        return outcome.type === "superseded" ? { type: "written" } : outcome;
      },
    })),
  ),
  planted("a seat is kept after it was taken over", () =>
    roomAround(({ seats }) => ({ seats: { openSeat: (room) => seats.openSeat(room, () => {}) } })),
  ),
  planted("a seat is not left with its room", () =>
    roomAround(({ seats }) => ({
      seats: {
        openSeat: (room, superseded) => ({ ...seats.openSeat(room, superseded), leaveSeat: () => {} }),
      },
    })),
  ),
  planted("a timer outlives its room", () => {
    const isMissed = everyNth(3);
    return roomAround(({ clock }) => ({ clock: forgetful(clock, isMissed) }));
  }),
  planted("a timer outlives its membership", () => {
    const isMissed = everyNth(3);
    return membershipAround(({ clock }) => ({ clock: forgetful(clock, isMissed) }));
  }),
  planted("the room closes without a goodbye", () =>
    roomLinks(() => ({
      send: (link, lane, bytes) => {
        if (downMessage(lane, bytes)?.type !== "goodbye") link.send(lane, bytes);
      },
    })),
  ),
  planted("a volunteer leaves without a goodbye", () =>
    membershipLinks(() => ({
      send: (link, lane, bytes) => {
        if (upMessage(lane, bytes)?.type !== "goodbye") link.send(lane, bytes);
      },
    })),
  ),
  planted("what overtakes the welcome on the other lane is not heard", () =>
    membershipLinks(() => {
      let isIn = false;
      return {
        listen: (link, listener) =>
          link.listen((event) => {
            if (event.type === "message") isIn ||= downMessage(event.lane, event.bytes)?.type === "welcome";
            if (isIn || event.type !== "message" || event.lane === "control") listener(event);
          }),
      };
    }),
  ),
  planted("the former link of a tab that comes back stays open", () =>
    roomLinks(() => ({
      close: (link, reason) => {
        if (reason.key !== "tab-came-back") link.close(reason);
      },
    })),
  ),
  planted("a stale link is still heard: its end is taken for that of the newest one", () => {
    const newest = new Map<string, Listener>();
    return roomLinks(() => hearingStaleEnds(newest));
  }),
  planted("a room that is closed keeps its code", () =>
    roomAround(({ register }) => ({
      register: {
        origin: register.origin,
        claimCode: async (code, holder) => register.claimCode(code, holder),
        releaseCode: async () => ({ type: "released" }),
        findOrigins: async () => register.findOrigins(),
      },
    })),
  ),
  planted("a stay is kept after the leaving", () =>
    membershipAround(({ stays }) => ({
      stays: { read: async () => stays.read(), keep: (stay) => stays.keep(stay), forget: () => {} },
    })),
  ),
  planted("a stay comes back unpaused", () =>
    membershipAround(({ stays }) => ({
      stays: {
        read: async () => stays.read(),
        keep: (stay) => stays.keep({ ...stay, paused: false }),
        forget: () => stays.forget(),
      },
    })),
  ),
];

type Listener = (event: LinkEvent) => void;

/** The mistakes of one link: its end goes to the listener of its tab's newest link. `newest` is shared by all links. */
function hearingStaleEnds(newest: Map<string, Listener>): LinkMistakes {
  let tab: string | null = null;
  const follow = (listener: Listener): void => {
    if (tab !== null) newest.set(tab, listener);
  };
  return {
    listen: (link, listener) => {
      follow(listener);
      link.listen((event) => {
        const message = event.type === "message" ? upMessage(event.lane, event.bytes) : null;
        if (message?.type === "join") ({ tab } = message);
        const current = newest.get(tab ?? "") ?? listener;
        (event.type === "ended" ? current : listener)(event);
      });
    },
  };
}
