import type { Blob } from "../core/blobs/blob.ts";
import type { JobId, RoomCode, VolunteerId } from "../core/ids.ts";
import { inBackground } from "../core/in-background.ts";
import { keptInputBytes as presetInputBytes } from "../core/job/appended-inputs.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import type { InputRecipe } from "../core/job/input-recipe.ts";
import { checkDefinition, type JobDefinition } from "../core/job/job-definition.ts";
import { JobRefused } from "../core/job/problem.ts";
import type { Reasoned } from "../core/or-aborted.ts";
import { Publisher } from "../core/publisher.ts";
import { handle } from "../core/scheduler/scheduler.ts";
import { isOver } from "../core/scheduler/state.ts";
import { defaultSchedulerSettings } from "../core/scheduler/settings.ts";
import type { RoomEnvironment } from "../environment/environment.ts";
import type { Seat } from "../environment/seat.ts";
import type { LinkFigures } from "../links/link.ts";
import type { JobKey, StoredRoom } from "../journal/journal.ts";
import type { WriterEvent } from "./record/journal-writer.ts";
import type { RoomId } from "../journal/room-id.ts";
import type { TaskTable } from "../table/table-query.ts";
import { LogBook } from "../words/log-book.ts";
import { reasonOf } from "../words/reason-of.ts";
import type { Reason, Saying } from "../words/sayings.ts";
import { noObjects, type CallDesk } from "./call-desk.ts";
import type { AddedCount } from "./jobs/added-inputs.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { FileInputs } from "./record/inputs-on-record.ts";
import { JobArchive, type JobsLeft } from "./record/job-archive.ts";
import { journalView } from "./record/journal-view.ts";
import { LeftJobs } from "./record/left-jobs.ts";
import { RoomJournal } from "./record/room-journal.ts";
import type { ExportFormat } from "./results/export-lines.ts";
import type { JobMaterial, WholeJob } from "./jobs/job-material.ts";
import type { PickedSource } from "./jobs/resumed-source.ts";
import type { JobTrace } from "./results/job-trace.ts";
import type { Results } from "./results/results.ts";
import { LoggedResults, type ToldResults } from "./results/logged-results.ts";
import { ResultFiles } from "./results/result-files.ts";
import { anyValue, type FindCheck } from "./results/value-check.ts";
import { leaseTickets } from "../core/lease-ticket.ts";
import { standardSeats, type SeatLimits } from "./people/seats.ts";
import type { LiveJob, Room, RoomOptions, SchedulerMachine, TaskInputs } from "./room.ts";
import type { RoomEvent } from "./room-event.ts";
import { RunningRoom, type Wanted } from "./running-room.ts";
import { createRoomStore, nothingStuck, openingRoom, type JobView, type RoomView } from "./store.ts";

const realMachine: SchedulerMachine = { settings: defaultSchedulerSettings, handle, leaseTickets };

/** A room over its journal: one start of it after the other, as long as this page has it. */
export class KeptRoom implements Room {
  readonly store = createRoomStore();
  readonly #environment: RoomEnvironment;
  readonly #machine: SchedulerMachine;
  readonly #keptInputBytes: number;
  readonly #seatLimits: SeatLimits;
  readonly #takesUp: boolean;
  readonly #left: LeftJobs;
  readonly #calls: CallDesk;
  readonly #findCheck: FindCheck;
  readonly #log = new LogBook();
  readonly #told: ToldResults = { log: this.#log, places: new Map() };
  readonly #publisher: Publisher;
  readonly #archive: JobArchive;
  readonly #files: ResultFiles;
  readonly #journal: RoomJournal;
  #seat: Seat | null = null;
  /** What is on record of the room; null until it is known. */
  #room: StoredRoom | null = null;
  /** The code to go on with, where nothing is on record of it. */
  #missedRoom: RoomCode | null = null;
  #running: RunningRoom | null = null;
  /** What a person has said of the room before it began. */
  #wanted: Wanted = {};
  /** What the newest start that is over has left of its facts and orders. */
  #lastFacts = "";
  /** The code of the newest start. */
  #code: RoomCode | null = null;
  /** Where the room is while this tab does not run it. */
  #absence: "opening" | "elsewhere" | "closed" | "failed" = "opening";
  /** Why it could not be opened. */
  #problem: Reason | null = null;
  /** Why the job that was wanted last was not started. */
  #refused: Reason | null = null;
  #isClosed = false;

