import { ticketKeyOf } from "../core/handshake/identity.ts";
import { jobNumber, type JobId, type VolunteerId } from "../core/ids.ts";
import type { BlobHash } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import { createScheduler, type Scheduler } from "../core/scheduler/state.ts";
import type { RoomEnvironment } from "../environment/environment.ts";
import type { BegunRoom, JobKey, Journal, KnownVolunteer } from "../journal/journal.ts";
import type { LinkFigures } from "../links/link.ts";
import type { CallDesk } from "./call-desk.ts";
import { JournalWriter } from "./record/journal-writer.ts";
import { KeptTraits } from "./address/kept-traits.ts";
import { RoomAddress } from "./address/room-address.ts";
import type { Job } from "./jobs/job.ts";
import { Jobs } from "./jobs/jobs.ts";
import { LargeInputs } from "./jobs/large-inputs.ts";
import { SchedulerShell } from "./jobs/scheduler-shell.ts";
import { TaskProgressBook } from "./jobs/task-progress.ts";
import { BlobDesk } from "./people/blob-desk.ts";
import { Gate } from "./people/gate.ts";
import { OpenCalls } from "./people/open-calls.ts";
import { OwnHelp } from "./people/own-help.ts";
import { People } from "./people/people.ts";
import type { SeatLimits } from "./people/seats.ts";
import { TaskConsoles } from "./people/task-consoles.ts";
import { VolunteerMessages } from "./people/volunteer-messages.ts";
import { volunteerViews } from "./people/volunteer-views.ts";
import type { UnfinishedJob } from "./record/job-archive.ts";
import type { PastJob } from "./record/past-job.ts";
import type { ToldResults } from "./results/logged-results.ts";
import type { FindCheck } from "./results/value-check.ts";
import type { Exportable } from "./results/result-files.ts";
import type { SchedulerMachine } from "./room.ts";
import type { Announce } from "./room-event.ts";
import type { VolunteerView } from "./store.ts";

/** What of a room is to be otherwise than it is on record. */
export interface Wanted {
  readonly lent?: boolean;
  readonly helping?: boolean;
}

interface RoomStart {
  readonly environment: RoomEnvironment;
  readonly machine: SchedulerMachine;
  readonly journal: Journal;
  readonly room: BegunRoom;
  readonly volunteers: readonly KnownVolunteer[];
  /** Jobs of earlier starts that are not over. */
  readonly unfinished: readonly UnfinishedJob[];
  /** Those of them that cannot be read. */
  readonly unread: readonly JobId[];
  readonly told: ToldResults;
  /** Whether it helps as its last start did, where nothing else is wanted. */
  readonly goesOn: boolean;
  readonly wanted: Wanted;
  readonly keptInputBytes: number;
  readonly seatLimits: SeatLimits;
  readonly calls: CallDesk;
  readonly findCheck: FindCheck;
}

/** One start of a room: everything that carries its epoch. Over when it is left, closed or superseded. */
export class RunningRoom {
  readonly jobs: Jobs;
  readonly address: RoomAddress;
  readonly help: OwnHelp;
  readonly #begun: BegunRoom;
  readonly #scheduler: Scheduler;
  readonly #writer: JournalWriter;
  readonly #people: People;
  readonly #shell: SchedulerShell;
  readonly #calls: OpenCalls;
  readonly #messages: VolunteerMessages;
  readonly #gate: Gate;

