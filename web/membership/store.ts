import type { Seen } from "../core/seen.ts";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";
import type { ScreenState } from "../environment/screen.ts";
import type { Link } from "../links/link.ts";
import type { Work } from "./activity.ts";
import type { ToldJob } from "../core/volunteer/events.ts";
import type { OwnParts } from "./own-parts.ts";
import type { LogLine } from "../words/log-line.ts";
import type { CommonSaying } from "../words/sayings.ts";

export interface SlotView {
  readonly slot: number;
  /** The title of the task's job while the tab has several; else null. */
  readonly job: string | null;
  /** `8399 * 8399` while a task runs. */
  readonly task: string | null;
}

export type VolunteerPhase =
  /** Asks the server whether the room is there. */
  | { readonly type: "looking" }
  /** The room is there. Nothing runs before a person joins. */
  | { readonly type: "asking" }
  | { readonly type: "joining"; readonly step: "sandbox" | "room" | "link" | "proof" }
  | { readonly type: "present" }
  /** The link was lost after a welcome. The volunteer looks for another one by itself. */
  | { readonly type: "reconnecting"; readonly attempt: number; readonly seen: Seen | null }
  | { readonly type: "left"; readonly because: "own-wish" | "room-closed" }
  | { readonly type: "refused"; readonly problem: JoinProblem; readonly seen: Seen | null };

export interface VolunteerState {
  readonly phase: VolunteerPhase;
  /** The name to join by; null until a person or the address has given one. */
  readonly name: string | null;
  /** Whether the volunteer was in the room before this page was loaded, and has come back by itself. */
  readonly isBack: boolean;
  readonly work: Work;
  readonly link: "steady" | "wavering" | "none";
  /** Which way the link takes; null while there is none. */
  readonly linkKind: Link["kind"] | null;
  readonly paused: boolean;
  /** Whether the screen is kept on. That is wanted in the room, unless paused. */
  readonly screen: ScreenState;
  /** The newest job; null before the first. */
  readonly job: ToldJob | null;
  /** Jobs that the tab has tasks of, or may get more tasks of. */
  readonly openJobs: number;
  /** What this tab fetches of the data of jobs, in bytes; null while it fetches none. */
  readonly fetching: { readonly arrivedBytes: number; readonly totalBytes: number } | null;
  readonly slots: readonly SlotView[];
  /** Attempts of this tab that returned a value, and those that did not, over all loads of the page. */
  readonly done: number;
  readonly failed: number;
  /** Average over about ten seconds, of all jobs. */
  readonly tasksPerSecond: number;
  /** Of the newest job. */
  readonly ownParts: OwnParts;
  /** Results computed and not yet on the coordinator's record. */
  readonly uncommitted: number;
  readonly log: readonly LogLine<CommonSaying>[];
}

export type VolunteerStore = StoreApi<VolunteerState>;

export function createVolunteerStore(): VolunteerStore {
  return createStore<VolunteerState>(() => ({
    phase: { type: "looking" },
    name: null,
    isBack: false,
    work: "waiting",
    link: "none",
    linkKind: null,
    paused: false,
    screen: "off",
    job: null,
    openJobs: 0,
    fetching: null,
    slots: [],
    done: 0,
    failed: 0,
    tasksPerSecond: 0,
    ownParts: { job: 0, results: [] },
    uncommitted: 0,
    log: [],
  }));
}

/** Counts of a tab before its present stay. */
export type Earlier = Pick<VolunteerState, "done" | "failed">;

/** The figures of the page, from the machine of the present stay and the counts before it. */
export function countsOf(
  machine: VolunteerMachine | null,
  earlier: Earlier,
): Pick<VolunteerState, "paused" | "done" | "failed" | "uncommitted"> {
  return {
    paused: machine?.paused ?? false,
    done: earlier.done + (machine?.done ?? 0),
    failed: earlier.failed + (machine?.failed ?? 0),
    uncommitted: machine?.parcels.size ?? 0,
  };
}
