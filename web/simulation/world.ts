import { jobId, type JobId, type TabId } from "../core/ids.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { VolunteerEvent } from "../core/volunteer/events.ts";
import { Chronicle } from "./chronicle.ts";
import { CoordinatorProcess } from "./coordinator-process.ts";
import { Dice } from "./dice.ts";
import { Journal, type Entry } from "./journal.ts";
import { SimulatedLink } from "./link.ts";
import { Oracle } from "./oracle.ts";
import type { JobPlan, Scenario } from "./scenario.ts";
import type { Seams } from "./seams.ts";
import { Tab } from "./tab.ts";
import { Timeline } from "./timeline.ts";
import { timeLimitMs } from "./time-scale.ts";
import { Work } from "./work.ts";

/** How long the coordinator stays away after a crash. */
const longestAbsenceMs = 120_000;

/** Everything there is in one simulation. */
export class World {
  readonly timeline = new Timeline();
  readonly dice: Dice;
  readonly chronicle: Chronicle;
  readonly journal = new Journal();
  readonly work: Work;
  readonly seams: Seams;
  readonly oracle: Oracle;
  readonly timeLimitMs = timeLimitMs;
  readonly tabs: Tab[] = [];
  readonly links: SimulatedLink[] = [];
  /** Where newcomers go; null while it is down. */
  coordinator: CoordinatorProcess | null = null;
  /** Superseded and still running. */
  readonly former: CoordinatorProcess[] = [];
  signalingDownUntil = 0;
  readonly #numbers = new Map<TabId, number>();

  constructor(scenario: Scenario, seams: Seams, linesKept: number) {
    this.dice = new Dice(scenario.seed ^ 0x5eed);
    this.chronicle = new Chronicle(linesKept);
    this.work = new Work(scenario.seed, scenario);
    this.seams = seams;
    this.oracle = new Oracle(this);
    this.coordinator = new CoordinatorProcess(this);
    for (const slots of scenario.tabs) this.addTab(slots);
    for (const plan of scenario.jobs) this.timeline.at(plan.at, () => this.#submit(plan));
  }

  /** `isModern`: every program loads in it that loads anywhere. */
  addTab(slots: number, isModern = false): Tab {
    const tab = new Tab(this, this.tabs.length + 1, slots, isModern);
    this.tabs.push(tab);
    return tab;
  }

  /** Nobody submits while there is no coordinator. */
  #submit(plan: JobPlan): void {
    const { coordinator } = this;
    if (coordinator === null) {
      this.timeline.after(1_000, () => this.#submit(plan));
      return;
    }
    const id = jobId(this.journal.jobs.size + 1);
    const { total, options } = plan;
    this.journal.jobs.set(id, {
      id,
      total,
      options,
      isPaused: false,
      isCancelled: false,
      isStopped: false,
      entries: [],
      byTask: new Map(),
    });
    coordinator.tell({ type: "job-submitted", job: id, total, options });
  }

  /** null where nobody can be found. */
  dial(tab: Tab): SimulatedLink | null {
    const { coordinator, timeline, dice } = this;
    if (coordinator === null || timeline.now < this.signalingDownUntil) return null;
    const link = new SimulatedLink(timeline, dice, tab.weather);
    this.links.push(link);
    timeline.after(dice.whole(100, 2_000), () => {
      if (tab.isDead || tab.link !== link) return;
      const { volunteer, coordinator: downwards } = tab.weather.blockedUntil;
      const ear = tab.earFor(link);
      if (coordinator.isDead || timeline.now < Math.max(volunteer, downwards)) {
        ear.ended("lost");
        return;
      }
      link.open(ear, coordinator.earFor(link));
      tab.linkOpened();
    });
    return link;
  }

  /** The same tab keeps its number when it comes back. */
  volunteerNumber(tab: TabId): number {
    const known = this.#numbers.get(tab) ?? this.#numbers.size + 1;
    this.#numbers.set(tab, known);
    return known;
  }

  tabOf(volunteer: number): Tab | null {
    return this.tabs.find((tab) => this.#numbers.get(tab.tabId) === volunteer) ?? null;
  }

  /** People open another one. */
  tabDied(tab: Tab): void {
    this.timeline.after(this.dice.spread(1_000, 600_000), () => this.addTab(tab.machine.slots, tab.isModern));
  }

  coordinatorDied(process: CoordinatorProcess): void {
    if (this.coordinator !== process) return;
    this.coordinator = null;
    this.timeline.after(this.dice.spread(100, longestAbsenceMs), () => {
      this.coordinator ??= new CoordinatorProcess(this);
    });
  }

  /** A second one starts from the same journal while the first still runs. */
  supersede(): void {
    if (this.coordinator === null) return;
    this.former.push(this.coordinator);
    this.coordinator = new CoordinatorProcess(this);
  }

  checkOrder(process: CoordinatorProcess, effect: SchedulerEffect): void {
    this.oracle.checkOrder(process, effect);
  }

  checkCoordinator(process: CoordinatorProcess, event: SchedulerEvent): void {
    this.oracle.checkCoordinator(process, event);
  }

  checkRecord(job: JobId, entries: readonly Entry[]): void {
    this.oracle.checkRecord(job, entries);
  }

  checkTab(tab: Tab, event: VolunteerEvent): void {
    this.oracle.checkTab(tab, event);
  }
}
