import type { BlobHash } from "../core/blobs/blob-name.ts";
import type { LoadId } from "../core/ids.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { Findings } from "./findings.ts";
import type { RoomPage } from "./room-page.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

/** [S10] Checks that what nothing needs any more is held by nothing: a pin that stays takes the room of others for ever. */
export class PinOracle {
  readonly #findings: Findings;
  /** Loads whose large inputs a room keeps. */
  readonly #kept = new WeakMap<Scheduler, Set<LoadId>>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** A tab pins the blobs of its jobs, and the inputs of its waiting tasks. */
  tabHandled({ number }: VolunteerTab, { blobs, jobs, batches }: VolunteerMachine): void {
    const { pinned } = blobs;
    if (pinned.size === 0) return;
    const needed = new Set<BlobHash>();
    for (const job of jobs.values()) for (const hash of job.blobs) needed.add(hash);
    for (const { large, next, end } of batches) {
      for (const [at, { name }] of large) if (at >= next && at < end) needed.add(name.hash);
    }
    for (const hash of pinned) {
      this.#findings.must(needed.has(hash), `[S10] tab ${number} pins a blob that nothing there needs any more`);
    }
  }

  factArrives({ scheduler }: RoomPage, event: SchedulerEvent): void {
    if (scheduler === null || event.type !== "inputs-ready" || event.areKept !== true) return;
    const kept = this.#kept.get(scheduler) ?? new Set();
    this.#kept.set(scheduler, kept.add(event.load));
  }

  orderGiven({ scheduler }: RoomPage, effect: SchedulerEffect): void {
    if (scheduler !== null && effect.type === "drop-inputs") this.#kept.get(scheduler)?.delete(effect.load);
  }

  /** A room keeps the large inputs of its leases. */
  factHandled({ scheduler, isDying }: RoomPage): void {
    const kept = scheduler === null ? undefined : this.#kept.get(scheduler);
    // Of the orders of a page that dies the last ones are not given.
    if (scheduler === null || kept === undefined || kept.size === 0 || isDying) return;
    const needed = new Set([...scheduler.leases.values()].map(({ keptLoad }) => keptLoad));
    for (const load of kept) {
      this.#findings.must(
        needed.has(load),
        `[S10] the room keeps the large inputs of load ${load}, which no lease needs`,
      );
    }
  }
}
