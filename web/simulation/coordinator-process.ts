import { epoch, volunteerId, type TabId, type VolunteerId } from "../core/ids.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { heartbeatInterval } from "../core/scheduler/presence.ts";
import { handle } from "../core/scheduler/scheduler.ts";
import { createScheduler, type Scheduler } from "../core/scheduler/state.ts";
import type { DownMessage, UpMessage } from "../core/wire/messages.ts";
import { entriesOf, recordsOf, type CommitOrder, type JournaledJob } from "./journal.ts";
import type { Ending, SimulatedLink } from "./link.ts";
import { slowSchedulerSettings } from "./time-scale.ts";
import { inputOf, packBytes } from "./work.ts";
import type { World } from "./world.ts";

type Fact<Event = SchedulerEvent> = Event extends unknown ? Omit<Event, "now"> : never;

interface Member {
  readonly id: VolunteerId;
  link: SimulatedLink | null;
}

/** One start of the coordinator: the scheduler as it is, and the little that its shell does. Ends by a crash. */
export class CoordinatorProcess {
  readonly scheduler: Scheduler;
  isDead = false;
  clockAheadMs = 0;
  /** The crash comes before this many further effects; none by default. */
  effectsToCrash = Number.POSITIVE_INFINITY;
  /** Commits are answered no sooner: the disk is full. */
  quotaUntil = 0;
  readonly #world: World;
  readonly #members = new Map<TabId, Member>();
  readonly #links = new Map<VolunteerId, Member>();
  readonly #open = new Set<SimulatedLink>();
  #alarm = 0;
  readonly #facts: Fact[] = [];
  #isTelling = false;

  constructor(world: World) {
    this.#world = world;
    this.scheduler = createScheduler(
      epoch(world.journal.begin()),
      world.seams.schedulerSettings(slowSchedulerSettings),
    );
    if (world.seams.isRestored) for (const job of world.journal.jobs.values()) this.#restore(job);
  }

