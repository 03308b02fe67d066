import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { TabId } from "../core/ids.ts";
import type { VolunteerEffect, VolunteerEvent } from "../core/volunteer/events.ts";
import { defaultVolunteerSettings } from "../core/volunteer/settings.ts";
import { createVolunteerMachine, taskAt, type VolunteerMachine } from "../core/volunteer/state.ts";
import { handle } from "../core/volunteer/volunteer.ts";
import { decodeDown, encodeUp } from "../core/wire/codec.ts";
import type { Compute, ComputeEvent } from "../compute/compute.ts";
import type { Link } from "../links/link.ts";
import { proveAsVolunteer } from "../links/prove-link.ts";
import { Alarm } from "../ui/alarm.ts";
import { LogBook } from "../ui/log-book.ts";
import { Publisher } from "../ui/publisher.ts";
import { backOffMs } from "./back-off.ts";
import { Rate } from "./rate.ts";
import { taskInWords } from "./slot-words.ts";
import { createVolunteerStore, type JoinProblem, type VolunteerPhase } from "./store.ts";
import type { Volunteer, VolunteerIdentity } from "./volunteer.ts";
import { isFinal, refusalProblems, type WayIn } from "./way-in.ts";

/** How long a lost coordinator is looked for. */
const searchMs = 600_000;

/** How often the rate is brought up to date while nothing else happens. */
const clockMs = 1_000;

interface Surroundings {
  readonly wayIn: WayIn;
  readonly tab: TabId;
  readonly device: string;
  createCompute(): Compute;
  /** From 0 up to 1. */
  random(): number;
}

type Unstamped<Event> = Event extends unknown ? Omit<Event, "now"> : never;

/** Everything that lives from a join to the leaving. */
interface Stay {
  readonly identity: VolunteerIdentity;
  readonly machine: VolunteerMachine;
  readonly compute: Compute;
  readonly gone: AbortController;
  keys: RoomIdentity | null;
  link: Link | null;
  /** When the coordinator was lost; null while it is there. */
  lostAt: number | null;
  attempt: number;
}

