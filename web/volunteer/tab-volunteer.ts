import { FactQueue, type Unstamped } from "../core/fact-queue.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import { defaultVolunteerSettings } from "../core/volunteer/settings.ts";
import { createVolunteerMachine, taskAt, type VolunteerMachine } from "../core/volunteer/state.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import { decodeDown, encodeUp } from "../core/wire/codec.ts";
import type { ComputeEvent } from "../compute/compute.ts";
import type { Link } from "../links/link.ts";
import { Alarm } from "../ui/alarm.ts";
import { LogBook } from "../ui/log-book.ts";
import { Publisher } from "../ui/publisher.ts";
import { Ticker } from "../ui/ticker.ts";
import { Connector, type ConnectorEvent } from "./connector.ts";
import { Rate } from "./rate.ts";
import { SlotBoard } from "./slot-board.ts";
import type { Stay, Surroundings } from "./stay.ts";
import { taskInWords } from "./slot-words.ts";
import { countsOf, createVolunteerStore, type JoinProblem, type VolunteerPhase } from "./store.ts";
import type { Volunteer, VolunteerIdentity } from "./volunteer.ts";

/** How often the rate is brought up to date while nothing else happens. */
const clockMs = 1_000;

/** Carries out what the volunteer's machine orders, and tells it what came of it. */
export class TabVolunteer implements Volunteer {
  readonly store = createVolunteerStore();
  readonly #surroundings: Surroundings;
  readonly #log = new LogBook();
  readonly #publisher = new Publisher(() => this.#publish());
  readonly #alarm = new Alarm(() => this.#tell({ type: "alarm-rang" }));
  readonly #facts = new FactQueue<Unstamped<VolunteerEvent>>((fact) => this.#deal(fact));
  readonly #board = new SlotBoard();
  #stay: Stay | null = null;
  /** Of the present stay or the last one: its counts stay in sight. */
  #machine: VolunteerMachine | null = null;
  #phase: VolunteerPhase = { type: "asking" };
  #path: "steady" | "wavering" = "steady";
  #job: string | null = null;
  #rate = new Rate();
  readonly #clock = new Ticker(clockMs, () => this.#publisher.touch());

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  join(identity: VolunteerIdentity): void {
    if (this.#stay !== null) return;
    const { wayIn, random, createCompute } = this.#surroundings;
    const stay: Stay = {
      identity,
      machine: createVolunteerMachine(identity.slots, defaultVolunteerSettings),
      compute: createCompute(),
      connector: new Connector(wayIn, random, (event) => this.#hearConnector(stay, event)),
      link: null,
    };
    this.#stay = stay;
    this.#machine = stay.machine;
    this.#rate = new Rate();
    stay.compute.listen((event) => {
      if (this.#stay === stay) this.#hearCompute(stay, event);
    });
    this.#clock.start();
    void this.#enter(stay);
  }

  async #enter(stay: Stay): Promise<void> {
    this.#enterPhase({ type: "joining", step: "room" });
    const found = await this.#surroundings.wayIn.find();
    if (this.#stay !== stay) return;
    if (!found.ok) return this.#refuse(found.problem, found.detail);
    this.#enterPhase({ type: "joining", step: "sandbox" });
    const start = await stay.compute.open(stay.identity.slots);
    if (this.#stay !== stay) return;
    switch (start.type) {
      case "leaky":
        return this.#refuse("leaky-sandbox", `Open ways out: ${start.escapes.join(", ")}.`);
      case "failed":
        return this.#refuse("sandbox-failed", start.reason);
      case "ready":
        return stay.connector.connect(found.identity);
    }
  }

  #hearConnector(stay: Stay, event: ConnectorEvent): void {
    switch (event.type) {
      case "step":
        this.#enterPhase({ type: "joining", step: event.step });
        return;
      case "searching":
        if (event.attempt === 1) this.#log.write("trouble", `The link was lost: ${event.reason}`);
        this.#enterPhase({ type: "reconnecting", attempt: event.attempt, reason: event.reason });
        return;
      case "refused":
        this.#refuse(event.problem, event.detail);
        return;
      case "linked":
        this.#take(stay, event.link);
        return;
    }
  }

  #take(stay: Stay, link: Link): void {
    const former = stay.link;
    stay.link = link;
    if (former !== null) this.#replace(former);
    this.#path = "steady";
    link.listen((event) => {
      if (this.#stay !== stay || stay.link !== link) return;
      switch (event.type) {
        case "message": {
          const decoded = decodeDown(event.lane, event.bytes);
          if (decoded.ok) this.#tell({ type: "message-arrived", message: decoded.message });
          else link.close(decoded.reason);
          return;
        }
        case "path-changed":
          this.#path = event.path;
          if (event.path === "wavering") stay.connector.doubt("path");
          else stay.connector.trust("path");
          this.#publisher.touch();
          return;
        case "ended":
          stay.link = null;
          this.#tell({ type: "link-ended" });
          // Who was leaving has left with that.
          if (this.#stay === stay) stay.connector.search(event.end.reason);
          return;
      }
    });
    const { tab, device } = this.#surroundings;
    this.#tell({ type: "link-opened", identity: { tab, device, name: stay.identity.name } });
  }

  /** Nothing came over the former link, and the coordinator was found beside it. */
  #replace(former: Link): void {
    const reason = "nothing came over it any more";
    former.close(reason);
    this.#log.write("trouble", `The link was lost: ${reason}`);
    this.#enterPhase({ type: "reconnecting", attempt: 1, reason });
    this.#tell({ type: "link-ended" });
  }

  #hearCompute(stay: Stay, event: ComputeEvent): void {
    switch (event.type) {
      case "slot-ready":
        this.#tell({ type: "slot-ready", slot: event.slot });
        return;
      case "task-started": {
        const found = taskAt(stay.machine, event.run, event.position);
        if (found === null) return;
        const words = taskInWords(stay.machine.jobs.get(found.job)?.name ?? "", found);
        this.#board.started(event.slot, event.run, words);
        this.#log.write("task", `run task ${words}...`);
        this.#publisher.touch();
        return;
      }
      case "results":
        this.#tell({ type: "run-answered", ...event.results });
        return;
      case "run-ended":
        this.#board.ended(event.slot, event.run);
        this.#tell({ type: "run-ended", run: event.run });
        return;
      case "slot-replaced":
        // A closed job's leftovers are nobody's trouble.
        if (event.cause === "aborted") return;
        this.#log.write("trouble", `Slot ${event.slot + 1} was replaced: ${event.detail}`);
        this.#publisher.touch();
        return;
      case "failed":
        this.#sayGoodbye(stay, "its sandbox failed");
        this.#refuse("sandbox-failed", event.reason);
        return;
    }
  }

  #tell(fact: Unstamped<VolunteerEvent>): void {
    this.#facts.tell(fact);
    this.#publisher.touch();
  }

  #deal(fact: Unstamped<VolunteerEvent>): void {
    const stay = this.#stay;
    if (stay === null) return;
    const effects = handle(stay.machine, { ...fact, now: performance.now() });
    for (const effect of effects) if (this.#stay === stay) this.#carryOut(stay, effect);
  }

  #carryOut(stay: Stay, effect: VolunteerEffect): void {
    switch (effect.type) {
      case "send": {
        const { lane, bytes } = encodeUp(effect.message);
        stay.link?.send(lane, bytes);
        return;
      }
      case "open-job":
        this.#job = stay.machine.jobs.get(effect.job)?.name ?? null;
        stay.compute.openJob(effect.job, effect.program, effect.timeLimitMs);
        return;
      case "close-job":
        stay.compute.closeJob(effect.job);
        return;
      case "start-run":
        stay.compute.start(effect.slot, { run: effect.run, job: effect.job, inputs: effect.inputs });
        return;
      case "resize":
        stay.compute.resize(effect.slots);
        return;
      case "welcomed":
        this.#log.write("people", this.#phase.type === "reconnecting" ? "Back in the room" : "Joined the room");
        stay.connector.found();
        this.#enterPhase({ type: "present" });
        return;
      case "doubt-coordinator":
        stay.connector.doubt("silence");
        return;
      case "trust-coordinator":
        stay.connector.trust("silence");
        return;
      case "close-link":
        this.#closeLink(stay, effect);
        return;
      case "set-alarm":
        this.#alarm.set(effect.at);
        return;
      case "forgotten":
        return;
    }
  }

