import type { JobId } from "../core/ids.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { isOver, type Scheduler } from "../core/scheduler/state.ts";
import type { Findings } from "./findings.ts";
import type { RoomPage } from "./room-page.ts";
import type { Timeline } from "./timeline.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

interface CloseOracleWorld {
  readonly timeline: Timeline;
  readonly findings: Findings;
  readonly findTab: (number: number) => VolunteerTab | null;
}

/**
 * [P8] Checks that no volunteer that is in computes a job that is over. A volunteer names what it computes since an earlier link
 * ahead of its first heartbeat, and control messages keep their order: whenever the room has heard either, such a job is closed
 * there once all that the room has said by then has arrived.
 */
export class CloseOracle {
  readonly #world: CloseOracleWorld;

  constructor(world: CloseOracleWorld) {
    this.#world = world;
  }

  /** The machine has taken the fact; its orders are not carried out yet. */
  factHandled({ links, scheduler }: RoomPage, event: SchedulerEvent): void {
    if (event.type !== "heartbeat-arrived" && event.type !== "volunteer-equipped") return;
    const link = links.get(event.volunteer);
    if (link === undefined || scheduler?.sessions.has(event.volunteer) !== true) return;
    const { timeline, findings, findTab } = this.#world;
    const tab = findTab(link.ends.volunteer.page.tab);
    const machine = tab?.machine ?? null;
    if (tab === null || machine === null) return;
    const named = event.type === "volunteer-equipped" ? event.job : null;
    const over = new Set<JobId>();
    for (const { job } of machine.batches) {
      if ((named === null || named === job) && isOverAt(scheduler, job)) over.add(job);
    }
    if (over.size === 0) return;
    timeline.after(0, () => {
      link.afterControl("room", () => {
        for (const { job } of machine.batches) {
          findings.must(!over.has(job), `[P8] tab ${tab.number} computes job ${job}, which is over in its room`);
        }
      });
    });
  }
}

function isOverAt({ jobs }: Scheduler, id: JobId): boolean {
  const job = jobs.get(id);
  return job === undefined || isOver(job);
}
