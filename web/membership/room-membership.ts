import { inBackground } from "../core/in-background.ts";
import { Publisher } from "../core/publisher.ts";
import { Ticker } from "../core/ticker.ts";
import type { FoundRoom } from "../environment/dialer.ts";
import type { MembershipEnvironment } from "../environment/environment.ts";
import type { KeptStay } from "../environment/stay-keeper.ts";
import { LogBook } from "../words/log-book.ts";
import type { CommonSaying } from "../words/sayings.ts";
import { Activity } from "./activity.ts";
import { mayPass, needsPerson } from "./join-problems.ts";
import type { Membership, VolunteerIdentity, VolunteerMachineKind } from "./membership.ts";
import { Rate } from "./rate.ts";
import { RoomSearch } from "./room-search.ts";
import { VolunteerShell, type VolunteerShellEvent } from "./volunteer-shell.ts";
import { countsOf, createVolunteerStore, type Earlier, type VolunteerPhase } from "./store.ts";

/** Milliseconds between two updates of the rate and of the kept stay while nothing else happens, unless the pace has its own. */
const presetTickMs = 1_000;

/** One stay in the room after the other, and what people see of them. */
export class RoomMembership implements Membership {
  readonly store = createVolunteerStore();
  readonly #environment: MembershipEnvironment;
  readonly #machineKind: VolunteerMachineKind;
  readonly #log = new LogBook<CommonSaying>();
  readonly #publisher: Publisher;
  readonly #search: RoomSearch;
  readonly #ticker: Ticker;
  /** By which the coordinator knows this volunteer: the environment's, or that of a kept stay. */
  #tab: MembershipEnvironment["tab"];
  /** The present stay or the last one, whose counts stay in sight. */
  #stay: VolunteerShell | null = null;
  #phase: VolunteerPhase = { type: "looking" };
  #rate = new Rate();
  #activity = new Activity();
  /** What a person, or the page's address, wants this volunteer to join as; null until then. */
  #wanted: VolunteerIdentity | null = null;
  #earlier: Earlier = { done: 0, failed: 0 };
  #wasIn = false;
  #isBack = false;
  /** Whether the next page of this tab comes back by itself. */
  #returns = false;
  /** Set by `close`. What ends from then on ends by no person's wish, so the kept stay is left as it is. */
  #isClosed = false;

  constructor(environment: MembershipEnvironment, machineKind: VolunteerMachineKind) {
    const { clock, pace, screen, tab } = environment;
    this.#environment = environment;
    this.#machineKind = machineKind;
    this.#tab = tab;
    this.#publisher = new Publisher(pace, () => this.#publish());
    this.#search = new RoomSearch(environment, (found) => this.#onSearchEnded(found));
    this.#ticker = new Ticker(clock, pace.tickMs ?? presetTickMs, () => this.#onTick());
    screen.listen(() => this.#publisher.touch());
  }

  arrive(unasked: VolunteerIdentity | null): void {
    inBackground(this.#arrive(unasked), (reason) => {
      this.#log.write("trouble", { key: "stay-unreadable", reason });
      if (this.#phase.type === "looking") this.look();
    });
  }

  async #arrive(unasked: VolunteerIdentity | null): Promise<void> {
    const kept = await this.#environment.stays.read();
    if (this.#isClosed || this.#phase.type !== "looking") return;
    if (kept !== null) this.#comeBack(kept, unasked);
    else if (unasked !== null) this.join(unasked);
    else this.look();
  }

  #comeBack(kept: KeptStay, unasked: VolunteerIdentity | null): void {
    const { tab, done, failed, wasIn } = kept;
    this.#tab = tab;
    this.#earlier = { done, failed };
    this.#wasIn = wasIn;
    this.#isBack = wasIn;
    this.#enterStay(unasked ?? { name: kept.name, slots: kept.slots }, kept.paused);
  }

