import { FramePacer } from "../../web/ui/frame-pacer.ts";
import { createVolunteerBy } from "../../web/volunteer/create-volunteer.ts";
import { ProbedLink } from "./probed-link.ts";
import { wayInBy } from "./way-in.ts";

/* The volunteer that ships, without its view, over a link whose control lane is timed. */

let answersMs: number[] = [];

const bench = {
  join(joinLink: string): void {
    const wayIn = wayInBy(joinLink);
    const volunteer = createVolunteerBy(
      {
        find: () => wayIn.find(),
        async dial(identity, signal) {
          const dialled = await wayIn.dial(identity, signal);
          return dialled.ok ? { ok: true, link: new ProbedLink(dialled.link, (ms) => answersMs.push(ms)) } : dialled;
        },
      },
      new FramePacer(),
    );
    volunteer.join({ name: "probed", slots: 1 });
  },

  /** Of each heartbeat since the last call, the milliseconds until its answer. */
  takeAnswers(): readonly number[] {
    const taken = answersMs;
    answersMs = [];
    return taken;
  },
};

export type VolunteerBench = typeof bench;

Object.assign(globalThis, { bench });
