import type { VolunteerStore } from "./store.ts";

/** Who comes, with what. */
export interface VolunteerIdentity {
  /** 1 to 40 characters. */
  readonly name: string;
  /** Tasks computed at a time; 1 to 256. */
  readonly slots: number;
}

/** A tab that lends its cores. Works without a view: everything people can do is a method, everything they see is the store. */
export interface Volunteer {
  readonly store: VolunteerStore;
  /**
   * First of all: comes back into the room where this tab was in it before its page was loaded, else joins as `unasked`;
   * looks whether the room is there where that is null.
   */
  arrive(unasked: VolunteerIdentity | null): void;
  /** Looks whether the room is there; then it is for a person to join. */
  look(): void;
  /** From `asking`, `left` and `refused`: joins with this name and number of slots. */
  join(identity: VolunteerIdentity): void;
  /** Joins as the last time; looks whether the room is there where nobody has asked to join yet. */
  tryAgain(): void;
  /** Running tasks end, the rest goes back; stays in the room. */
  pause(): void;
  resume(): void;
  setSlots(slots: number): void;
  /** Says goodbye; what is finished is sent first, the rest goes back. The next page of this tab asks again. */
  leave(): void;
  /** Leaves at once; for `pagehide`. The next page of this tab comes back by itself. */
  close(): void;
}