  constructor(
    environment: RoomEnvironment,
    {
      code,
      scheduler = realMachine,
      keptInputBytes = presetInputBytes,
      seatLimits = standardSeats,
      takesUp = false,
      calls = noObjects,
      findCheck = anyValue,
    }: RoomOptions,
  ) {
    this.#environment = environment;
    this.#machine = scheduler;
    this.#publisher = new Publisher(environment.pace, () => this.#publish());
    const publishNow = (): void => this.#publisher.publishNow();
    this.#keptInputBytes = keptInputBytes;
    this.#seatLimits = seatLimits;
    this.#takesUp = takesUp;
    this.#calls = calls;
    this.#findCheck = findCheck;
    this.#archive = new JobArchive({ ...environment, keptInputBytes }, publishNow, (trouble) =>
      this.#complain(trouble),
    );
    this.#left = new LeftJobs(this.#archive);
    this.#files = new ResultFiles(environment, this.#log, publishNow);
    this.#journal = new RoomJournal(environment, () => this.#readList());
    this.#publish();
    inBackground(this.#openRoom(code), (reason) => this.#failToOpen(reason));
  }

  get table(): TaskTable | null {
    return this.#archive.opened?.table ?? this.#running?.jobs.shown?.table ?? null;
  }

  get results(): Results | null {
    return this.#archive.opened?.results ?? this.#running?.jobs.shown?.results ?? null;
  }

  get trace(): JobTrace | null {
    return this.#archive.opened === null ? (this.#running?.jobs.shown?.trace ?? null) : null;
  }