  constructor(start: RoomStart, announce: Announce) {
    const { environment, machine, journal, room, volunteers, unfinished, unread, told } = start;
    const { goesOn, wanted, keptInputBytes, seatLimits, calls: desk, findCheck } = start;
    const { lent = room.lent, helping = room.helping && goesOn } = wanted;
    const { log } = told;
    const { clock, pace } = environment;
    this.#begun = room;
    const scheduler = createScheduler(room.epoch, machine.settings);
    const target = { journal, room: room.id, epoch: room.epoch, clock };
    const writer = new JournalWriter(target, (event) => announce({ type: "journal", event }));
    const people = new People(volunteers, writer);
    const progress = new TaskProgressBook(clock);
    const tickets = machine.leaseTickets(ticketKeyOf(room));
    const ofJobs = { room: room.id, clock, pace, scheduler, people, writer, log, told, announce, progress };
    const known = new Map<JobId, Job>();
    const largeInputs = new LargeInputs(machine.settings.inputBlobBytes, clock, {
      noteArrival: () => blobs.sendPieces(),
      noteLoss: (load, task, reason) => shell.submitFact({ type: "input-lost", load, task, reason }),
    });
    const calls = new OpenCalls(desk, people, clock);
    const shell = new SchedulerShell({ ...ofJobs, machine, jobs: known, largeInputs, tickets, calls });
    this.jobs = new Jobs({ shell, known, ofJobs, journal, keptInputBytes, findCheck }, room.lastJob);
    const findBlob = (hash: BlobHash): Blob | null => this.jobs.openBlobs.get(hash) ?? null;
    const blobs = new BlobDesk(people, findBlob, largeInputs, (volunteer) =>
      shell.submitFact({ type: "piece-sent", volunteer }),
    );
    const consoles = new TaskConsoles(clock, log);
    const messages = new VolunteerMessages({ ...ofJobs, shell, blobs, calls, consoles, jobs: known, tickets });
    const gate = new Gate({ environment, people, messages, log, announce }, seatLimits);
    const traits = new KeptTraits(writer, room);
    if (Object.keys(wanted).length > 0) traits.change(wanted);
    this.address = new RoomAddress({ environment, gate, traits, announce }, { ...room, lent });
    this.help = new OwnHelp({ environment, address: this.address, gate, traits, announce });
    this.#scheduler = scheduler;
    this.#writer = writer;
    this.#people = people;
    this.#shell = shell;
    this.#calls = calls;
    this.#messages = messages;
    this.#gate = gate;
    for (const job of unread) this.jobs.setAside(job);
    for (const job of unfinished) this.jobs.restoreJob(job, unfinished.length > 1);
    this.address.openAddress();
    if (helping) this.help.goOnHelping();
  }

  /** `opened`: the job on record that is shown instead of one of this start. */
  volunteers(before: readonly VolunteerView[], opened: PastJob | null): readonly VolunteerView[] {
    const shown = opened ?? this.jobs.shown;
    // Of another room: its volunteers have the same numbers.
    const isForeign = opened !== null && opened.key.room !== this.#begun.id;
    const doneBy = (isForeign ? null : shown?.results.doneBy) ?? new Map<VolunteerId, number>();
    return volunteerViews(this.#scheduler, this.#people, doneBy, before);
  }

  /** Shows a job of this start. False where it is none, or is forgotten. */
  showJob({ room, job }: JobKey): boolean {
    return room === this.#begun.id && this.jobs.showJob(job);
  }

  /** The job shown, from the page's own memory. */
  get exportable(): Exportable | null {
    const job = this.jobs.shown;
    return job === null ? null : { job, place: `${this.address.code}-${jobNumber(job.id)}` };
  }

  /** The last facts that the scheduler got, and the orders that followed, in words. */
  get factLogText(): string {
    return this.#shell.factLog.toText((id) => this.#people.nameOf(id));
  }

  measureLinks(): Promise<ReadonlyMap<VolunteerId, LinkFigures>> {
    return this.#people.measureLinks();
  }

  sendAway(volunteer: VolunteerId): void {
    if (this.#people.linkOf(volunteer)?.kind === "memory") this.help.wantHelp(false);
    else this.#messages.sendVolunteerAway(volunteer);
  }

  /** There may be room in the journal again. */
  retryWriting(): void {
    this.#writer.retry();
  }

  /** The volunteers that are in lose the link, and look for the room until another start of it is there. */
  leaveRoom(): void {
    this.#stop();
    this.#messages.dropLinks();
    this.#gate.closeGate();
    this.address.leaveAddress();
  }

  /** Says goodbye to everyone and gives the code back. */
  closeRoom(): void {
    this.#stop();
    this.#messages.sayGoodbye("room-closed");
    this.#gate.closeGate();
    this.address.giveUpAddress();
  }

  #stop(): void {
    this.#writer.close();
    this.jobs.leaveJobs();
    this.#shell.stopScheduling();
    this.#calls.stopCalls();
    this.help.stopHelp();
  }
}
