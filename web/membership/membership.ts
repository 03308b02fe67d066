import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import type { VolunteerSettings } from "../core/volunteer/settings.ts";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { VolunteerStore } from "./store.ts";

/** What a person chooses before joining. */
export interface VolunteerIdentity {
  /** 1 to 40 characters. */
  readonly name: string;
  /** Tasks computed at a time; 1 to 256. */
  readonly slots: number;
}

/** The volunteer's machine and its constants. */
export interface VolunteerMachineKind {
  readonly settings: VolunteerSettings;
  handle(machine: VolunteerMachine, event: VolunteerEvent): readonly VolunteerEffect[];
}

export interface MembershipOptions {
  /** Another machine than the real one; only in a simulation. */
  readonly machine?: VolunteerMachineKind;
}

/**
 * A volunteer without a screen, in at most one room. Everything that a person can do is a method; everything that a person
 * sees is in the store.
 */
export interface Membership {
  readonly store: VolunteerStore;
  /**
   * Call first. Comes back into the room if a stay is kept from before this page was loaded, otherwise joins as
   * `unasked`. If that is null it only looks whether the room is there. Changes nothing once a person has joined or left.
   */
  arrive(unasked: VolunteerIdentity | null): void;
  /** Looks whether the room is there; then it is for a person to join. */
  look(): void;
  /** From `asking`, `left` and `refused`: joins with this name and number of slots. */
  join(identity: VolunteerIdentity): void;
  /** Joins as the last time. Looks whether the room is there if no one has asked to join yet. */
  tryAgain(): void;
  /** Lets running tasks end and gives the others back; stays in the room. */
  pause(): void;
  resume(): void;
  setSlots(slots: number): void;
  /** Says goodbye; what is finished is sent first, the rest goes back. The next page of this tab asks again. */
  leave(): void;
  /** Leaves at once and for good; for `pagehide`. The next page of this tab comes back by itself. */
  close(): void;
}
