import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import type { SchedulerSettings } from "../core/scheduler/settings.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { VolunteerSettings } from "../core/volunteer/settings.ts";

/**
 * Where a simulation can be made to go wrong on purpose: between shell and machine, and in the machines' constants. The
 * machines themselves know nothing of it.
 */
export interface Seams {
  schedulerSettings(settings: SchedulerSettings): SchedulerSettings;
  volunteerSettings(settings: VolunteerSettings): VolunteerSettings;
  /** null: the fact never reaches the machine. */
  toScheduler(event: SchedulerEvent, scheduler: Scheduler): SchedulerEvent | null;
  fromScheduler(
    effects: readonly SchedulerEffect[],
    scheduler: Scheduler,
    event: SchedulerEvent,
  ): readonly SchedulerEffect[];
  toVolunteer(event: VolunteerEvent, machine: VolunteerMachine): VolunteerEvent | null;
  fromVolunteer(
    effects: readonly VolunteerEffect[],
    machine: VolunteerMachine,
    event: VolunteerEvent,
  ): readonly VolunteerEffect[];
  /** Whether a superseded coordinator is kept from writing. */
  readonly isFenced: boolean;
  /** Whether restarts read the journal. */
  readonly isRestored: boolean;
}

export const soundSeams: Seams = {
  schedulerSettings: (settings) => settings,
  volunteerSettings: (settings) => settings,
  toScheduler: (event) => event,
  fromScheduler: (effects) => effects,
  toVolunteer: (event) => event,
  fromVolunteer: (effects) => effects,
  isFenced: true,
  isRestored: true,
};