  #closeLink(stay: Stay, { why, detail }: Extract<VolunteerEffect, { type: "close-link" }>): void {
    switch (why) {
      case "silence":
        stay.link?.close(detail);
        return;
      case "leaving":
        this.#end({ type: "left" });
        return;
      case "sent-away":
        this.#refuse("sent-away", detail);
        return;
    }
  }

  pause(): void {
    this.#tell({ type: "paused" });
  }

  resume(): void {
    this.#tell({ type: "resumed" });
  }

  setSlots(slots: number): void {
    this.#tell({ type: "slots-set", slots });
  }

  leave(): void {
    this.#tell({ type: "leave-requested" });
  }

  close(): void {
    if (this.#stay !== null) this.#sayGoodbye(this.#stay, "stopped or its page closed");
    this.#end({ type: "left" });
    this.#publisher.stop();
  }

  #sayGoodbye({ link }: Stay, reason: string): void {
    if (link === null) return;
    const { lane, bytes } = encodeUp({ type: "goodbye", reason });
    link.send(lane, bytes);
  }

  #refuse(problem: JoinProblem, detail: string): void {
    this.#end({ type: "refused", problem, detail });
  }

  /** The stay is over: nothing of it computes, speaks or rings any more. */
  #end(phase: VolunteerPhase): void {
    const stay = this.#stay;
    if (stay === null) return;
    this.#stay = null;
    this.#clock.stop();
    this.#alarm.set(null);
    stay.connector.close();
    stay.link?.close(phase.type === "left" ? "It left." : "It is sent away.");
    stay.compute.close();
    this.#board.clear();
    this.#phase = phase;
    this.#publisher.now();
  }

  #enterPhase(phase: VolunteerPhase): void {
    this.#phase = phase;
    this.#publisher.now();
  }

  #publish(): void {
    const machine = this.#machine;
    const isIn = this.#stay !== null;
    this.store.setState({
      ...countsOf(machine),
      phase: this.#phase,
      link: this.#stay?.link === null || !isIn ? "none" : this.#path,
      job: this.#job,
      slots: this.#board.views(isIn ? (machine?.slots ?? 0) : 0),
      tasksPerSecond: isIn ? this.#rate.note(performance.now(), machine?.done ?? 0) : 0,
      log: this.#log.read(),
    });
  }
}
