import type { Pace } from "../core/pace.ts";
import { Publisher } from "../core/publisher.ts";
import { LogBook } from "../ui/log-book.ts";
import { Ticker } from "../ui/ticker.ts";
import { Activity } from "./activity.ts";
import { keepsNothing, type KeptStay, type StayKeeper } from "./kept-stay.ts";
import { Rate } from "./rate.ts";
import { RoomSearch } from "./room-search.ts";
import { ScreenLock } from "./screen-lock.ts";
import { Stay, type StayEvent, type Surroundings } from "./stay.ts";
import { countsOf, createVolunteerStore, type Earlier, type VolunteerPhase } from "./store.ts";
import type { Volunteer, VolunteerIdentity } from "./volunteer.ts";
import { mayPass, needsPerson, type Refused } from "./way-in.ts";

/** How often the rate is brought up to date, and the stay is kept, while nothing else happens; in milliseconds. */
const clockMs = 1_000;

/** The tab's volunteer: one stay in the room after the other, and what people see of it. */
export class TabVolunteer implements Volunteer {
  readonly store = createVolunteerStore();
  #surroundings: Surroundings;
  readonly #keeper: StayKeeper;
  readonly #log = new LogBook();
  readonly #publisher: Publisher;
  readonly #search: RoomSearch;
  readonly #screen = new ScreenLock(() => this.#publisher.touch());
  readonly #clock = new Ticker(clockMs, () => this.#tick());
  /** The present one or the last: its counts stay in sight. */
  #stay: Stay | null = null;
  #phase: VolunteerPhase = { type: "looking" };
  #rate = new Rate();
  #activity = new Activity();
  /** As which a person, or the address, wants this tab in the room; null until then. */
  #wanted: VolunteerIdentity | null = null;
  #earlier: Earlier = { done: 0, failed: 0 };
  #wasIn = false;
  #isBack = false;
  /** A page that is loaded in this tab after this one comes back by itself. */
  #returns = false;
  /** The page goes: what happens from now on is nobody's wish. */
  #isClosed = false;

  constructor(surroundings: Surroundings, pace: Pace, keeper: StayKeeper = keepsNothing) {
    this.#publisher = new Publisher(pace, () => this.#publish());
    this.#surroundings = surroundings;
    this.#keeper = keeper;
    this.#search = new RoomSearch(surroundings.wayIn, surroundings.random, (refused) => this.#hearSearch(refused));
  }

  arrive(unasked: VolunteerIdentity | null): void {
    void this.#arrive(unasked);
  }

  async #arrive(unasked: VolunteerIdentity | null): Promise<void> {
    const kept = await this.#keeper.read();
    if (this.#isClosed) return;
    if (kept !== null) this.#comeBack(kept, unasked);
    else if (unasked !== null) this.join(unasked);
    else this.look();
  }

