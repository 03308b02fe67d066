import type { JobId, RoomCode, VolunteerId } from "../core/ids.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { handle } from "../core/scheduler/scheduler.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import type { RoomEnvironment } from "../environment/environment.ts";
import { isUnderWay, type JobView, type RoomState } from "../room/store.ts";
import type { CallDesk } from "../room/call-desk.ts";
import type { SimulatedPace } from "./simulated-pace.ts";
import { createRoom } from "../room/create-room.ts";
import type { Room } from "../room/room.ts";
import { leaseTickets } from "../core/lease-ticket.ts";
import type { Injected } from "./injected.ts";
import type { LateInputs } from "./late-inputs.ts";
import type { SimulatedLink } from "./simulated-link.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import { slowSchedulerSettings } from "./time-scale.ts";
import type { Timeline } from "./timeline.ts";

/** Bytes of inputs that stay in memory beside their record: of two additions or so, so that most are read back. */
const fewInputBytes = 1_200;

/** Sees what a room's machine is told and orders. */
export interface RoomMachineWatch {
  /** Before the machine takes it. */
  factArrives(room: RoomPage, event: SchedulerEvent): void;
  /** Before the shell carries it out. */
  orderGiven(room: RoomPage, effect: SchedulerEffect): void;
  /** The machine has taken it; its orders are not carried out yet. */
  factHandled(room: RoomPage, event: SchedulerEvent): void;
}

/** Sees what a room's shell does. */
export interface RoomWatch extends RoomMachineWatch {
  /** A volunteer that had joined by one link has joined by another. */
  joinedAgain(former: SimulatedLink, link: SimulatedLink): void;
  /** A volunteer that had joined by the link is gone, or is to go. */
  departed(link: SimulatedLink): void;
  published(room: RoomPage): void;
  /** The machine throws at a fact: its shell has broken its side. */
  machineThrew(error: unknown): void;
}

export interface RoomPageWorld {
  readonly timeline: Timeline;
  readonly injected: Injected;
  readonly watch: RoomWatch;
  readonly page: SimulatedPage;
  readonly pace: SimulatedPace;
  readonly environment: RoomEnvironment;
  readonly lateInputs: LateInputs;
  readonly calls: CallDesk;
  /** The link over which the page hears something at this moment. */
  readonly findSpeaker: () => SimulatedLink | null;
}

/** A page with a room in it, as it is: the real machine and the real shell in a simulated world. */
export class RoomPage {
  readonly page: SimulatedPage;
  readonly room: Room;
  /** Of the newest start of the room in this page; null before the first. */
  scheduler: Scheduler | null = null;
  /** The links over which volunteers have joined last, by their numbers. */
  readonly links = new Map<VolunteerId, SimulatedLink>();
  /** The page crashes before this many further orders; null for none. */
  ordersToCrash: number | null = null;
  /** The last orders of its machine are carried out no more. */
  isDying = false;
  /** The page crashes when a job has ended early, before any order of that is carried out. */
  diesWithEarlyEnd = false;
  /** When a person last took the room over here; null for never. */
  takenOverAt: number | null = null;
  readonly #world: RoomPageWorld;

  constructor(world: RoomPageWorld, code: RoomCode | null) {
    const { page, injected, environment } = world;
    this.#world = world;
    this.page = page;
    this.room = createRoom(injected.aroundRoom(environment), {
      code,
      scheduler: {
        settings: injected.schedulerSettings(slowSchedulerSettings),
        handle: (scheduler, event) => this.#handle(scheduler, event),
        leaseTickets: (key) => injected.aroundTickets(leaseTickets(key)),
      },
      keptInputBytes: fewInputBytes,
      calls: world.calls,
    });
    this.room.store.subscribe(() => world.watch.published(this));
  }

  /** As a person sees it who looks now. */
  get state(): RoomState {
    this.#world.pace.drawNow();
    return this.room.store.getState();
  }

  /** Those that a person can pause, resume and cancel. */
  get openJobs(): readonly JobView[] {
    return this.state.jobs.filter(isUnderWay);
  }

  /** A person does something with one of the open jobs, if there is any. `choice` counts them. */
  changeJob(choice: number, change: (job: JobId) => void): void {
    this.page.hear(() => {
      const open = this.openJobs;
      const job = open[choice % Math.max(1, open.length)];
      if (job !== undefined) change(job.id);
    });
  }

  /** A person has the room run here, where another page had it. */
  takeOver(): void {
    this.takenOverAt = this.#world.timeline.now;
    this.page.hear(() => this.room.takeOver());
  }

  #handle(scheduler: Scheduler, event: SchedulerEvent): readonly SchedulerEffect[] {
    const { page } = this.#world;
    if (page.isDead) return [];
    if (this.scheduler !== scheduler) {
      this.scheduler = scheduler;
      this.links.clear();
    }
    const { lateInputs, timeline } = this.#world;
    return lateInputs.factsDue(event, scheduler, timeline.now).flatMap((fact) => this.#submit(fact, scheduler));
  }

  #submit(event: SchedulerEvent, scheduler: Scheduler): readonly SchedulerEffect[] {
    const { injected, watch } = this.#world;
    if (event.type === "volunteer-joined") this.#noteJoin(event.volunteer);
    if (event.type === "volunteer-left") this.#noteDeparture(event.volunteer);
    const changed = injected.toScheduler(event, scheduler);
    if (changed === null) return [];
    watch.factArrives(this, changed);
    const given = this.#ask(scheduler, changed);
    const effects = injected.fromScheduler(given, scheduler, changed);
    const carriedOut = this.#untilCrash(effects);
    for (const effect of carriedOut) watch.orderGiven(this, effect);
    if (carriedOut.length === effects.length) this.#noteEndedLinks(given);
    watch.factHandled(this, changed);
    return carriedOut;
  }

  /** Facts that answer the journal have nobody above them that would notice a throw. */
  #ask(scheduler: Scheduler, event: SchedulerEvent): readonly SchedulerEffect[] {
    try {
      return handle(scheduler, event);
    } catch (error) {
      this.#world.watch.machineThrew(error);
      return [];
    }
  }

  #noteJoin(volunteer: VolunteerId): void {
    const { findSpeaker, watch } = this.#world;
    const link = findSpeaker();
    if (link === null) return;
    const former = this.links.get(volunteer);
    this.links.set(volunteer, link);
    if (former !== undefined) watch.joinedAgain(former, link);
  }

  /** By what the machine has ordered, whatever became of the order on its way to the shell. */
  #noteEndedLinks(orders: readonly SchedulerEffect[]): void {
    for (const order of orders) {
      if (order.type === "dismiss" || order.type === "give-up-link") this.#noteDeparture(order.volunteer);
    }
  }

  #noteDeparture(volunteer: VolunteerId): void {
    const link = this.links.get(volunteer);
    if (link !== undefined) this.#world.watch.departed(link);
  }

  /** The orders that are carried out before the page is gone. */
  #untilCrash(effects: readonly SchedulerEffect[]): readonly SchedulerEffect[] {
    if (this.diesWithEarlyEnd && effects.some(({ type }) => type === "job-ended-early")) {
      this.#dieSoon();
      return [];
    }
    if (this.ordersToCrash === null) return effects;
    const left = this.ordersToCrash - 1;
    this.ordersToCrash -= effects.length;
    if (effects.length <= left) return effects;
    this.#dieSoon();
    return effects.slice(0, left);
  }

  #dieSoon(): void {
    this.isDying = true;
    this.#world.timeline.after(0, () => this.page.die());
  }
}
