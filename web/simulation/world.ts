import type { RoomCode, TabId } from "../core/ids.ts";
import { noScreen } from "../environment/screen.ts";
import type { Environment } from "../environment/environment.ts";
import { BlobOracle } from "./blob-oracle.ts";
import { Dice } from "./dice.ts";
import { CallOracle } from "./call-oracle.ts";
import { CloseOracle } from "./close-oracle.ts";
import { EndOracle } from "./end-oracle.ts";
import { HoldOracle } from "./hold-oracle.ts";
import { EventLog } from "./event-log.ts";
import { Findings } from "./findings.ts";
import type { Injected } from "./injected.ts";
import { LateInputs } from "./late-inputs.ts";
import { MachineOracle } from "./machine-oracle.ts";
import { OnceOracle } from "./once-oracle.ts";
import { PinOracle } from "./pin-oracle.ts";
import { rememberLeases } from "./remembered-leases.ts";
import { PlannedJobs } from "./planned-jobs.ts";
import { RecordBook } from "./record-book.ts";
import type { RoomView } from "../room/store.ts";
import { RoomPage, type RoomWatch } from "./room-page.ts";
import { SampleTasks } from "./sample-task.ts";
import type { Scenario } from "./scenario.ts";
import { ShellOracle } from "./shell-oracle.ts";
import { SimulatedCompute } from "./simulated-compute.ts";
import { SimulatedDatabase } from "./simulated-journal.ts";
import type { SimulatedLink } from "./simulated-link.ts";
import { SimulatedNetwork } from "./simulated-network.ts";
import { SourceOracle } from "./source-oracle.ts";
import { SimulatedPace } from "./simulated-pace.ts";
import { SimulatedPage } from "./simulated-page.ts";
import { SimulatedSeats } from "./simulated-seats.ts";
import { slowLooks, timeLimitMs } from "./time-scale.ts";
import { Timeline } from "./timeline.ts";
import { VolunteerTab, type TabLoad, type TabWatch } from "./volunteer-tab.ts";
import { messageOf } from "../core/message-of.ts";

/** How long a room's page stays away after a crash, and how long after a reload. */
const longestAbsenceMs = 120_000;
const longestReloadMs = 3_000;

/** How soon a person sees to a page that waits for one. */
const attentionMs = { least: 5_000, most: 300_000 };

/** Everything there is in one simulation: the real rooms and memberships, and the world around them. */
export class World {
  readonly timeline = new Timeline();
  readonly findings = new Findings(this.timeline);
  readonly record = new RecordBook();
  readonly tabs: VolunteerTab[] = [];
  /** All pages with a room that were ever opened. */
  readonly rooms: RoomPage[] = [];
  readonly dice: Dice;
  readonly log: EventLog;
  readonly tasks: SampleTasks;
  readonly network: SimulatedNetwork;
  readonly seats: SimulatedSeats;
  readonly database: SimulatedDatabase;
  readonly shells: ShellOracle;
  readonly machines: MachineOracle;
  readonly jobs: PlannedJobs;
  /** Where newcomers go; null while it is down. */
  room: RoomPage | null = null;
  isRoomClosed = false;
  /** As people know it; null until there is a room. */
  #code: RoomCode | null = null;
  /** Whose message a page hears at this moment. */
  #speaker: SimulatedLink | null = null;
  #computes = 0;
  readonly #blobs: BlobOracle;
  readonly #holds: HoldOracle;
  readonly #once: OnceOracle;
  readonly sources: SourceOracle;
  readonly calls: CallOracle;
  readonly #scenario: Scenario;
  readonly #injected: Injected;
  readonly #roomWatch: RoomWatch;
  readonly #tabWatch: TabWatch;

