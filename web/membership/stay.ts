import { browserClock } from "../environment/browser/browser-clock.ts";
import type { Compute, ComputeEvent } from "../compute/compute.ts";
import { FactQueue, type Unstamped } from "../core/fact-queue.ts";
import type { TabId } from "../core/ids.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import { defaultVolunteerSettings } from "../core/volunteer/settings.ts";
import { createVolunteerMachine, taskAt, type VolunteerMachine } from "../core/volunteer/state.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import { roomClosedFarewell } from "../core/wire/farewells.ts";
import type { DownMessage } from "../core/wire/messages.ts";
import { Alarm } from "../core/alarm.ts";
import type { LogBook } from "../words/log-book.ts";
import { cutWords } from "../core/values/shown-value.ts";
import { Contact, type ContactEvent } from "./coordinator-link.ts";
import { SlotBoard } from "./slot-board.ts";
import { jobTitle, taskInWords } from "./slot-words.ts";
import type { VolunteerPhase } from "./store.ts";
import type { VolunteerIdentity } from "./membership.ts";
import type { Dialer, JoinProblem } from "../environment/dialer.ts";

/** What a volunteer needs of the page around it. */
export interface Surroundings {
  readonly dialer: Dialer;
  readonly tab: TabId;
  readonly device: string;
  readonly createCompute: () => Compute;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export type StayEvent =
  | { readonly type: "phase"; readonly phase: VolunteerPhase }
  /** What people see has changed. */
  | { readonly type: "changed" };

/**
 * Everything that lives from a join to the leaving: carries out what the volunteer's machine orders, and tells it what
 * came of it. The last event is the phase `left` or `refused`.
 */
export class Stay {
  readonly machine: VolunteerMachine;
  readonly board = new SlotBoard();
  readonly #identity: VolunteerIdentity;
  readonly #surroundings: Surroundings;
  readonly #log: LogBook;
  readonly #announce: (event: StayEvent) => void;
  readonly #compute: Compute;
  readonly #contact: Contact;
  readonly #alarm = new Alarm(browserClock, () => this.tell({ type: "alarm-rang" }));
  readonly #facts = new FactQueue<Unstamped<VolunteerEvent>>((fact) => this.#deal(fact));
  #wasIn = false;
  isOver = false;
  /** The title of the newest job. */
  job: string | null = null;
  /** The coordinator has closed every job that it has told of. */
  isWorkOver = false;

