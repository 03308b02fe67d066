import { bytesToHex } from "@noble/hashes/utils.js";
import { isTabId, type TabId } from "../../web/core/ids.ts";
import { randomBytes } from "../../web/links/random.ts";
import { FramePacer } from "../../web/ui/frame-pacer.ts";
import { TabVolunteer } from "../../web/volunteer/tab-volunteer.ts";
import { SharedCompute } from "./shared-compute.ts";
import { wayInBy } from "./way-in.ts";

/* Many volunteers in one page: each with its own link, machine and store, all with one sandbox of two slots. */

/** A browser holds up a page that opens many WebSockets at a time; four hundred machines open one each. */
const mostJoining = 25;

const shared = new SharedCompute(2);
const pacer = new FramePacer();
const volunteers: TabVolunteer[] = [];

function drawTabId(): TabId {
  const id = bytesToHex(randomBytes(16));
  if (!isTabId(id)) throw new Error(`drew ${id}, which is no tab id`);
  return id;
}

function enter(joinLink: string, name: string): TabVolunteer {
  const volunteer = new TabVolunteer(
    {
      wayIn: wayInBy(joinLink),
      tab: drawTabId(),
      device: "bench",
      createCompute: () => shared.view(),
      random: Math.random,
    },
    pacer,
  );
  volunteer.join({ name, slots: 1 });
  return volunteer;
}

const bench = {
  /** So that joining is what is measured, and not the start of a sandbox. */
  async open(): Promise<void> {
    const start = await shared.open();
    if (start.type !== "ready") throw new Error(`the sandbox is ${start.type}`);
  },

  /** As fast as one page can. */
  join(joinLink: string, name: string, count: number): void {
    const next = (): void => {
      const joining = volunteers.filter(({ store }) => store.getState().phase.type === "joining").length;
      for (let free = mostJoining - joining; free > 0 && volunteers.length < count; free -= 1) {
        const volunteer = enter(joinLink, `${name}-${volunteers.length + 1}`);
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

  /** How many are where, and why some were refused. */
  standing(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { store } of volunteers) {
      const { phase } = store.getState();
      const standing = phase.type === "refused" ? `refused: ${phase.problem}, ${phase.detail}` : phase.type;
      counts[standing] = (counts[standing] ?? 0) + 1;
    }
    return counts;
  },
};

export type CrowdBench = typeof bench;

Object.assign(globalThis, { bench });
