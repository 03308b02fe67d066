import { browserMembershipEnvironment } from "../../web/environment/browser/membership-environment.ts";
import type { Dialer } from "../../web/environment/dialer.ts";
import { keepsNothing } from "../../web/environment/stay-keeper.ts";
import { createMembership } from "../../web/membership/create-membership.ts";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import { ProbedLink } from "./probed-link.ts";
import { dialerBy } from "./dialer-by.ts";

/* The volunteer that ships, without its view, over a link whose control lane is timed. */

let answersMs: number[] = [];

const bench = {
  join(joinLink: string): void {
    const dialer = dialerBy(joinLink);
    const probed: Dialer = {
      findRoom: () => dialer.findRoom(),
      async dial(identity, signal) {
        const dialled = await dialer.dial(identity, signal);
        if (dialled.type === "refused") return dialled;
        return { type: "opened", link: new ProbedLink(dialled.link, (ms) => answersMs.push(ms)) };
      },
    };
    const volunteer = createMembership(browserMembershipEnvironment(new FramePacer(), probed, keepsNothing));
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
