import { browserBasics } from "../../web/environment/browser/browser-basics.ts";
import { drawTabId } from "../../web/links/draw-tab-id.ts";
import { noScreen } from "../../web/environment/screen.ts";
import { keepsNothing } from "../../web/environment/stay-keeper.ts";
import { createMembership } from "../../web/membership/create-membership.ts";
import type { Membership } from "../../web/membership/membership.ts";
import { FramePacer } from "../../web/environment/browser/frame-pacer.ts";
import { SharedCompute } from "./shared-compute.ts";
import { dialerBy } from "./dialer-by.ts";

/* Many volunteers in one page: each with its own link, machine and store, all with one sandbox of two slots. */

/** Volunteers that join at the same time: a browser delays a page that opens many WebSockets at once, while 400 machines open one each. */
const mostJoining = 25;

const shared = new SharedCompute(2);
const pacer = new FramePacer();
const volunteers: Membership[] = [];

function enterRoom(joinLink: string, name: string): Membership {
  const volunteer = createMembership({
    ...browserBasics(pacer),
    dialer: dialerBy(joinLink),
    stays: keepsNothing,
    screen: noScreen,
    tab: drawTabId(),
    device: "bench",
    createCompute: () => shared.createView(),
  });
  volunteer.join({ name, slots: 1 });
  return volunteer;
}

const bench = {
  /** Without a sandbox, so that only joining is measured. */
  async open(): Promise<void> {
    const start = await shared.open();
    if (start.type !== "ready") throw new Error(`the sandbox is ${start.type}`);
  },

  /** Lets volunteers join as fast as one page can. */
  join(joinLink: string, name: string, count: number): void {
    const next = (): void => {
      const joining = volunteers.filter(({ store }) => store.getState().phase.type === "joining").length;
      for (let free = mostJoining - joining; free > 0 && volunteers.length < count; free -= 1) {
        const volunteer = enterRoom(joinLink, `${name}-${volunteers.length + 1}`);
        volunteers.push(volunteer);
        const unsubscribe = volunteer.store.subscribe(({ phase }) => {
          if (phase.type === "joining") return;
          unsubscribe();
          next();
        });
      }
    };
    next();
  },

  /** Numbers of volunteers by state, and the reasons of refusals. */
  standing(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { store } of volunteers) {
      const { phase } = store.getState();
      const standing =
        phase.type === "refused" ? `refused: ${phase.problem}, ${JSON.stringify(phase.seen)}` : phase.type;
      counts[standing] = (counts[standing] ?? 0) + 1;
    }
    return counts;
  },
};

export type CrowdBench = typeof bench;

Object.assign(globalThis, { bench });
