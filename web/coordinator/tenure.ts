import type { Pace } from "../core/pace.ts";
import { defaultSchedulerSettings } from "../core/scheduler/settings.ts";
import { createScheduler, type Scheduler } from "../core/scheduler/state.ts";
import { roomClosedFarewell } from "../core/wire/farewells.ts";
import type { BegunRoom, JobHistory, Journal, KnownVolunteer } from "../journal/journal.ts";
import { JournalWriter, type WriterEvent } from "../journal/journal-writer.ts";
import { jobNumber, type RoomCode } from "../core/ids.ts";
import type { LogBook } from "../ui/log-book.ts";
import { Gate, mostVolunteers } from "./admission.ts";
import type { Exportable } from "./job-files.ts";
import { LiveJobs } from "./live-jobs.ts";
import { Members, type Member } from "./members.ts";
import { OwnHelp } from "./own-help.ts";
import { volunteerViews } from "./page-views.ts";
import type { PastJob } from "./past-job.ts";
import { Reception } from "./reception.ts";
import { Room } from "./room.ts";
import type { CoordinatorState, VolunteerView } from "./store.ts";
import { TaskFlow } from "./task-flow.ts";

export type TenureEvent =
  /** What people see has changed. */
  | { readonly type: "changed" }
  /** A job on record is another one now. */
  | { readonly type: "record-changed" }
  /** Results have come; `hasEnded`: the last ones of a job. */
  | { readonly type: "table-changed"; readonly hasEnded: boolean }
  | { readonly type: "code-changed"; readonly code: RoomCode }
  | { readonly type: "journal"; readonly event: WriterEvent };

export interface TenureStart {
  readonly journal: Journal;
  readonly room: BegunRoom;
  readonly volunteers: readonly KnownVolunteer[];
  /** Jobs of earlier starts that are not over. */
  readonly unfinished: readonly JobHistory[];
  readonly log: LogBook;
  readonly pace: Pace;
}

/** One start of a room in this tab: everything that carries its epoch. Over when it is left, closed or superseded. */
export class Tenure {
  readonly jobs: LiveJobs;
  readonly room: Room;
  readonly help: OwnHelp;
  readonly #begun: BegunRoom;
  readonly #tell: (event: TenureEvent) => void;
  readonly #scheduler: Scheduler;
  readonly #members: Members;
  readonly #flow: TaskFlow;
  readonly #reception: Reception;
  readonly #writer: JournalWriter;
  readonly #names = new Map<number, string>();
  #gate: Gate | null = null;

