import type { LeaseTickets } from "../core/lease-ticket.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import type { SchedulerSettings } from "../core/scheduler/settings.ts";
import type { Looks } from "../core/steady-clock.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import type { VolunteerSettings } from "../core/volunteer/settings.ts";
import type { CallDesk } from "../room/call-desk.ts";
import type { MembershipEnvironment, RoomEnvironment } from "../environment/environment.ts";

/**
 * Where a simulation can be made to go wrong on purpose: between shell and machine, in the machines' constants, and between
 * a shell and the world around it. Machines and shells know nothing of it.
 */
export interface Injected {
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
  /** How pages look at their clocks, and sandboxes at theirs. */
  looks(of: "page" | "sandbox", looks: Looks): Looks;
  /** How the room makes and checks the tickets of leases. */
  aroundTickets(tickets: LeaseTickets): LeaseTickets;
  /** The inputs of a job as its room gets them. */
  aroundSource(source: InputStream): InputStream;
  /** What has the shared objects of a room. */
  aroundCalls(desk: CallDesk): CallDesk;
  /** What each page's room is made from. */
  aroundRoom(environment: RoomEnvironment): RoomEnvironment;
  /** What each tab's membership is made from. */
  aroundMembership(environment: MembershipEnvironment): MembershipEnvironment;
}

export const nothingInjected: Injected = {
  schedulerSettings: (settings) => settings,
  volunteerSettings: (settings) => settings,
  toScheduler: (event) => event,
  fromScheduler: (effects) => effects,
  toVolunteer: (event) => event,
  fromVolunteer: (effects) => effects,
  looks: (_, looks) => looks,
  aroundTickets: (tickets) => tickets,
  aroundSource: (source) => source,
  aroundCalls: (desk) => desk,
  aroundRoom: (environment) => environment,
  aroundMembership: (environment) => environment,
};