  constructor(scenario: Scenario, injected: Injected, linesKept: number) {
    const { timeline, findings, record } = this;
    const findTab = (number: number): VolunteerTab | null => this.tabs[number - 1] ?? null;
    const findRoom = (page: SimulatedPage): RoomPage | null => this.rooms.find((room) => room.page === page) ?? null;
    const findStay = (page: SimulatedPage): TabId | null => findTab(page.tab)?.stay ?? null;
    this.#scenario = scenario;
    this.#injected = injected;
    this.dice = new Dice(scenario.seed ^ 0x5eed);
    this.log = new EventLog(linesKept);
    this.tasks = new SampleTasks(scenario);
    const { log, tasks, dice } = this;
    this.seats = new SimulatedSeats(timeline, dice, (page) => this.shells.superseded(page));
    const { seats } = this;
    const isRoomClosed = (): boolean => this.isRoomClosed;
    this.#blobs = new BlobOracle({ timeline, findings, record, tasks, faultsEndAt: scenario.faultsEndAt });
    const blobs = this.#blobs;
    this.sources = new SourceOracle({ findings, record, jobs: scenario.jobs });
    const { sources } = this;
    const ends = new EndOracle({ findings, record, tasks });
    this.calls = new CallOracle({ timeline, findings, findRoom, findTab });
    const { calls } = this;
    const closes = new CloseOracle({ timeline, findings, findTab });
    const pins = new PinOracle(findings);
    this.#holds = new HoldOracle({ timeline, findings });
    const holds = this.#holds;
    this.#once = new OnceOracle({ findings, jobs: scenario.jobs, findTab });
    const once = this.#once;
    this.machines = new MachineOracle({ timeline, findings, log, record, tasks, blobs, ends, findTab });
    this.shells = new ShellOracle({
      timeline,
      findings,
      log,
      record,
      seats,
      blobs,
      calls,
      findStay,
      findRoom,
      isRoomClosed,
    });
    const { machines, shells } = this;
    this.network = new SimulatedNetwork(timeline, dice, {
      saidEarly: () => shells.saidEarly(),
      said: (link, from, lane, bytes) => shells.said(link, from, lane, bytes),
      delivers: (link) => {
        this.#speaker = link;
      },
    });
    this.database = new SimulatedDatabase(timeline, dice, {
      superseded: (page) => shells.superseded(page),
      missed: ({ job }, nth) => sources.readTooEarly(job, nth),
      recorded: (_page, writer, entries) => {
        for (const entry of entries) {
          sources.noteRecord(writer, entry);
          const written = record.note(entry);
          machines.noteRecord(writer, entry, written);
          ends.noteRecord(entry, written);
          once.noteRecord(writer, entry);
        }
      },
    });
    this.#roomWatch = {
      factArrives: (room, event) => {
        shells.factArrives(event, this.#speaker);
        calls.factArrives(room, event);
        sources.factArrives(room, event);
        ends.factArrives(room, event);
        machines.factArrives(room, event);
        holds.factArrives(room, event);
        once.factArrives(room, event);
        pins.factArrives(room, event);
      },
      orderGiven: (room, effect) => {
        calls.orderGiven(room, effect);
        sources.orderGiven(room, effect);
        ends.orderGiven(room, effect);
        machines.orderGiven(room, effect);
        holds.orderGiven(room, effect);
        once.orderGiven(room, effect);
        pins.orderGiven(room, effect);
      },
      factHandled: (room, event) => {
        machines.factHandled(room, event);
        holds.factHandled(room, event);
        ends.factHandled(room, event);
        closes.factHandled(room, event);
        pins.factHandled(room);
      },
      joinedAgain: (former, link) => shells.joinedAgain(former, link),
      departed: (link) => shells.departed(link),
      published: (room) => shells.published(room),
      machineThrew: (error) => findings.must(false, `[S5] a room's machine refuses a fact: ${messageOf(error)}`),
    };
    this.#tabWatch = {
      tabHears: (tab, machine, event) => machines.tabHears(tab, machine, event),
      tabHandled: (tab, machine, event) => {
        rememberLeases(tab);
        machines.tabHandled(tab, machine, event);
        pins.tabHandled(tab, machine);
      },
      tabOrders: (tab, effect) => machines.tabOrders(tab, effect),
      phaseChanged: (tab, phase) => {
        shells.phaseChanged(tab, phase);
        if (phase.type === "refused") this.#joinAgain(tab);
      },
    };
    this.openRoom();
    for (const slots of scenario.tabs) this.addTab(slots);
    const findOpenRoom = (): RoomPage | null => this.#findOpenRoom();
    this.jobs = new PlannedJobs({ timeline, record, sources, injected, findOpenRoom }, scenario.jobs);
  }

  #environmentOf(page: SimulatedPage, pace: SimulatedPace): Environment {
    const { dice } = this;
    return {
      clock: page.clock,
      pace,
      random: () => dice.whole(0, 999_999) / 1_000_000,
      randomBytes: (count) => dice.bytes(count),
    };
  }

  /** In a page of its own, of the same browser as all before it. */
  openRoom(): void {
    const { timeline, network, seats, database } = this;
    const page = new SimulatedPage(timeline, 0, this.#injected.looks("page", slowLooks));
    const pace = new SimulatedPace(timeline, page);
    const environment = {
      ...this.#environmentOf(page, pace),
      journals: database.journalsOf(page),
      register: network.registerFor(page),
      seats: seats.seatsOf(page),
      files: { beginFile: () => ({ addPart: () => {}, save: () => {} }) },
      openHost: (identity: Parameters<SimulatedNetwork["openHost"]>[1]) => network.openHost(page, identity),
      createLinkPair: () => {
        throw new Error("nobody helps here");
      },
      startHelper: async () => Promise.reject(new Error("nobody helps here")),
    };
    const room = new RoomPage(
      {
        timeline,
        injected: this.#injected,
        watch: this.#roomWatch,
        page,
        pace,
        environment,
        lateInputs: new LateInputs(this.#scenario),
        calls: this.#injected.aroundCalls(this.calls.deskOf(page)),
        findSpeaker: () => this.#speaker,
      },
      this.#code,
    );
    this.room = room;
    this.rooms.push(room);
    page.onDeath(() => this.#roomGone(room, longestAbsenceMs));
    this.#seeToRoom(room);
  }

  #roomGone(room: RoomPage, longestMs: number): void {
    this.log.note(this.timeline.now, "room dies", this.rooms.indexOf(room));
    if (this.room !== room) return;
    this.room = null;
    this.timeline.after(this.dice.spread(100, longestMs), () => {
      if (this.room === null && !this.isRoomClosed) this.openRoom();
    });
  }

  /** A person looks whether the room opens, and takes it over where another page has it. */
  #seeToRoom(room: RoomPage): void {
    this.timeline.after(3_000, () => {
      if (this.room !== room || this.isRoomClosed) return;
      const phase = this.#lookAtRoom(room);
      if (phase === "failed") this.findings.must(false, "[P7] the room cannot be opened");
      if (phase === "elsewhere") room.takeOver();
      if (phase !== "open") this.#seeToRoom(room);
    });
  }

  #lookAtRoom(room: RoomPage): RoomView["phase"] {
    const { code, phase } = room.state.room;
    if (phase === "open") this.#code = code;
    return phase;
  }

  /** The room as a person can use it at this moment; null where there is none that is open. */
  #findOpenRoom(): RoomPage | null {
    const { room } = this;
    if (room === null || room.page.isFrozen || this.isRoomClosed) return null;
    return this.#lookAtRoom(room) === "open" ? room : null;
  }

  /**
   * People go where the room runs by now: a page that froze while it opened the room goes on with it when it thaws. Pages
   * that have not heard of a later start still believe that they run it.
   */
  followRoom(): void {
    const open = this.rooms.filter(({ page, state }) => !page.isDead && !page.isClosed && state.room.phase === "open");
    const [newest] = open.toSorted((a, b) => (b.scheduler?.epoch ?? 0) - (a.scheduler?.epoch ?? 0));
    if (newest !== undefined) this.room = newest;
  }

  /** The room's page is loaded anew: it closes in order, and its next load goes on. */
  reloadRoom(): void {
    const { room } = this;
    if (room === null || room.page.isFrozen) return;
    this.log.note(this.timeline.now, "room is reloaded");
    room.page.isClosed = true;
    room.room.close();
    this.shells.checkClosedPage(room.page);
    this.calls.checkStopped(room.page);
    this.room = null;
    this.timeline.after(this.dice.whole(200, longestReloadMs), () => {
      if (this.room === null && !this.isRoomClosed) this.openRoom();
    });
    this.timeline.after(10_000, () => room.page.die());
  }

  /** A second page starts from the same journal while the first still runs. */
  openSecondRoom(mutedMs: number): void {
    if (this.room === null || this.#code === null) return;
    this.seats.muteUntil = Math.max(this.seats.muteUntil, this.timeline.now + mutedMs);
    this.openRoom();
  }

  /** `isModern`: every program loads in it that loads anywhere. */
  addTab(slots: number, isModern = false): VolunteerTab {
    const world = { injected: this.#injected, watch: this.#tabWatch, load: (tab: VolunteerTab) => this.#loadTab(tab) };
    const number = this.tabs.length + 1;
    const tab = new VolunteerTab(world, number, slots, isModern, !isModern && this.tasks.isSpoiler(number));
    this.tabs.push(tab);
    return tab;
  }

  #loadTab(tab: VolunteerTab): TabLoad {
    const { timeline, network } = this;
    const page = new SimulatedPage(timeline, tab.number, this.#injected.looks("page", slowLooks));
    const pace = new SimulatedPace(timeline, page);
    const environment = {
      ...this.#environmentOf(page, pace),
      dialer: network.dialerFor({
        page,
        weather: tab.weather,
        findCode: () => this.#code,
        opened: (link) => tab.links.push(link),
      }),
      stays: tab.staysOf(page),
      screen: noScreen,
      tab: tab.freshTabId,
      device: "simulated",
      createCompute: () => this.#createCompute(tab, page),
    };
    return { page, environment };
  }

  #createCompute(tab: VolunteerTab, page: SimulatedPage): SimulatedCompute {
    const { timeline, tasks } = this;
    this.#computes += 1;
    const compute = new SimulatedCompute({
      name: `compute ${this.#computes}`,
      page,
      timeline,
      tasks,
      timeLimitMs,
      looks: this.#injected.looks("sandbox", slowLooks),
      slowness: () => tab.slowness,
      features: tasks.featuresIn(tab.number, tab.isModern),
      isSpoilt: (place) => tab.isSpoiler && tasks.isSpoilt(tab.number, place),
      loads: (plan) => tasks.loadsAnywhere(plan) && (tab.isModern || tasks.loadsIn(tab.number, plan)),
      died: () => this.crashTab(tab),
      opened: (plan, shared) => this.#blobs.opened(plan, shared),
      hasLarge: (place, input) => this.#blobs.hasLarge(place, input),
      computes: (run, place, isBeginning) => this.#once.computes(tab, run, place, isBeginning),
      answered: (name, answer) => this.calls.answered(name, answer),
      startedTwice: (run) => this.shells.startedTwice(tab, run),
      timed: (place, ownMs, runtimeMs, isLate) => this.#holds.timed(page, place, ownMs, runtimeMs, isLate),
    });
    tab.compute = compute;
    return compute;
  }

  /** People open another one. */
  crashTab(tab: VolunteerTab): void {
    if (tab.isDead) return;
    this.log.note(this.timeline.now, "tab dies", tab.number);
    tab.page.die();
    this.timeline.after(this.dice.spread(1_000, 600_000), () => this.addTab(tab.slots, tab.isModern));
  }

  /** The tab's page is loaded anew: it closes in order, and comes back as the volunteer that it was. */
  reloadTab(tab: VolunteerTab): void {
    const { timeline, dice, log, shells } = this;
    const { page, membership } = tab;
    if (page.isFrozen || page.isClosed || page.isDead) return;
    log.note(timeline.now, "tab is reloaded", tab.number);
    const links = tab.links.filter(({ ends }) => ends.volunteer.page === page && !ends.volunteer.isOver);
    page.isClosed = true;
    membership.close();
    shells.checkGoodbyes(links, "volunteer", page);
    shells.checkClosedPage(page);
    timeline.after(10_000, () => page.die());
    timeline.after(dice.whole(200, longestReloadMs), () => {
      // What is begun anew is not paused.
      if (tab.keptStay === null) tab.isPaused = false;
      tab.reload();
    });
  }

  #joinAgain(tab: VolunteerTab): void {
    const { page } = tab;
    this.timeline.after(this.dice.spread(attentionMs.least, attentionMs.most), () =>
      page.hear(() => {
        if (tab.page === page && !page.isClosed && tab.phase.type === "refused") tab.membership.tryAgain();
      }),
    );
  }
}