/** Carries out what the volunteer's machine orders, and tells it what came of it. */
export class TabVolunteer implements Volunteer {
  readonly store = createVolunteerStore();
  readonly #surroundings: Surroundings;
  readonly #log = new LogBook();
  readonly #publisher = new Publisher(() => this.#publish());
  readonly #alarm = new Alarm(() => this.#tell({ type: "alarm-rang" }));
  readonly #facts: Unstamped<VolunteerEvent>[] = [];
  #telling = false;
  #stay: Stay | null = null;
  /** Of the present stay or the last one: its counts stay in sight. */
  #machine: VolunteerMachine | null = null;
  #phase: VolunteerPhase = { type: "asking" };
  #path: "steady" | "wavering" = "steady";
  #tasks = new Map<number, { readonly run: number; readonly words: string }>();
  #job: string | null = null;
  #rate = new Rate();
  #clock: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  join(identity: VolunteerIdentity): void {
    if (this.#stay !== null) return;
    const stay: Stay = {
      identity,
      machine: createVolunteerMachine(identity.slots, defaultVolunteerSettings),
      compute: this.#surroundings.createCompute(),
      gone: new AbortController(),
      keys: null,
      link: null,
      lostAt: null,
      attempt: 0,
    };
    this.#stay = stay;
    this.#machine = stay.machine;
    this.#rate = new Rate();
    stay.compute.listen((event) => {
      if (this.#stay === stay) this.#hearCompute(stay, event);
    });
    this.#tick();
    void this.#enter(stay);
  }

  async #enter(stay: Stay): Promise<void> {
    this.#enterPhase({ type: "joining", step: "room" });
    const found = await this.#surroundings.wayIn.find(stay.gone.signal);
    if (this.#stay !== stay) return;
    if (!found.ok) return this.#end({ type: "refused", problem: found.problem, detail: found.detail });
    stay.keys = found.identity;
    this.#enterPhase({ type: "joining", step: "sandbox" });
    const start = await stay.compute.open(stay.identity.slots);
    if (this.#stay !== stay) return;
    switch (start.type) {
      case "leaky":
        return this.#refuse("leaky-sandbox", `Open ways out: ${start.escapes.join(", ")}.`);
      case "failed":
        return this.#refuse("sandbox-failed", start.reason);
      case "ready":
        return this.#connect(stay, found.identity);
    }
  }

  async #connect(stay: Stay, keys: RoomIdentity): Promise<void> {
    const isFirst = stay.lostAt === null;
    if (isFirst) this.#enterPhase({ type: "joining", step: "link" });
    const dialled = await this.#surroundings.wayIn.dial(keys, stay.gone.signal);
    if (this.#stay !== stay) {
      if (dialled.ok) dialled.link.close("The volunteer has left.");
      return;
    }
    if (!dialled.ok) {
      if (isFirst || isFinal(dialled.problem)) this.#refuse(dialled.problem, dialled.detail);
      else this.#retry(stay, dialled.detail);
      return;
    }
    if (isFirst) this.#enterPhase({ type: "joining", step: "proof" });
    const { link } = dialled;
    proveAsVolunteer(link, keys, (outcome) => {
      if (this.#stay !== stay) {
        link.close("The volunteer has left.");
        return;
      }
      switch (outcome.type) {
        case "accepted":
          this.#take(stay, link);
          return;
        case "rejected": {
          const problem = refusalProblems[outcome.reason];
          if (isFirst || isFinal(problem)) this.#refuse(problem, outcome.detail);
          else this.#retry(stay, outcome.detail);
          return;
        }
        case "ended":
          this.#retry(stay, outcome.end.reason);
          return;
      }
    });
  }

  #take(stay: Stay, link: Link): void {
    stay.link = link;
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
          this.#publisher.touch();
          return;
        case "ended":
          this.#loseLink(stay, event.end.reason);
          return;
      }
    });
    const { tab, device } = this.#surroundings;
    this.#tell({ type: "link-opened", identity: { tab, device, name: stay.identity.name } });
  }

  #loseLink(stay: Stay, reason: string): void {
    const wasLeaving = stay.machine.standing.type === "leaving";
    stay.link = null;
    this.#tell({ type: "link-ended" });
    if (wasLeaving) this.#end({ type: "left" });
    else this.#retry(stay, reason);
  }

  /** Looks for the coordinator again, after a while; for good when it has been away for too long. */
  #retry(stay: Stay, reason: string): void {
    if (this.#stay !== stay) return;
    const now = performance.now();
    stay.lostAt ??= now;
    stay.attempt += 1;
    if (stay.attempt === 1) this.#log.write("trouble", `The link was lost: ${reason}`);
    if (now - stay.lostAt > searchMs) return this.#refuse("coordinator-away", reason);
    this.#enterPhase({ type: "reconnecting", attempt: stay.attempt, reason });
    const { keys } = stay;
    if (keys === null) return;
    setTimeout(
      () => {
        if (this.#stay === stay) void this.#connect(stay, keys);
      },
      backOffMs(stay.attempt, this.#surroundings.random()),
    );
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
        this.#tasks.set(event.slot, { run: event.run, words });
        this.#log.write("task", `run task ${words}...`);
        this.#publisher.touch();
        return;
      }
      case "results":
        this.#tell({ type: "run-answered", ...event.results });
        return;
      case "run-ended":
        if (this.#tasks.get(event.slot)?.run === event.run) this.#tasks.delete(event.slot);
        this.#tell({ type: "run-ended", run: event.run });
        return;
      case "slot-replaced":
        // A closed job's leftovers are nobody's trouble.
        if (event.cause === "aborted") return;
        this.#log.write("trouble", `Slot ${event.slot + 1} was replaced: ${event.detail}`);
        this.#publisher.touch();
        return;
      case "failed":
        this.#sayGoodbye(stay, "Its sandbox failed.");
        this.#refuse("sandbox-failed", event.reason);
        return;
    }
  }

  /** Facts that arise while orders are carried out wait until these are through. */
  #tell(fact: Unstamped<VolunteerEvent>): void {
    this.#facts.push(fact);
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#facts.shift(); next !== undefined; next = this.#facts.shift()) {
        const stay = this.#stay;
        if (stay === null) continue;
        const effects = handle(stay.machine, { ...next, now: performance.now() });
        for (const effect of effects) if (this.#stay === stay) this.#carryOut(stay, effect);
      }
    } finally {
      this.#telling = false;
    }
    this.#publisher.touch();
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
        this.#log.write("people", stay.lostAt === null ? "Joined the room" : "Back in the room");
        stay.lostAt = null;
        stay.attempt = 0;
        this.#enterPhase({ type: "present" });
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
    if (this.#stay !== null) this.#sayGoodbye(this.#stay, "It closed its page.");
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
    clearTimeout(this.#clock);
    this.#alarm.set(null);
    stay.gone.abort();
    stay.link?.close(phase.type === "left" ? "It left." : "It is sent away.");
    stay.compute.close();
    this.#tasks.clear();
    this.#phase = phase;
    this.#publisher.now();
  }

  #tick(): void {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(() => {
      this.#publisher.touch();
      this.#tick();
    }, clockMs);
  }

  #enterPhase(phase: VolunteerPhase): void {
    this.#phase = phase;
    this.#publisher.now();
  }

  #publish(): void {
    const machine = this.#machine;
    const done = machine?.done ?? 0;
    const slots = this.#stay === null ? 0 : (machine?.slots ?? 0);
    this.store.setState({
      phase: this.#phase,
      link: this.#stay === null || this.#stay.link === null ? "none" : this.#path,
      paused: machine?.paused ?? false,
      job: this.#job,
      slots: Array.from({ length: slots }, (_, slot) => ({ slot, task: this.#tasks.get(slot)?.words ?? null })),
      done,
      failed: machine?.failed ?? 0,
      tasksPerSecond: this.#stay === null ? 0 : this.#rate.note(performance.now(), done),
      uncommitted: machine?.parcels.size ?? 0,
      log: this.#log.read(),
    });
  }
}
