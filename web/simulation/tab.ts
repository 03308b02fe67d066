import { isTabId, type TabId } from "../core/ids.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import { createVolunteerMachine, type VolunteerMachine } from "../core/volunteer/state.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import type { UpMessage } from "../core/wire/messages.ts";
import { Weather, type SimulatedLink } from "./link.ts";
import { SimulatedSlots } from "./slots.ts";
import { slowVolunteerSettings } from "./time-scale.ts";
import type { World } from "./world.ts";

type Fact<Event = VolunteerEvent> = Event extends unknown ? Omit<Event, "now"> : never;

/** Before a volunteer dials again. */
const redialAfterMs = 8_000;

/** Messages that it remembers, to say them again when a fault wants so. */
const remembered = 64;

function tabIdOf(number: number): TabId {
  const id = number.toString(16).padStart(32, "0");
  if (!isTabId(id)) throw new Error(`${id} is no tab`);
  return id;
}

/** A volunteer's tab: the machine as it is, its slots, and the little that its shell does. */
export class Tab {
  readonly number: number;
  readonly tabId: TabId;
  /** Every program loads here that loads anywhere. */
  readonly isModern: boolean;
  readonly weather = new Weather();
  readonly machine: VolunteerMachine;
  readonly slots: SimulatedSlots;
  readonly said: UpMessage[] = [];
  isDead = false;
  hasLeft = false;
  /** It has sent what nobody honest would. */
  hasForged = false;
  link: SimulatedLink | null = null;
  /** Its clock is ahead of the world's by this. */
  clockAheadMs = 0;
  #frozenUntil = 0;
  readonly #held: (() => void)[] = [];
  #alarm = 0;
  readonly #world: World;
  readonly #facts: Fact[] = [];
  #isTelling = false;

  constructor(world: World, number: number, slotCount: number, isModern: boolean) {
    this.#world = world;
    this.number = number;
    this.isModern = isModern;
    this.tabId = tabIdOf(number);
    this.machine = createVolunteerMachine(slotCount, world.seams.volunteerSettings(slowVolunteerSettings));
    this.slots = new SimulatedSlots(world.timeline, world.work, world.timeLimitMs, {
      answered: (run, first, outcomes, runtimesMs, values) =>
        this.#hear(() => {
          const busyMs = runtimesMs.reduce((sum, ms) => sum + ms, 0);
          this.tell({ type: "run-answered", run, first, busyMs, outcomes, runtimesMs, values });
        }),
      runEnded: (run) => this.#hear(() => this.tell({ type: "run-ended", run })),
      slotReady: (slot) => this.#hear(() => this.tell({ type: "slot-ready", slot })),
      died: () => this.die(),
      loads: (job) => world.work.loadsAnywhere(job) && (isModern || world.work.loadsIn(number, job)),
    });
    this.slots.resize(slotCount);
    this.dial();
  }

  /** Runs what reaches the tab: at once, or when it thaws, or never. */
  #hear(act: () => void): void {
    if (this.isDead) return;
    if (this.#world.timeline.now < this.#frozenUntil) this.#held.push(act);
    else act();
  }

  freeze(ms: number): void {
    const { timeline } = this.#world;
    this.#frozenUntil = Math.max(this.#frozenUntil, timeline.now + ms);
    timeline.at(this.#frozenUntil, () => {
      if (timeline.now < this.#frozenUntil) return;
      for (const act of this.#held.splice(0)) this.#hear(act);
    });
  }

  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.slots.isDead = true;
    this.#world.chronicle.note(this.#world.timeline.now, "tab dies", this.number);
    this.link?.die("volunteer");
    this.link = null;
    this.#world.tabDied(this);
  }

  dial(): void {
    this.#hear(() => {
      if (this.hasLeft || this.link !== null) return;
      const link = this.#world.dial(this);
      if (link !== null) this.link = link;
      else this.#world.timeline.after(redialAfterMs, () => this.dial());
    });
  }

  /** The handshake is done. */
  linkOpened(): void {
    const identity = { tab: this.tabId, name: `tab ${this.number}`, device: "simulated" };
    this.#hear(() => this.tell({ type: "link-opened", identity }));
  }

  /** What the link tells us, whatever link it is: only the present one counts. */
  earFor(link: SimulatedLink): Parameters<SimulatedLink["open"]>[0] {
    return {
      message: (message) =>
        this.#hear(() => {
          if (this.link === link) this.tell({ type: "message-arrived", message });
        }),
      ended: () => this.#hear(() => this.#linkEnded(link)),
      // It would look for the coordinator beside this link, and a tab here has one link at a time.
      pathChanged: () => {},
    };
  }

  #linkEnded(link: SimulatedLink): void {
    if (this.link !== link) return;
    this.link = null;
    this.tell({ type: "link-ended" });
    this.#world.timeline.after(redialAfterMs, () => this.dial());
  }

  tell(fact: Fact): void {
    if (this.isDead) return;
    this.#facts.push(fact);
    if (this.#isTelling) return;
    this.#isTelling = true;
    const { seams, timeline } = this.#world;
    for (let next = this.#facts.shift(); next !== undefined; next = this.#facts.shift()) {
      const event = seams.toVolunteer({ ...next, now: timeline.now + this.clockAheadMs }, this.machine);
      if (event === null) continue;
      for (const effect of seams.fromVolunteer(handle(this.machine, event), this.machine, event))
        this.#carryOut(effect);
      this.#world.checkTab(this, event);
    }
    this.#isTelling = false;
  }

  say(message: UpMessage): void {
    this.#world.chronicle.note(this.#world.timeline.now, `tab says ${message.type}`, this.number);
    if (message.type === "results" || message.type === "returned") {
      this.said.push(message);
      if (this.said.length > remembered) this.said.shift();
    }
    this.link?.sendUp(message);
  }

  #carryOut(effect: VolunteerEffect): void {
    switch (effect.type) {
      case "send":
        this.say(effect.message);
        return;
      case "start-run":
        this.slots.start(effect.slot, effect.run, effect.job, effect.inputs);
        return;
      case "close-job":
        this.slots.closeJob(effect.job);
        return;
      case "resize":
        this.slots.resize(effect.slots);
        return;
      case "close-link": {
        const { link } = this;
        if (effect.why === "leaving") this.hasLeft = true;
        if (link === null) return;
        link.close("volunteer");
        this.#world.timeline.after(1, () => this.#hear(() => this.#linkEnded(link)));
        return;
      }
      case "set-alarm":
        this.#setAlarm(effect.at);
        return;
      case "open-job":
      case "doubt-coordinator":
      case "trust-coordinator":
      case "welcomed":
      case "forgotten":
        return;
    }
  }

  #setAlarm(at: number | null): void {
    this.#alarm += 1;
    const mine = this.#alarm;
    if (at === null) return;
    this.#world.timeline.at(at - this.clockAheadMs, () =>
      this.#hear(() => {
        if (this.#alarm === mine) this.tell({ type: "alarm-rang" });
      }),
    );
  }
}
