import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobId, RoomCode, VolunteerId } from "../core/ids.ts";
import type { LogLine } from "../ui/log-line.ts";

export interface RoomView {
  /** `opening` until the code is claimed; `failed` says why in `problem` and is final. */
  readonly phase: "opening" | "open" | "failed";
  readonly code: RoomCode | null;
  /** Join links, best first: a LAN address where there is one, then this page's own origin. */
  readonly joinLinks: readonly string[];
  /** Whether typing the short code is enough: the signaling server then knows the secret. */
  readonly lent: boolean;
  /** Whether newcomers can find the room now; who is in stays in. */
  readonly signaling: "reachable" | "unreachable";
  readonly problem: string | null;
}

export interface VolunteerView {
  readonly id: VolunteerId;
  readonly name: string;
  readonly device: string;
  readonly slots: number;
  readonly paused: boolean;
  readonly kind: "peer" | "memory";
  /** `wavering`: the path is interrupted or heartbeats are late; `gone`: with `goneBecause`. */
  readonly link: "steady" | "wavering" | "gone";
  readonly goneBecause: string | null;
  readonly tasksDone: number;
  /** Tasks in its hands now. */
  readonly tasksLeased: number;
}

export interface JobView {
  readonly id: JobId;
  readonly workload: string;
  readonly phase: "running" | "paused" | "done" | "cancelled";
  /** done + failed + leased + pending = total, at every moment. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly leased: number;
  readonly pending: number;
  /** Milliseconds since the start, pauses left out; stands still when the job is over. */
  readonly elapsedMs: number;
  /** Milliseconds still to go at the present rate; null while nothing can be said. */
  readonly remainingMs: number | null;
}

export interface CoordinatorState {
  readonly room: RoomView;
  readonly volunteers: readonly VolunteerView[];
  /** The job shown: the newest. */
  readonly job: JobView | null;
  /** Rises whenever the task table has changed; the table itself is read from `Coordinator.table`. */
  readonly tableVersion: number;
  /** The newest lines, oldest first; at most `logLength`. */
  readonly log: readonly LogLine[];
  readonly helping: "off" | "starting" | "on" | "failed";
  readonly helpProblem: string | null;
}

export type CoordinatorStore = StoreApi<CoordinatorState>;

export function createCoordinatorStore(): CoordinatorStore {
  return createStore<CoordinatorState>(() => ({
    room: { phase: "opening", code: null, joinLinks: [], lent: true, signaling: "unreachable", problem: null },
    volunteers: [],
    job: null,
    tableVersion: 0,
    log: [],
    helping: "off",
    helpProblem: null,
  }));
}