  constructor(
    identity: VolunteerIdentity,
    surroundings: Surroundings,
    log: LogBook,
    announce: (event: StayEvent) => void,
  ) {
    this.#identity = identity;
    this.#surroundings = surroundings;
    this.#log = log;
    this.#announce = announce;
    this.machine = createVolunteerMachine(identity.slots, defaultVolunteerSettings);
    this.#compute = surroundings.createCompute();
    this.#compute.listen((event) => {
      if (!this.isOver) this.#hearCompute(event);
    });
    this.#contact = new Contact(surroundings.dialer, surroundings.random, (event) => this.#hearContact(event));
  }

  get link(): "steady" | "wavering" | "none" {
    return this.isOver ? "none" : this.#contact.link;
  }

  async enter(): Promise<void> {
    this.#enterPhase({ type: "joining", step: "room" });
    const found = await this.#surroundings.dialer.findRoom();
    if (this.isOver) return;
    if (!found.ok) return this.#refuse(found.problem, found.detail);
    this.#enterPhase({ type: "joining", step: "sandbox" });
    const start = await this.#compute.open(this.#identity.slots);
    if (this.isOver) return;
    switch (start.type) {
      case "leaky":
        return this.#refuse("leaky-sandbox", `Open ways out: ${start.escapes.join(", ")}.`);
      case "failed":
        return this.#refuse("sandbox-failed", start.reason);
      case "ready":
        return this.#contact.connect(found.identity);
    }
  }

  tell(fact: Unstamped<VolunteerEvent>): void {
    this.#facts.submitFact(fact);
    this.#announce({ type: "changed" });
  }

  /** Without waiting for what is under way. */
  leaveAtOnce(): void {
    this.#contact.send({ type: "goodbye", reason: "stopped or its page closed" });
    this.#end({ type: "left", because: "own-wish" });
  }

  #deal(fact: Unstamped<VolunteerEvent>): void {
    if (this.isOver) return;
    const effects = handle(this.machine, { ...fact, now: performance.now() });
    for (const effect of effects) if (!this.isOver) this.#carryOut(effect);
  }

  #hearContact(event: ContactEvent): void {
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
      case "opened": {
        const { tab, device } = this.#surroundings;
        this.tell({ type: "link-opened", identity: { tab, device, name: this.#identity.name } });
        return;
      }
      case "heard":
        this.#hearCoordinator(event.message);
        return;
      case "path-changed":
        this.#announce({ type: "changed" });
        return;
      case "lost":
        this.tell({ type: "link-ended" });
        return;
      case "replaced":
        this.#log.write("trouble", `The link was lost: ${event.reason}`);
        this.#enterPhase({ type: "reconnecting", attempt: 1, reason: event.reason });
        this.tell({ type: "link-ended" });
        return;
    }
  }

  #hearCoordinator(message: DownMessage): void {
    this.tell({ type: "message-arrived", message });
    // The machine forgets jobs with a link, too, and those may go on.
    if (message.type === "close-job" && this.job !== null) this.isWorkOver = this.machine.jobs.size === 0;
  }

  #hearCompute(event: ComputeEvent): void {
    switch (event.type) {
      case "slot-ready":
        this.tell({ type: "slot-ready", slot: event.slot });
        return;
      case "task-started": {
        const found = taskAt(this.machine, event.run, event.position);
        if (found === null) return;
        const words = taskInWords(this.machine.jobs.get(found.job)?.name ?? "", found);
        this.board.started(event.slot, event.run, words);
        this.#log.write("task", `run task ${words}...`);
        this.#announce({ type: "changed" });
        return;
      }
      case "results":
        this.tell({ type: "run-answered", ...event.results });
        return;
      case "run-ended":
        this.board.ended(event.slot, event.run);
        this.tell({ type: "run-ended", run: event.run });
        return;
      case "slot-replaced":
        // A closed job's leftovers are nobody's trouble.
        if (event.cause === "aborted") return;
        this.#log.write("trouble", `Slot ${event.slot + 1} was replaced: ${cutWords(event.detail)}`);
        this.#announce({ type: "changed" });
        return;
      case "failed":
        this.#contact.send({ type: "goodbye", reason: "its sandbox failed" });
        this.#refuse("sandbox-failed", event.reason);
        return;
    }
  }

  #carryOut(effect: VolunteerEffect): void {
    switch (effect.type) {
      case "send":
        this.#contact.send(effect.message);
        return;
      case "open-job":
        this.job = jobTitle(this.machine.jobs.get(effect.job)?.name ?? "");
        this.isWorkOver = false;
        this.#compute.openJob(effect.job, effect.program, effect.timeLimitMs);
        return;
      case "close-job":
        this.#compute.closeJob(effect.job);
        return;
      case "start-run":
        this.#compute.start(effect.slot, { run: effect.run, job: effect.job, inputs: effect.inputs });
        return;
      case "resize":
        this.#compute.resize(effect.slots);
        return;
      case "welcomed":
        this.#log.write("people", this.#wasIn ? "Back in the room" : "Joined the room");
        this.#wasIn = true;
        this.#contact.found();
        this.#enterPhase({ type: "present" });
        return;
      case "doubt-coordinator":
      case "trust-coordinator":
        this.#contact.doubt(effect.type === "doubt-coordinator");
        return;
      case "close-link":
        this.#closeLink(effect);
        return;
      case "set-alarm":
        this.#alarm.setAlarm(effect.at);
        return;
      case "forgotten":
        return;
    }
  }

  #closeLink({ why, detail }: Extract<VolunteerEffect, { type: "close-link" }>): void {
    switch (why) {
      case "silence":
        this.#contact.drop(detail);
        return;
      case "leaving":
        this.#end({ type: "left", because: "own-wish" });
        return;
      case "sent-away":
        if (detail === roomClosedFarewell) this.#end({ type: "left", because: "room-closed" });
        else this.#refuse("sent-away", detail);
        return;
    }
  }

  #refuse(problem: JoinProblem, detail: string): void {
    this.#end({ type: "refused", problem, detail });
  }

  /** Nothing of it computes, speaks or rings any more. */
  #end(phase: VolunteerPhase): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#alarm.setAlarm(null);
    this.#contact.close(phase.type === "left" ? "It left." : "It is sent away.");
    this.#compute.close();
    this.board.clear();
    this.#enterPhase(phase);
  }

  #enterPhase(phase: VolunteerPhase): void {
    this.#announce({ type: "phase", phase });
  }
}
