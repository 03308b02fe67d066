import { createVolunteerBy } from "../../web/environment/browser/create-volunteer.ts";
import { ProbedLink } from "./probed-link.ts";
import { dialerBy } from "./dialer-by.ts";

/* The volunteer that ships, without its view, over a link whose control lane is timed. */

let answersMs: number[] = [];

const bench = {
  join(joinLink: string): void {
    const dialer = dialerBy(joinLink);
    const volunteer = createVolunteerBy({
      findRoom: () => dialer.findRoom(),
      async dial(identity, signal) {
        const dialled = await dialer.dial(identity, signal);
        return dialled.ok ? { ok: true, link: new ProbedLink(dialled.link, (ms) => answersMs.push(ms)) } : dialled;
      },
    });
    volunteer.join({ name: "probed", slots: 1 });
  },

  /** Milliseconds until the answer of each heartbeat since the last call. */
  takeAnswers(): readonly number[] {
    const taken = answersMs;
    answersMs = [];
    return taken;
  },
};

export type VolunteerBench = typeof bench;

Object.assign(globalThis, { bench });