  #comeBack(kept: KeptStay, unasked: VolunteerIdentity | null): void {
    const { tab, done, failed, wasIn } = kept;
    this.#surroundings = { ...this.#surroundings, tab };
    this.#earlier = { done, failed };
    this.#wasIn = wasIn;
    this.#isBack = wasIn;
    this.#enter(unasked ?? { name: kept.name, slots: kept.slots }, kept.paused);
  }

  look(): void {
    if (this.#isIn) return;
    this.#wanted = null;
    this.#enterPhase({ type: "looking" });
    this.#search.now();
  }

  join(identity: VolunteerIdentity): void {
    if (!this.#isIn) this.#enter(identity, false);
  }

  #enter(identity: VolunteerIdentity, paused: boolean): void {
    this.#search.stop();
    this.#wanted = identity;
    this.#returns = true;
    const { done, failed } = countsOf(this.#stay?.machine ?? null, this.#earlier);
    this.#earlier = { done, failed };
    this.#rate = new Rate();
    this.#activity = new Activity();
    this.#stay = new Stay(identity, this.#surroundings, this.#log, (event) => this.#hear(event));
    if (paused) this.#stay.tell({ type: "paused" });
    this.#keep();
    this.#clock.start();
    void this.#stay.enter();
  }

  tryAgain(): void {
    if (this.#wanted === null) this.look();
    else if (!this.#isIn) this.#enter(this.#wanted, this.#stay?.machine.paused ?? false);
  }

  get #isIn(): boolean {
    return this.#stay !== null && !this.#stay.isOver;
  }

  #hear(event: StayEvent): void {
    if (event.type === "changed") this.#publisher.touch();
    else this.#enterPhase(event.phase);
  }

  #hearSearch(refused: Refused | null): void {
    if (refused !== null) this.#enterPhase({ type: "refused", problem: refused.problem, detail: refused.detail });
    else if (this.#wanted === null) this.#enterPhase({ type: "asking" });
    else this.tryAgain();
  }

  #enterPhase(phase: VolunteerPhase): void {
    const isClosing = phase.type === "refused" && phase.problem === "unknown-room" && this.#wasIn;
    this.#phase = isClosing ? { type: "left", because: "room-closed" } : phase;
    if (!this.#isIn) this.#clock.stop();
    if (this.#phase.type === "present") this.#enterRoom();
    else if (!this.#isClosed) this.#settleEnd(this.#phase);
    this.#publisher.now();
  }

  #enterRoom(): void {
    this.#wasIn = true;
    this.#search.settle();
    this.#keep();
  }

  #settleEnd(phase: VolunteerPhase): void {
    if (phase.type === "left" || (phase.type === "refused" && needsPerson(phase.problem))) this.#forget();
    if (phase.type === "refused" && mayPass(phase.problem)) this.#search.later();
  }

  #forget(): void {
    this.#returns = false;
    this.#isBack = false;
    this.#keeper.forget();
  }

  pause(): void {
    this.#stay?.tell({ type: "paused" });
    this.#keep();
  }

  resume(): void {
    this.#stay?.tell({ type: "resumed" });
    this.#keep();
  }

  setSlots(slots: number): void {
    this.#stay?.tell({ type: "slots-set", slots });
    if (this.#wanted !== null) this.#wanted = { ...this.#wanted, slots };
    this.#keep();
  }

  leave(): void {
    this.#search.stop();
    this.#forget();
    if (this.#isIn) this.#stay?.tell({ type: "leave-requested" });
    else this.#enterPhase({ type: "left", because: "own-wish" });
  }

  close(): void {
    this.#keep();
    this.#isClosed = true;
    this.#search.stop();
    this.#stay?.leaveAtOnce();
    this.#screen.want(false);
    this.#publisher.stop();
  }

  #tick(): void {
    this.#keep();
    this.#publisher.touch();
  }

  #keep(): void {
    if (!this.#returns || this.#wanted === null) return;
    const { paused, done, failed } = countsOf(this.#stay?.machine ?? null, this.#earlier);
    const { tab } = this.#surroundings;
    this.#keeper.keep({ tab, ...this.#wanted, paused, wasIn: this.#wasIn, done, failed });
  }

  #publish(): void {
    const stay = this.#stay;
    const isIn = this.#isIn;
    const now = performance.now();
    const isAtWork = this.#phase.type === "present" || this.#phase.type === "reconnecting";
    this.#screen.want(isAtWork && stay?.machine.paused === false);
    this.store.setState({
      ...countsOf(stay?.machine ?? null, this.#earlier),
      phase: this.#phase,
      name: this.#wanted?.name ?? null,
      isBack: this.#isBack,
      work: this.#activity.note(now, { isOver: stay?.isWorkOver ?? false, running: stay?.machine.runs.size ?? 0 }),
      link: stay?.link ?? "none",
      screen: this.#screen.state,
      job: stay?.job ?? null,
      slots: stay?.board.views(isIn ? stay.machine.slots : 0) ?? [],
      tasksPerSecond: isIn ? this.#rate.note(now, stay?.machine.done ?? 0) : 0,
      log: this.#log.read(),
    });
  }
}