  inputsOf(key: JobKey): TaskInputs | null {
    const { opened } = this.#archive;
    const isOpened = opened !== null && opened.key.room === key.room && opened.key.job === key.job;
    const inputs = isOpened ? opened.inputs : (this.#running?.jobs.inputsOf(key) ?? null);
    if (inputs === null) return null;
    return {
      readInputs: async (tasks) => inputs.read?.(tasks) ?? tasks.map((task) => inputs.at(task)),
      openInput: async (task) => {
        await inputs.bring?.(task);
        return inputs.openAt?.(task) ?? { value: inputs.at(task), bytes: null };
      },
    };
  }

  liveJob(job: JobId): LiveJob | null {
    return this.#running?.jobs.liveJob(job) ?? null;
  }

  async findResults(key: JobKey): Promise<Results | null> {
    const live = key.room === this.#room?.id ? (this.liveJob(key.job)?.results ?? null) : null;
    return live ?? (await this.#archive.readJob(key))?.job.results ?? null;
  }

  async #openRoom(code: RoomCode | null): Promise<void> {
    await this.#journal.openJournal();
    const wanted = this.#takesUp ? "newest" : code;
    const room = wanted === null ? null : await this.#journal.findRoom(wanted);
    if (this.#isClosed) return;
    if (room === null) {
      this.#missedRoom = code;
      if (code !== null) this.#log.write("trouble", { key: "room-missed", code });
      await this.#beginNewRoom();
      return;
    }
    this.#room = room;
    const isTaken = await this.#openSeat(room.id).isTaken();
    if (this.#isClosed) return;
    if (isTaken) this.#standAside();
    else await this.#beginRoom(room.id);
  }

  #openSeat(room: RoomId): Seat {
    this.#seat?.closeSeat();
    const seat = this.#environment.seats.openSeat(room, () => this.#standAside());
    this.#seat = seat;
    return seat;
  }

  async #beginNewRoom(): Promise<void> {
    const { id } = await this.#journal.addNewRoom();
    if (this.#isClosed) return;
    this.#openSeat(id);
    await this.#beginRoom(id);
  }

  async #beginRoom(id: RoomId): Promise<void> {
    const room = await this.#journal.beginRoom(id);
    if (this.#isClosed) return;
    if (room === null) {
      await this.#beginNewRoom();
      return;
    }
    const { journal } = this.#journal;
    this.#room = room;
    this.#code = room.code;
    this.#seat?.takeSeat(room.epoch);
    this.#publisher.publishNow();
    await this.#archive.readFrom(journal);
    const { unfinished, unread, newest } = this.#takesUp ? this.#leaveJobs(id) : await this.#archive.jobsOf(id);
    const volunteers = await journal.volunteers(id);
    // Another tab may have begun the room meanwhile, with a later epoch.
    if (this.#isClosed || this.#absence !== "opening") return;
    this.#archive.closeOpened();
    const of = {
      environment: this.#environment,
      goesOn: !this.#takesUp,
      machine: this.#machine,
      keptInputBytes: this.#keptInputBytes,
      seatLimits: this.#seatLimits,
      calls: this.#calls,
      findCheck: this.#findCheck,
    };
    const start = { ...of, wanted: this.#wanted, journal, room, volunteers, unfinished, unread, told: this.#told };
    this.#running = new RunningRoom(start, (event) => this.#followRunning(event));
    this.#wanted = {};
    if (unfinished.length === 0 && newest !== null) await this.#showNewest(newest);
    this.#publisher.publishNow();
  }

  /** All of them wait. */
  #leaveJobs(room: RoomId): JobsLeft {
    const own = this.#archive.jobs.filter((job) => job.room === room);
    for (const { job } of own) this.#left.add(job);
    return { unfinished: [], unread: own.filter((one) => !isOver(one)).map(({ job }) => job), newest: null };
  }

  /** The job that was over when the page went: its newest results are in the log again. */
  async #showNewest(key: JobKey): Promise<void> {
    // A person may have opened another one meanwhile.
    if (!(await this.#archive.openJob(key))) return;
    const { opened } = this.#archive;
    if (opened !== null) new LoggedResults(key.job, opened, this.#told).catchUp(null);
  }

  #followRunning(event: RoomEvent): void {
    switch (event.type) {
      case "changed":
        if (event.isEnd === true) this.#publisher.publishNow();
        else this.#publisher.touch();
        return;
      case "record-changed":
        this.#archive.refreshSoon();
        return;
      case "journal":
        this.#followWriter(event.event);
        return;
    }
  }

  #followWriter(event: WriterEvent): void {
    if (event.type === "full") this.#running?.jobs.holdUpJobs();
    if (event.type === "writing-again") this.#running?.jobs.releaseJobs();
    if (event.type === "failed") {
      this.#running?.jobs.keepJobs();
      // Storage that was full before it gave out holds nothing up any longer.
      this.#running?.jobs.releaseJobs();
    }
    this.#journal.noteWriterEvent(event, this.#log);
    if (event.type === "full") this.#archive.refreshNow();
    if (event.type === "superseded") this.#standAside();
    this.#publisher.publishNow();
  }

  /** Another tab runs the room. */
  #standAside(): void {
    this.#absence = "elsewhere";
    this.#wanted = {};
    this.#seat?.leaveSeat();
    this.#endRunning((running) => running.leaveRoom());
  }

  #endRunning(end: (running: RunningRoom) => void): void {
    const running = this.#running;
    this.#running = null;
    if (running !== null) {
      end(running);
      this.#lastFacts = running.factLogText;
    }
    this.#publisher.publishNow();
    inBackground(this.#showRecord(), (reason) => this.#complainOfRecord(reason));
  }

  #readList(): void {
    inBackground(this.#archive.readFrom(this.#journal.journal), (reason) => this.#complainOfRecord(reason));
  }

  /** While this tab does not run the room. */
  async #showRecord(): Promise<void> {
    await this.#archive.readFrom(this.#journal.journal);
    if (this.#room !== null && this.#running === null && this.#archive.opened === null) {
      await this.#archive.openNewestOf(this.#room.id);
    }
  }

  takeOver(): void {
    if (this.#absence !== "elsewhere" || this.#room === null || this.#running !== null) return;
    this.#absence = "opening";
    this.#publisher.publishNow();
    inBackground(this.#beginRoom(this.#room.id), (reason) => this.#failToOpen(reason));
  }

  closeRoom(): void {
    if (this.#running === null) return;
    this.#absence = "closed";
    this.#seat?.leaveSeat();
    this.#log.write("job", { key: "room-closed" });
    this.#endRunning((running) => running.closeRoom());
  }

  startJob(definition: JobDefinition, material: JobMaterial = {}): JobId {
    const jobs = this.#running?.jobs;
    try {
      if (jobs === undefined) throw new JobRefused([{ field: "", wrong: { key: "no-room-here" } }]);
      const job = jobs.startJob(definition, material);
      this.#refused = null;
      this.#archive.closeOpened();
      return job;
    } catch (error) {
      this.#refused = reasonOf(error);
      this.#complain({ key: "job-refused", reason: this.#refused });
      throw error;
    } finally {
      this.#publisher.touch();
    }
  }

  async takeUpJob(
    definition: JobDefinition,
    source: InputStream | null = null,
    signals: readonly (Reasoned | undefined)[] = [],
  ): Promise<LiveJob | null> {
    if (this.#room === null) return null;
    const taken = await this.#left.takeJob(this.#room.id, checkDefinition(definition), source, signals);
    if (taken === null) return null;
    const { history, rest } = taken;
    if (isOver(history.summary)) return this.#archive.openHistory(history);
    const unfinished = await this.#archive.readUnfinished(history, new Map());
    this.#running?.jobs.restoreJob(unfinished, true, rest);
    return this.liveJob(history.summary.job);
  }

  async clearRecord(): Promise<void> {
    if (this.#absence === "elsewhere") return;
    const { journal } = this.#journal;
    for (const job of await journal.jobs()) if (job.room === this.#room?.id) await journal.deleteJob(job);
  }

  addInputs(job: JobId, inputs: InputRecipe): AddedCount {
    return this.#runningJobs().addInputs(job, inputs);
  }

  resumeInputs(job: JobId, picked: PickedSource): void {
    const resuming = this.#runningJobs().resumeInputs(job, picked);
    inBackground(resuming, (reason) => this.#complainOfRecord(reason));
  }

  sealJob(job: JobId): void {
    this.#runningJobs().sealJob(job);
  }

  /** @throws RangeError where this tab runs no room. */
  #runningJobs(): Jobs {
    if (this.#running === null) throw new RangeError("this tab runs no room at the moment");
    return this.#running.jobs;
  }

  pauseJob(job: JobId): void {
    this.#running?.jobs.pauseJob(job);
  }

  letResultsGo(job: JobId, tasks: number, arrivals: number): void {
    this.#running?.jobs.letResultsGo(job, tasks, arrivals);
  }

  resumeJob(job: JobId): void {
    this.#running?.jobs.resumeJob(job);
    this.#running?.retryWriting();
  }

  endByRule(job: JobId, task: number): void {
    this.#running?.jobs.endByRule(job, task);
  }

  cancelJob(job: JobId): void {
    this.#running?.jobs.cancelJob(job);
  }

  showJob(key: JobKey): void {
    if (this.#running?.showJob(key) === true) {
      this.#archive.closeOpened();
      this.#publisher.publishNow();
    } else {
      inBackground(this.#showFromRecord(key), (reason) => this.#complainOfRecord(reason));
    }
  }

  async #showFromRecord(key: JobKey): Promise<void> {
    if (await this.#archive.openJob(key)) this.#running?.jobs.hideShown();
  }

  runAgain(key: JobKey): void {
    inBackground(this.#startOnceMore(key), (reason) => this.#complainOfRecord(reason));
  }

  async #startOnceMore(key: JobKey): Promise<void> {
    const job = await this.#findJob(key, "repeatable");
    if (job === null) return;
    try {
      this.startJob(job.definition, { blobs: job.blobs });
    } catch {
      // The log and the form say why by now.
    }
  }

  async findBlobs({ key, request }: Pick<JobView, "key" | "request">): Promise<readonly Blob[]> {
    // Until its end is on record, a job has all of them, and the record perhaps none yet.
    const known = this.#running?.jobs.blobsOf(key) ?? [];
    return known.length > 0 ? known : this.#archive.readBlobs(request);
  }

  findJob(key: JobKey): Promise<WholeJob | null> {
    return this.#findJob(key, "from-its-file");
  }

  get #isBroken(): boolean {
    return this.#journal.state.state === "broken";
  }

  async #findJob(key: JobKey, inputs: FileInputs): Promise<WholeJob | null> {
    // A record that is broken may lack the job, which this page then has, and the blobs of open jobs with it.
    const known = this.#isBroken ? ((await this.#running?.jobs.findJob(key, inputs)) ?? null) : null;
    if (known !== null) return known;
    const definition = await this.#archive.findDefinition(key, inputs);
    return definition === null ? null : { definition, blobs: await this.#archive.readBlobs(definition) };
  }

  exportJob(key: JobKey, format: ExportFormat): void {
    const saved = this.#files.saveResults(format, () => this.#archive.readExportable(key));
    inBackground(saved, (reason) => this.#complainOfRecord(reason));
  }

  exportShown(format: ExportFormat): void {
    const shown = this.#running?.exportable ?? null;
    const saved = this.#files.saveResults(format, () => Promise.resolve(shown));
    inBackground(saved, (reason) => this.#complainOfRecord(reason));
  }

  deleteJob(key: JobKey): void {
    inBackground(this.#deleteJob(key), (reason) => this.#complainOfRecord(reason));
  }

  async #deleteJob(key: JobKey): Promise<void> {
    const jobs = key.room === this.#room?.id ? this.#running?.jobs : undefined;
    const isDeleted = await this.#archive.deleteJob(key, jobs === undefined ? null : !jobs.stuck.has(key.job));
    if (isDeleted) jobs?.forgetStuck(key.job);
    this.#running?.retryWriting();
  }

  refreshRecord(): void {
    this.#archive.refreshNow();
  }

  saveFactLog(): void {
    const name = `tabpool-${this.#code ?? "room"}-what-happened.txt`;
    const file = this.#environment.files.beginFile(name, "text/plain");
    file.addPart(this.#running?.factLogText ?? this.#lastFacts);
    file.save();
    this.#log.write("job", { key: "file-ready", name });
    this.#publisher.touch();
  }

  #complain(trouble: Saying): void {
    this.#log.write("trouble", trouble);
    this.#publisher.touch();
  }

  #complainOfRecord(reason: string): void {
    this.#complain({ key: "record-unreadable", reason });
  }

  #failToOpen(message: string): void {
    const reason: Reason = { key: "thrown", message };
    this.#absence = "failed";
    this.#wanted = {};
    this.#problem = reason;
    this.#complain({ key: "room-not-opened", reason });
  }

  lendSecret(lent: boolean): void {
    if (this.#running === null) this.#want({ lent });
    else this.#running.address.lendSecret(lent);
    this.#publisher.publishNow();
  }

  helpHere(on: boolean): void {
    if (this.#running === null) this.#want({ helping: on });
    else this.#running.help.wantHelp(on);
    this.#publisher.publishNow();
  }

  #want(wanted: Wanted): void {
    if (this.#absence === "opening") this.#wanted = { ...this.#wanted, ...wanted };
  }

  async measureLinks(): Promise<ReadonlyMap<VolunteerId, LinkFigures>> {
    return (await this.#running?.measureLinks()) ?? new Map();
  }

  sendAway(volunteer: VolunteerId): void {
    this.#running?.sendAway(volunteer);
    this.#publisher.publishNow();
  }

  close(): void {
    this.#isClosed = true;
    const running = this.#running;
    // What was asked for before, such as to run a job again, finds no room to begin it in.
    this.#running = null;
    if (running !== null) {
      running.leaveRoom();
      this.#lastFacts = running.factLogText;
    }
    this.#seat?.closeSeat();
    this.#journal.closeJournal();
    this.#archive.stopRefreshing();
    this.#publisher.stop();
  }

  /** The jobs of this start, with the one shown, which may be of another start or another room. */
  #listedWith(shown: JobView | null): readonly JobView[] {
    const own = this.#running?.jobs.list ?? [];
    if (shown === null) return own.map(({ view }) => view);
    const views = own.map((job) => (job.key === shown.key ? shown : job.view));
    return views.includes(shown) ? views : [shown, ...views];
  }

  get #absentView(): RoomView {
    const phase = this.#absence;
    // What could not be opened has no code that people could join by.
    const code = phase === "failed" ? null : (this.#room?.code ?? null);
    const { lent = this.#room?.lent ?? openingRoom.lent } = this.#wanted;
    return { ...openingRoom, phase, code, lent, problem: this.#problem };
  }

  #publish(): void {
    if (this.#isClosed) return;
    const before = this.store.getState();
    const running = this.#running;
    const { opened } = this.#archive;
    const job = opened?.view ?? running?.jobs.shown?.view ?? null;
    this.#code = running?.address.code ?? this.#code;
    this.store.setState({
      room: running?.address.view ?? this.#absentView,
      code: this.#code,
      missedRoom: this.#missedRoom,
      journal: journalView(this.#journal.state, this.#archive, before.journal),
      volunteers: running?.volunteers(before.volunteers, opened) ?? [],
      jobs: this.#listedWith(job),
      stuck: running?.jobs.stuck ?? nothingStuck,
      job,
      refused: this.#refused,
      log: this.#log.read(),
      helping: running?.help.state ?? (this.#wanted.helping === true ? "starting" : "off"),
      helpProblem: running?.help.problem ?? null,
    });
  }
}
