import { createStore, type StoreApi } from "zustand/vanilla";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { ScreenState } from "./screen-lock.ts";
import type { LogLine } from "../ui/log-line.ts";

/** Why the volunteer is not in the room; each has words of its own on the page. */
export type JoinProblem =
  | "wrong-key"
  | "unknown-room"
  | "coordinator-away"
  | "room-full"
  | "signaling-away"
  | "no-path"
  | "unsupported-browser"
  | "other-version"
  | "leaky-sandbox"
  | "sandbox-failed"
  /** The coordinator closed the link; `detail` has its words. */
  | "sent-away";

export interface SlotView {
  readonly slot: number;
  /** `8399 * 8399` while a task runs. */
  readonly task: string | null;
}

export type VolunteerPhase =
  /** Nothing runs before a click. */
  | { readonly type: "asking" }
  | { readonly type: "joining"; readonly step: "sandbox" | "room" | "link" | "proof" }
  | { readonly type: "present" }
  /** The link was lost after having been open; tries again by itself. */
  | { readonly type: "reconnecting"; readonly attempt: number; readonly reason: string }
  | { readonly type: "left" }
  | { readonly type: "refused"; readonly problem: JoinProblem; readonly detail: string };

export interface VolunteerState {
  readonly phase: VolunteerPhase;
  readonly link: "steady" | "wavering" | "none";
  readonly paused: boolean;
  /** Whether the screen is kept on, which is wanted while this tab computes or waits for work. */
  readonly screen: ScreenState;
  /** The workload of the newest job. */
  readonly job: string | null;
  readonly slots: readonly SlotView[];
  /** Attempts that returned a value, and those that did not. */
  readonly done: number;
  readonly failed: number;
  /** Over the last ten seconds or so. */
  readonly tasksPerSecond: number;
  /** Results computed and not yet on the coordinator's record. */
  readonly uncommitted: number;
  readonly log: readonly LogLine[];
}

export type VolunteerStore = StoreApi<VolunteerState>;

export function createVolunteerStore(): VolunteerStore {
  return createStore<VolunteerState>(() => ({
    phase: { type: "asking" },
    link: "none",
    paused: false,
    screen: "off",
    job: null,
    slots: [],
    done: 0,
    failed: 0,
    tasksPerSecond: 0,
    uncommitted: 0,
    log: [],
  }));
}

/** What people see of the machine as it is. */
export function countsOf(
  machine: VolunteerMachine | null,
): Pick<VolunteerState, "paused" | "done" | "failed" | "uncommitted"> {
  return {
    paused: machine?.paused ?? false,
    done: machine?.done ?? 0,
    failed: machine?.failed ?? 0,
    uncommitted: machine?.parcels.size ?? 0,
  };
}