  #restore(job: JournaledJob): void {
    if (job.isCancelled || job.isStopped) return;
    this.tell({
      type: "job-restored",
      job: job.id,
      total: job.total,
      options: job.options,
      paused: job.isPaused,
      records: recordsOf(job),
    });
  }

  /** A link whose other end has proved the secret. */
  earFor(link: SimulatedLink): Parameters<SimulatedLink["open"]>[1] {
    this.#open.add(link);
    let member: Member | null = null;
    return {
      message: (message) => {
        if (this.isDead) return;
        if (message.type === "join") member = this.#join(link, message);
        else if (member?.link === link) this.#hear(member, link, message);
      },
      ended: (how) => {
        this.#open.delete(link);
        if (!this.isDead && member?.link === link) this.#depart(member, how);
      },
      pathChanged: (path) => {
        if (member?.link === link) this.tell({ type: "path-changed", volunteer: member.id, path });
      },
    };
  }

  #join(link: SimulatedLink, message: Extract<UpMessage, { type: "join" }>): Member {
    const known = this.#members.get(message.tab);
    const member = known ?? { id: volunteerId(this.#world.volunteerNumber(message.tab)), link: null };
    if (member.link !== null && member.link !== link) this.#close(member.link);
    member.link = link;
    this.#members.set(message.tab, member);
    this.#links.set(member.id, member);
    const heartbeatMs = heartbeatInterval(this.scheduler);
    link.sendDown({ type: "welcome", epoch: this.scheduler.epoch, volunteer: member.id, heartbeatMs });
    this.tell({ type: "volunteer-joined", volunteer: member.id, slots: message.slots });
    return member;
  }

  #hear(member: Member, link: SimulatedLink, message: Exclude<UpMessage, { type: "join" }>): void {
    const volunteer = member.id;
    switch (message.type) {
      case "heartbeat":
        link.sendDown({ type: "heartbeat" });
        this.tell({ type: "heartbeat-arrived", volunteer, leases: message.leases });
        return;
      case "limits":
        this.tell({ ...message, type: "limits-changed", volunteer });
        return;
      case "results":
        this.tell({ ...message, type: "results-arrived", volunteer });
        return;
      case "returned":
        this.tell({ ...message, type: "tasks-returned", volunteer });
        return;
      case "goodbye":
        member.link = null;
        this.#close(link);
        this.tell({ type: "volunteer-left", volunteer, departure: "goodbye" });
        return;
    }
  }

  #depart(member: Member, how: Ending): void {
    member.link = null;
    this.tell({ type: "volunteer-left", volunteer: member.id, departure: how === "malformed" ? "dismissed" : "lost" });
  }

  #close(link: SimulatedLink): void {
    this.#open.delete(link);
    link.close("coordinator");
  }

  /** The tab is closed, reloaded or killed. */
  die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#world.chronicle.note(this.#world.timeline.now, "coordinator dies", this.scheduler.epoch);
    for (const link of this.#open) link.die("coordinator");
    this.#world.coordinatorDied(this);
  }

  tell(fact: Fact): void {
    if (this.isDead) return;
    this.#facts.push(fact);
    if (this.#isTelling) return;
    this.#isTelling = true;
    const { seams, timeline, chronicle } = this.#world;
    for (let next = this.#facts.shift(); next !== undefined; next = this.#facts.shift()) {
      const event = seams.toScheduler({ ...next, now: timeline.now + this.clockAheadMs }, this.scheduler);
      if (event === null) continue;
      chronicle.note(
        timeline.now,
        event.type,
        "volunteer" in event ? event.volunteer : 0,
        "lease" in event ? event.lease : 0,
      );
      this.#world.oracle.noteArrival(this, event);
      for (const effect of seams.fromScheduler(handle(this.scheduler, event), this.scheduler, event)) {
        this.effectsToCrash -= 1;
        if (this.effectsToCrash <= 0) this.die();
        if (this.isDead) return;
        this.#world.checkOrder(this, effect);
        this.#carryOut(effect);
      }
      this.#world.checkCoordinator(this, event);
    }
    this.#isTelling = false;
  }

  #send(volunteer: VolunteerId, message: DownMessage): void {
    this.#links.get(volunteer)?.link?.sendDown(message);
  }

  #carryOut(effect: SchedulerEffect): void {
    switch (effect.type) {
      case "send-job": {
        const { timeLimitMs } = this.#world;
        this.#send(effect.volunteer, {
          type: "job",
          job: effect.job,
          name: "work",
          language: "javascript",
          source: "",
          timeLimitMs,
        });
        return;
      }
      case "send-batch": {
        const { job, lease, indices } = effect;
        const inputs = packBytes(Array.from(indices, (task) => inputOf(job, task)));
        this.#send(effect.volunteer, { type: "batch", epoch: effect.epoch, lease, job, indices, inputs });
        this.tell({ type: "batch-sent", lease, bytes: inputs.bytes.length });
        return;
      }
      case "send-recall":
        this.#send(effect.volunteer, {
          type: "recall",
          epoch: effect.epoch,
          lease: effect.lease,
          count: effect.count,
        });
        return;
      case "send-close-job":
        this.#send(effect.volunteer, { type: "close-job", job: effect.job });
        return;
      case "commit-results":
        this.#commit(effect);
        return;
      case "acknowledge":
        this.#send(effect.volunteer, { type: "committed", parcels: effect.parcels });
        return;
      case "set-alarm":
        this.#setAlarm(effect.at);
        return;
      case "dismiss":
      case "give-up-link": {
        const member = this.#links.get(effect.volunteer);
        if (member === undefined || member.link === null) return;
        this.#close(member.link);
        this.#depart(member, effect.type === "dismiss" ? "malformed" : "lost");
        return;
      }
      case "job-stopped":
        if (!this.#world.journal.stop(this.scheduler.epoch, effect.job)) this.die();
        return;
      case "job-waits":
      case "job-ended":
      case "job-dropped":
      case "explain":
        return;
    }
  }

  /** Written after a while, answered a little later; a crash in between leaves it on record and unanswered, or lost. */
  #commit(effect: CommitOrder): void {
    const { commit, job } = effect;
    const { timeline, dice, journal, seams } = this.#world;
    const entries = entriesOf(effect);
    const writtenAt = Math.max(timeline.now, this.quotaUntil) + dice.whole(0, 200);
    timeline.at(writtenAt, () => {
      if (this.isDead) return;
      const writer = seams.isFenced ? this.scheduler.epoch : journal.epoch;
      if (!journal.write(writer, job, entries)) {
        this.die();
        return;
      }
      for (const { type, task } of entries) {
        this.#world.chronicle.note(timeline.now, `recorded ${type}`, job, task, writer);
      }
      this.#world.checkRecord(job, entries);
      timeline.after(dice.whole(0, 50), () => this.tell({ type: "results-committed", commit }));
    });
  }

  #setAlarm(at: number | null): void {
    this.#alarm += 1;
    const mine = this.#alarm;
    if (at === null) return;
    this.#world.timeline.at(at - this.clockAheadMs, () => {
      if (this.#alarm === mine) this.tell({ type: "alarm-rang" });
    });
  }
}
