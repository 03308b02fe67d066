import { LogBook } from "../ui/log-book.ts";
import { Publisher } from "../ui/publisher.ts";
import { Ticker } from "../ui/ticker.ts";
import { Rate } from "./rate.ts";
import { ScreenLock } from "./screen-lock.ts";
import { Stay, type StayEvent, type Surroundings } from "./stay.ts";
import { countsOf, createVolunteerStore, type VolunteerPhase } from "./store.ts";
import type { Volunteer, VolunteerIdentity } from "./volunteer.ts";

/** How often the rate is brought up to date while nothing else happens. */
const clockMs = 1_000;

/** The tab's volunteer: one stay in the room after the other, and what people see of it. */
export class TabVolunteer implements Volunteer {
  readonly store = createVolunteerStore();
  readonly #surroundings: Surroundings;
  readonly #log = new LogBook();
  readonly #publisher = new Publisher(() => this.#publish());
  /** The present one or the last: its counts stay in sight. */
  #stay: Stay | null = null;
  #phase: VolunteerPhase = { type: "asking" };
  #rate = new Rate();
  readonly #screen = new ScreenLock(() => this.#publisher.touch());
  readonly #clock = new Ticker(clockMs, () => this.#publisher.touch());

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  join(identity: VolunteerIdentity): void {
    if (this.#isIn) return;
    this.#rate = new Rate();
    this.#stay = new Stay(identity, this.#surroundings, this.#log, (event) => this.#hear(event));
    this.#clock.start();
    void this.#stay.enter();
  }

  get #isIn(): boolean {
    return this.#stay !== null && !this.#stay.isOver;
  }

  #hear(event: StayEvent): void {
    if (event.type === "changed") {
      this.#publisher.touch();
      return;
    }
    this.#phase = event.phase;
    if (!this.#isIn) this.#clock.stop();
    this.#publisher.now();
  }

  pause(): void {
    this.#stay?.tell({ type: "paused" });
  }

  resume(): void {
    this.#stay?.tell({ type: "resumed" });
  }

  setSlots(slots: number): void {
    this.#stay?.tell({ type: "slots-set", slots });
  }

  leave(): void {
    this.#stay?.tell({ type: "leave-requested" });
  }

  close(): void {
    this.#stay?.leaveAtOnce();
    this.#screen.want(false);
    this.#publisher.stop();
  }

  #publish(): void {
    const stay = this.#stay;
    const isIn = this.#isIn;
    const isAtWork = this.#phase.type === "present" || this.#phase.type === "reconnecting";
    this.#screen.want(isAtWork && stay?.machine.paused === false);
    this.store.setState({
      ...countsOf(stay?.machine ?? null),
      phase: this.#phase,
      link: stay?.link ?? "none",
      screen: this.#screen.state,
      job: stay?.job ?? null,
      slots: stay?.board.views(isIn ? stay.machine.slots : 0) ?? [],
      tasksPerSecond: isIn ? this.#rate.note(performance.now(), stay?.machine.done ?? 0) : 0,
      log: this.#log.read(),
    });
  }
}
