import { jobNumber, type JobId, type VolunteerId } from "../../core/ids.ts";
import type { Departure } from "../../core/scheduler/events.ts";
import type { Grant, LeaseTickets } from "../../core/lease-ticket.ts";
import { isOpen } from "../../core/scheduler/acceptance.ts";
import { holds } from "../../core/scheduler/holders.ts";
import { heartbeatInterval } from "../../core/scheduler/presence.ts";
import type { Scheduler } from "../../core/scheduler/state.ts";
import { decodeUp } from "../../core/wire/codec.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import type { Link, LinkEnd, LinkEvent } from "../../links/link.ts";
import type { LogBook } from "../../words/log-book.ts";
import type { Job } from "../jobs/job.ts";
import { areSeveralOpen, type SchedulerShell } from "../jobs/scheduler-shell.ts";
import type { TaskProgressBook } from "../jobs/task-progress.ts";
import type { Announce } from "../room-event.ts";
import type { BlobDesk } from "./blob-desk.ts";
import type { OpenCalls } from "./open-calls.ts";
import type { People, Person } from "./people.ts";
import { sendAway, sendMessage } from "./send-message.ts";
import type { TaskConsoles } from "./task-consoles.ts";
import type { Gone } from "../../words/sayings.ts";
import type { DownFarewell, FarewellDetail } from "../../core/wire/farewells.ts";

type Join = Extract<UpMessage, { type: "join" }>;

const byPerson: FarewellDetail = "sent-away";

interface Surroundings {
  readonly scheduler: Scheduler;
  readonly shell: SchedulerShell;
  readonly people: People;
  readonly blobs: BlobDesk;
  readonly calls: OpenCalls;
  readonly log: LogBook;
  readonly consoles: TaskConsoles;
  readonly progress: TaskProgressBook;
  readonly jobs: ReadonlyMap<JobId, Job>;
  readonly announce: Announce;
  readonly tickets: LeaseTickets;
}

/** Turns what volunteers send, and their links' ends, into facts for the scheduler. */
export class VolunteerMessages {
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** The link is proven, and `join` is its first message: all that comes by it from now on is that volunteer's. */
  admitVolunteer(link: Link, { tab, name, device, slots, features }: Join): void {
    const { scheduler, shell, people, blobs, log } = this.#surroundings;
    const { person, former } = people.admitPerson(tab, link, { name, device });
    former?.close({ key: "tab-came-back" });
    blobs.forgetVolunteer(person.id);
    link.listen((event) => this.#followLink(person, link, event));
    const heartbeatMs = heartbeatInterval(scheduler);
    sendMessage(link, { type: "welcome", epoch: scheduler.epoch, volunteer: person.id, heartbeatMs });
    log.write("people", { key: "volunteer-joined", name: people.nameOf(person.id), slots });
    shell.submitFact({ type: "volunteer-joined", volunteer: person.id, slots, features });
  }

  /** A tab that came back is heard by its new link only. */
  #followLink(person: Person, link: Link, event: LinkEvent): void {
    if (person.link !== link) return;
    switch (event.type) {
      case "message": {
        const decoded = decodeUp(event.lane, event.bytes);
        if (decoded.type === "value") this.#receiveMessage(person, link, decoded.value);
        else if (decoded.type === "problem") this.#breakOff(person, link, decoded.problem);
        return;
      }
      case "malformed":
        this.#breakOff(person, link, event.problem);
        return;
      case "path-changed":
        this.#surroundings.shell.submitFact({ type: "path-changed", volunteer: person.id, path: event.path });
        return;
      case "ended":
        this.#noteDeparture(person, departureOf(event.end), { reason: "link-ended", seen: event.end.reason });
        return;
    }
  }

