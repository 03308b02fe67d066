import type { Membership, VolunteerIdentity } from "../../web/membership/membership.ts";
import type { VolunteerState } from "../../web/membership/store.ts";

/** What the command reads of a stay. */
export type StayView = Pick<
  VolunteerState,
  "phase" | "work" | "done" | "failed" | "tasksPerSecond" | "uncommitted" | "slots"
>;

/** A volunteer that the command leads, wherever it computes: as a `Membership`, whose methods these are. */
export interface JoinVolunteer extends Pick<Membership, "pause" | "leave" | "tryAgain"> {
  /** Calls `changed` with what there is from now on. Once. */
  follow(changed: (view: StayView) => void): void;
  arrive(identity: VolunteerIdentity): void;
  /** Leaves at once and for good. Resolves once nothing of it runs any more. */
  close(): Promise<void>;
  /** Rejects where it ends without having been closed. */
  readonly broken: Promise<never>;
}

export function joinVolunteer(membership: Membership): JoinVolunteer {
  return {
    follow: (changed) => void membership.store.subscribe(changed),
    arrive: (identity) => membership.arrive(identity),
    pause: () => membership.pause(),
    leave: () => membership.leave(),
    tryAgain: () => membership.tryAgain(),
    close: async () => membership.close(),
    broken: new Promise(() => {}),
  };
}
