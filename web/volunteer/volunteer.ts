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
  /** From `asking`, `left` and `refused`: joins with this name and number of slots. */
  join(identity: VolunteerIdentity): void;
  /** Running tasks end, the rest goes back; stays in the room. */
  pause(): void;
  resume(): void;
  setSlots(slots: number): void;
  /** Says goodbye; what is finished is sent first, the rest goes back. */
  leave(): void;
  /** Leaves at once; for `pagehide`. */
  close(): void;
}