  look(): void {
    if (this.#isIn || this.#isClosed) return;
    this.#wanted = null;
    this.#enterPhase({ type: "looking" });
    this.#search.askNow();
  }

  join(identity: VolunteerIdentity): void {
    if (!this.#isIn && !this.#isClosed) this.#enterStay(identity, false);
  }

  #enterStay(identity: VolunteerIdentity, paused: boolean): void {
    this.#search.stopAsking();
    this.#wanted = identity;
    this.#returns = true;
    const { done, failed } = countsOf(this.#stay?.machine ?? null, this.#earlier);
    this.#earlier = { done, failed };
    this.#rate = new Rate();
    this.#activity = new Activity();
    const { name, slots } = identity;
    const { device } = this.#environment;
    const stay = new VolunteerShell(
      this.#environment,
      this.#machineKind,
      { identity: { tab: this.#tab, device, name }, slots },
      this.#log,
      (event) => this.#onShellEvent(event),
    );
    this.#stay = stay;
    if (paused) stay.submitFact({ type: "paused" });
    this.#keepStay();
    this.#ticker.start();
    stay.enterRoom();
  }

  tryAgain(): void {
    if (this.#wanted === null) this.look();
    else if (!this.#isIn && !this.#isClosed) this.#enterStay(this.#wanted, this.#stay?.machine.paused ?? false);
  }

  get #isIn(): boolean {
    return this.#stay !== null && !this.#stay.isOver;
  }

  #onShellEvent(event: VolunteerShellEvent): void {
    if (event.type === "changed") this.#publisher.touch();
    else this.#enterPhase(event.phase);
  }

  #onSearchEnded(found: FoundRoom): void {
    if (found.type === "refused") this.#enterPhase(found);
    else if (this.#wanted === null) this.#enterPhase({ type: "asking" });
    else this.tryAgain();
  }

  #enterPhase(phase: VolunteerPhase): void {
    const isClosing = phase.type === "refused" && phase.problem === "unknown-room" && this.#wasIn;
    this.#phase = isClosing ? { type: "left", because: "room-closed" } : phase;
    if (!this.#isIn) this.#ticker.stop();
    if (this.#phase.type === "present") this.#onWelcome();
    else if (!this.#isClosed) this.#onPhaseOutside(this.#phase);
    this.#publisher.publishNow();
  }

  #onWelcome(): void {
    this.#wasIn = true;
    this.#search.resetWaits();
    this.#keepStay();
  }

  #onPhaseOutside(phase: VolunteerPhase): void {
    if (phase.type === "left" || (phase.type === "refused" && needsPerson(phase.problem))) this.#forgetStay();
    if (phase.type === "refused" && mayPass(phase.problem)) this.#search.askLater();
  }

  pause(): void {
    this.#stay?.submitFact({ type: "paused" });
    this.#keepStay();
  }

  resume(): void {
    this.#stay?.submitFact({ type: "resumed" });
    this.#keepStay();
  }

  setSlots(slots: number): void {
    this.#stay?.submitFact({ type: "slots-set", slots });
    if (this.#wanted !== null) this.#wanted = { ...this.#wanted, slots };
    this.#keepStay();
  }

  leave(): void {
    this.#search.stopAsking();
    this.#forgetStay();
    if (this.#isIn) this.#stay?.submitFact({ type: "leave-requested" });
    else this.#enterPhase({ type: "left", because: "own-wish" });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#keepStay();
    this.#isClosed = true;
    this.#search.stopAsking();
    this.#stay?.leaveAtOnce();
    this.#publisher.stop();
  }

  #onTick(): void {
    this.#keepStay();
    this.#publisher.touch();
  }

  #keepStay(): void {
    if (!this.#returns || this.#wanted === null) return;
    const { paused, done, failed } = countsOf(this.#stay?.machine ?? null, this.#earlier);
    const kept = { tab: this.#tab, ...this.#wanted, paused, wasIn: this.#wasIn, done, failed };
    this.#environment.stays.keep(kept);
  }

  #forgetStay(): void {
    this.#returns = false;
    this.#isBack = false;
    this.#environment.stays.forget();
  }

  #publish(): void {
    const stay = this.#stay;
    const isIn = this.#isIn;
    const { clock, screen } = this.#environment;
    const now = clock.now();
    const isAtWork = this.#phase.type === "present" || this.#phase.type === "reconnecting";
    const openJobs = isIn ? (stay?.machine.jobs.size ?? 0) : 0;
    screen.wantScreen(isAtWork && stay?.machine.paused === false);
    this.store.setState({
      ...countsOf(stay?.machine ?? null, this.#earlier),
      phase: this.#phase,
      name: this.#wanted?.name ?? null,
      isBack: this.#isBack,
      work: this.#activity.workAt(now, { isOver: stay?.isWorkOver ?? false, running: stay?.machine.runs.size ?? 0 }),
      link: stay?.link ?? "none",
      linkKind: stay?.linkKind ?? null,
      screen: screen.state,
      job: stay?.job ?? null,
      openJobs,
      fetching: stay?.machine.blobs.progress ?? null,
      slots: stay?.board.slotViews(isIn ? stay.machine.slots : 0, openJobs > 1) ?? [],
      ownParts: stay?.ownParts.parts ?? this.store.getState().ownParts,
      tasksPerSecond: isIn ? this.#rate.rateAt(now, stay?.machine.done ?? 0) : 0,
      log: this.#log.read(),
    });
  }
}