  constructor(
    { journal, room: begun, volunteers, unfinished, log, pace }: TenureStart,
    tell: (event: TenureEvent) => void,
  ) {
    this.#begun = begun;
    this.#tell = tell;
    const soon = (): void => tell({ type: "changed" });
    this.#scheduler = createScheduler(begun.epoch, defaultSchedulerSettings);
    this.#members = new Members(volunteers);
    for (const { id, name } of volunteers) this.#names.set(id, name);
    this.#writer = new JournalWriter(journal, begun.id, begun.epoch, (event) => this.#hearWriter(event));
    this.#flow = new TaskFlow({
      scheduler: this.#scheduler,
      members: this.#members,
      log,
      jobOf: (id) => this.jobs.jobOf(id),
      jobEnded: (job) => this.jobs.ended(job),
      jobStuck: (job, reason) => this.jobs.stop(job, reason),
      jobStopped: (job, problem) => this.jobs.stopped(job, problem),
      commit: (job, results, written) => {
        const elapsedMs = this.jobs.elapsedMs(job);
        const areLast = this.#scheduler.jobs.get(job.id)?.tasks.open === 0;
        const entry = { type: "results-accepted", job: job.id, results: { ...results, elapsedMs } } as const;
        this.#writer.append(entry, () => written(elapsedMs), areLast);
      },
      handled: () => this.jobs.keepTime(),
      changed: (hasEnded) => tell({ type: "table-changed", hasEnded }),
    });
    this.jobs = new LiveJobs(
      {
        scheduler: this.#scheduler,
        log,
        tell: (fact) => this.#flow.tell(fact),
        append: (entry, written) => this.#writer.append(entry, written),
        nameOf: (volunteer) => this.#members.nameOf(volunteer),
        changed: soon,
        recordChanged: () => tell({ type: "record-changed" }),
      },
      begun.lastJob,
    );
    this.#reception = new Reception({
      scheduler: this.#scheduler,
      members: this.#members,
      log,
      flow: this.#flow,
      met: (member) => this.#met(member),
      changed: soon,
    });
    for (const history of unfinished) this.jobs.restore(history);
    this.room = new Room(
      {
        opened: (identity) => {
          this.#gate = new Gate({
            identity,
            hasRoom: () => this.#members.present < mostVolunteers,
            admit: (link, join) => this.#reception.admit(link, join),
            turnedAway: (words) => {
              log.write("trouble", words);
              soon();
            },
          });
        },
        linkOpened: (link) => this.#gate?.knock(link),
        traitsChanged: () => this.#noteTraits(),
        changed: soon,
      },
      begun,
    );
    this.help = new OwnHelp({
      pace,
      keys: () => this.room.keys,
      linkOpened: (link) => this.#gate?.knock(link),
      changed: soon,
    });
    if (begun.helping) this.help.set(true);
  }

  /** `opened`: the job on record that is shown instead of the newest one. */
  volunteers(before: readonly VolunteerView[], opened: PastJob | null): readonly VolunteerView[] {
    const shown = opened ?? this.jobs.shown;
    // Of another room: its volunteers have the same numbers.
    const isForeign = opened !== null && opened.key.room !== this.#begun.id;
    return volunteerViews(
      this.#scheduler,
      this.#members,
      (isForeign ? null : shown?.record.doneBy) ?? new Map(),
      before,
    );
  }

  get helping(): Pick<CoordinatorState, "helping" | "helpProblem"> {
    return { helping: this.help.state, helpProblem: this.help.problem };
  }

  helpHere(on: boolean): void {
    this.help.set(on);
    this.#noteTraits(on);
  }

  /** The job shown, from the page's own memory. */
  get exportable(): Exportable | null {
    const job = this.jobs.shown;
    const tasks = job === null ? undefined : this.#scheduler.jobs.get(job.id)?.tasks;
    if (job === null || tasks === undefined) return null;
    const nameOf = (id: number): string => this.#members.nameOf(id);
    return {
      job: { definition: job.request, record: job.record, tasks, nameOf },
      place: `${this.room.code}-${jobNumber(job.id)}`,
    };
  }

  /** There may be room in the journal again. */
  retry(): void {
    this.#writer.retry();
  }

  #noteTraits(helping = this.help.state === "on" || this.help.state === "starting"): void {
    const { code, view } = this.room;
    this.#writer.append({ type: "room-changed", code, lent: view.lent, helping });
    if (code !== this.#begun.code) this.#tell({ type: "code-changed", code });
  }

  #met({ id, tab, name }: Member): void {
    if (this.#names.get(id) === name) return;
    this.#names.set(id, name);
    this.#writer.append({ type: "volunteer-known", id, tab, name });
  }

  #hearWriter(event: WriterEvent): void {
    if (event.type === "full") this.jobs.holdUp();
    if (event.type === "writing-again") this.jobs.release();
    this.#tell({ type: "journal", event });
  }

  /** Who is in loses the link and looks for the room until another start of it is there. */
  leave(): void {
    this.#stop();
    this.#reception.letGo("The coordinator's page is gone.");
    this.#gate?.close();
    this.room.leave();
  }

  /** Says goodbye to everyone and gives the code back. */
  close(): void {
    this.#stop();
    this.#reception.sendAway(roomClosedFarewell);
    this.#gate?.close();
    this.room.close();
  }

  #stop(): void {
    this.#writer.close();
    this.jobs.close();
    this.#flow.stop();
    this.help.set(false);
  }
}