  #receiveMessage(person: Person, link: Link, message: UpMessage): void {
    const { shell, blobs, calls, jobs, progress } = this.#surroundings;
    const volunteer = person.id;
    // Before the message: what it leads to may end the link.
    blobs.sendPieces();
    switch (message.type) {
      case "join":
        this.#breakOff(person, link, "join, said twice");
        return;
      case "limits":
        shell.submitFact({ type: "limits-changed", volunteer, slots: message.slots, paused: message.paused });
        return;
      case "heartbeat":
        sendMessage(link, { type: "heartbeat" });
        shell.submitFact({ type: "heartbeat-arrived", volunteer, leases: message.leases });
        return;
      case "console":
        this.#writeLine(volunteer, message);
        return;
      case "progress":
        if (!progress.noteProgress(volunteer, message.running)) return;
        for (const job of new Set(message.running.map((each) => each.job))) jobs.get(job)?.noteSight();
        return;
      case "results":
        this.#receiveResults(person, link, message);
        return;
      case "call": {
        const submit = (): void => shell.submitFact({ ...message, type: "task-called", volunteer });
        const wrong = calls.receiveCall(volunteer, link, message, submit);
        if (wrong !== null) this.#breakOff(person, link, wrong);
        return;
      }
      case "returned":
        this.#endReturned(volunteer, message);
        shell.submitFact({ ...message, type: "tasks-returned", volunteer });
        return;
      case "blob-wanted": {
        const wrong = blobs.takeRequest(volunteer, message.hash, message.from);
        if (wrong === null) blobs.sendPieces();
        else this.#breakOff(person, link, wrong);
        return;
      }
      case "equipped":
        shell.submitFact({ type: "volunteer-equipped", volunteer, job: message.job });
        return;
      case "unequipped":
        shell.submitFact({ type: "volunteer-unequipped", volunteer, job: message.job, reason: message.reason });
        return;
      case "goodbye":
        this.#noteDeparture(person, "goodbye", { reason: message.reason, detail: message.detail });
        link.close({ key: "closed-here" });
        return;
    }
  }

  /** Of a lease that has ended the room knows nothing any more: its ticket says whether it was granted, and with which tasks. */
  #receiveResults(person: Person, link: Link, message: Extract<UpMessage, { type: "results" }>): void {
    const { shell, progress, tickets, jobs } = this.#surroundings;
    const { offered: ticket, granted, block: sent, ...results } = message;
    const { epoch, lease, job } = results;
    const grant = { epoch, lease, job, tab: person.tab, indices: granted };
    if (ticket !== null && !tickets.wereGranted(grant, ticket, sent.indices)) {
      this.#breakOff(person, link, `results under lease ${lease}, which was not granted so`);
      return;
    }
    const volunteer = person.id;
    progress.endTasks(volunteer, job, sent.indices);
    const block = jobs.get(job)?.checkBlock(sent, this.#countsFor(volunteer, grant, ticket !== null)) ?? sent;
    shell.submitFact({ ...results, block, type: "results-arrived", volunteer, offered: ticket !== null });
  }

  /** Tells of which tasks an answer under that lease may count: of those that the lease still holds; of one that is offered, of all that are open. */
  #countsFor(volunteer: VolunteerId, grant: Grant, isOffered: boolean): (task: number) => boolean {
    const { scheduler } = this.#surroundings;
    if (isOffered) {
      const tasks = scheduler.jobs.get(grant.job)?.tasks;
      return (task) => tasks !== undefined && task < tasks.total && isOpen(tasks.state(task));
    }
    const lease = grant.epoch === scheduler.epoch ? scheduler.leases.get(grant.lease) : undefined;
    if (lease?.session.id !== volunteer || lease.job.id !== grant.job) return () => false;
    return (task) => task < lease.job.tasks.total && holds(lease, task);
  }

  /** What is said of a lease that has ended says nothing of tasks that the volunteer holds. */
  #endReturned(volunteer: VolunteerId, { epoch, lease: id, indices }: Extract<UpMessage, { type: "returned" }>): void {
    const { scheduler, progress } = this.#surroundings;
    const lease = epoch === scheduler.epoch ? scheduler.leases.get(id) : undefined;
    if (lease?.session.id === volunteer) progress.endTasks(volunteer, lease.job.id, indices);
  }

  /** Of a job that is over, too: the last line may come behind the last result. */
  #writeLine(volunteer: VolunteerId, line: Extract<UpMessage, { type: "console" }>): void {
    const { people, jobs, consoles, announce } = this.#surroundings;
    const job = jobs.get(line.job);
    if (job === undefined) return;
    const speaker = { volunteer, name: people.nameOf(volunteer), job: areSeveralOpen(jobs) ? jobNumber(job.id) : null };
    if (consoles.writeLine(speaker, line)) announce({ type: "changed" });
  }

  /** The volunteer broke the rules that both sides have agreed on: both people are told how. */
  #breakOff(person: Person, link: Link, what: string): void {
    this.#noteDeparture(person, "dismissed", { reason: "broke-rules", detail: what });
    sendAway(link, "broke-rules", what);
  }

  /** A person wants the volunteer to go: its tab is not let in again as long as this start of the room lasts. */
  sendVolunteerAway(id: VolunteerId): void {
    const person = this.#surroundings.people.findPerson(id);
    const link = person?.link ?? null;
    if (person === undefined || link === null) return;
    this.#surroundings.people.barTab(person.tab);
    this.#breakOff(person, link, byPerson);
  }

  #noteDeparture(person: Person, departure: Departure, because: Gone): void {
    const { shell, people, blobs, log, progress } = this.#surroundings;
    progress.endAll(person.id);
    people.noteDeparture(person, because);
    blobs.forgetVolunteer(person.id);
    blobs.sendPieces();
    const isWished = because.reason === "broke-rules" && because.detail === byPerson;
    const kind = departure === "dismissed" && !isWished ? "trouble" : "people";
    // Whoever comes back to break another rule stands in one line all the same.
    const group = kind === "trouble" ? `volunteer-gone ${person.id}` : null;
    log.write(kind, { key: "volunteer-gone", name: people.nameOf(person.id), because }, group, "people");
    shell.submitFact({ type: "volunteer-left", volunteer: person.id, departure });
  }

  /** Everyone loses the link, and looks for the room again. */
  dropLinks(): void {
    for (const { link } of this.#surroundings.people.list()) link?.close({ key: "closed-here" });
  }

  /** Says goodbye to everyone: no volunteer looks for the room any more. */
  sayGoodbye(reason: DownFarewell): void {
    for (const { link } of this.#surroundings.people.list()) {
      if (link !== null) sendAway(link, reason);
    }
  }
}

/** A link that the other side has closed was left; one that neither side closed counts as a death. */
function departureOf(end: LinkEnd): Departure {
  switch (end.type) {
    case "closed":
    case "remote":
      return "goodbye";
    case "lost":
      return "lost";
  }
}
