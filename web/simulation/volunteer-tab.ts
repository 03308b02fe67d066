import { isTabId, type TabId } from "../core/ids.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import type { VolunteerMachine } from "../core/volunteer/state.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import type { UpMessage } from "../core/wire/messages.ts";
import type { MembershipEnvironment } from "../environment/environment.ts";
import type { KeptStay, StayKeeper } from "../environment/stay-keeper.ts";
import { createMembership } from "../membership/create-membership.ts";
import type { Membership } from "../membership/membership.ts";
import type { VolunteerPhase } from "../membership/store.ts";
import type { Injected } from "./injected.ts";
import type { SimulatedCompute } from "./simulated-compute.ts";
import type { SimulatedLink } from "./simulated-link.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import { slowVolunteerSettings } from "./time-scale.ts";
import { withSilence } from "./silent-holder.ts";
import { Weather } from "./weather.ts";

/** Messages that are remembered, to be said again when a fault wants so. */
const remembered = 64;

/** Sees what a volunteer's machine is told and orders. */
export interface TabMachineWatch {
  /** Before the machine takes it. */
  tabHears(tab: VolunteerTab, machine: VolunteerMachine, event: VolunteerEvent): void;
  /** The machine has taken it; its orders are not carried out yet. */
  tabHandled(tab: VolunteerTab, machine: VolunteerMachine, event: VolunteerEvent): void;
  tabOrders(tab: VolunteerTab, effect: VolunteerEffect): void;
}

/** Sees what becomes of a membership. */
export interface TabWatch extends TabMachineWatch {
  phaseChanged(tab: VolunteerTab, phase: VolunteerPhase): void;
}

/** What one load of the tab's page is made from. */
export interface TabLoad {
  readonly page: SimulatedPage;
  readonly environment: MembershipEnvironment;
}

export interface TabWorld {
  readonly injected: Injected;
  readonly watch: TabWatch;
  readonly load: (tab: VolunteerTab) => TabLoad;
}

/** A browser's tab with a volunteer in it, over all loads of its page. */
export class VolunteerTab {
  /** Counts up from 1. */
  readonly number: number;
  /** Every program loads here that loads anywhere. */
  readonly isModern: boolean;
  /** Some tasks or all throw here that others answer. */
  readonly isSpoiler: boolean;
  readonly weather = new Weather();
  readonly links: SimulatedLink[] = [];
  readonly said: UpMessage[] = [];
  page: SimulatedPage;
  membership: Membership;
  /** Of the present stay or the last one; null before the first. */
  machine: VolunteerMachine | null = null;
  compute: SimulatedCompute | null = null;
  /** How many times slower than usual the device computes. */
  slowness = 1;
  /** Each task of so many in a row but one is answered, and that one never; 0 where all are. */
  silence = 0;
  /** It has sent what no honest tab would. */
  hasForged = false;
  /** What the person wants, as last said to a membership that was in the room or on its way there. */
  slots: number;
  isPaused = false;
  loads = 0;
  /** The id of the stay that the present page goes on with; null where it began a new one. */
  stay: TabId | null = null;
  #kept: KeptStay | null = null;
  readonly #world: TabWorld;

  constructor(world: TabWorld, number: number, slots: number, isModern: boolean, isSpoiler: boolean) {
    this.#world = world;
    this.number = number;
    this.isSpoiler = isSpoiler;
    this.slots = slots;
    this.isModern = isModern;
    ({ page: this.page, membership: this.membership } = this.#open());
  }

  get isDead(): boolean {
    return this.page.isDead;
  }

  get phase(): VolunteerPhase {
    return this.membership.store.getState().phase;
  }

  get hasLeft(): boolean {
    return this.phase.type === "left";
  }

  /** Whether the membership is in the room, on its way there or looking for it again. */
  get isIn(): boolean {
    const { type } = this.phase;
    return !this.isDead && (type === "joining" || type === "present" || type === "reconnecting");
  }

  /** The newest link that neither side has ended; null where there is none. */
  get link(): SimulatedLink | null {
    return this.links.findLast(({ isOpen }) => isOpen) ?? null;
  }

  /** Another id for each load: only a stay that was kept makes a page the same volunteer again. */
  get freshTabId(): TabId {
    const id = (this.number * 1_000 + this.loads).toString(16).padStart(32, "0");
    if (!isTabId(id)) throw new Error(`${id} is no tab`);
    return id;
  }

  get keptStay(): KeptStay | null {
    return this.#kept;
  }

  staysOf(page: SimulatedPage): StayKeeper {
    return {
      read: async () => page.answer(5, () => this.#kept),
      keep: (stay) => {
        if (!page.isDead) this.#kept = stay;
      },
      forget: () => {
        if (!page.isDead) this.#kept = null;
      },
    };
  }

  /** Loads the page anew; what was in the old one is closed by then. */
  reload(): void {
    ({ page: this.page, membership: this.membership } = this.#open());
  }

  #open(): Pick<VolunteerTab, "page" | "membership"> {
    this.loads += 1;
    this.stay = this.#kept?.tab ?? null;
    const { injected, load, watch } = this.#world;
    const { page, environment } = load(this);
    const membership = createMembership(injected.aroundMembership(environment), {
      machine: {
        settings: injected.volunteerSettings(slowVolunteerSettings),
        handle: (machine, event) => this.#handle(page, machine, event),
      },
    });
    membership.store.subscribe(({ phase }, before) => {
      if (phase !== before.phase) watch.phaseChanged(this, phase);
    });
    membership.arrive(this.#kept === null ? { name: `tab ${this.number}`, slots: this.slots } : null);
    return { page, membership };
  }

  #handle(page: SimulatedPage, machine: VolunteerMachine, event: VolunteerEvent): readonly VolunteerEffect[] {
    if (page.isDead) return [];
    this.machine = machine;
    const { injected, watch } = this.#world;
    const changed = injected.toVolunteer(event, machine);
    if (changed === null) return [];
    watch.tabHears(this, machine, changed);
    const orders = injected.fromVolunteer(handle(machine, changed), machine, changed);
    const effects = this.silence === 0 ? orders : withSilence(orders, this.silence);
    for (const effect of effects) {
      if (effect.type === "send") this.#remember(effect.message);
      watch.tabOrders(this, effect);
    }
    watch.tabHandled(this, machine, changed);
    return effects;
  }

  #remember(message: UpMessage): void {
    if (message.type !== "results" && message.type !== "returned") return;
    this.said.push(message);
    if (this.said.length > remembered) this.said.shift();
  }
}
