import type { RoomCode } from "../core/ids.ts";
import { messageOf } from "../core/message-of.ts";
import type { Pace } from "../core/pace.ts";
import { Publisher } from "../core/publisher.ts";
import type { WriterEvent } from "../journal/journal-writer.ts";
import type { JobKey, StoredRoom } from "../journal/journal.ts";
import type { RoomId } from "../journal/room-id.ts";
import { LogBook } from "../ui/log-book.ts";
import type { JobRequest } from "../workloads/workload.ts";
import type { Coordinator } from "./coordinator.ts";
import { JobArchive } from "./job-archive.ts";
import type { ExportFormat } from "./job-export.ts";
import { inBackground } from "./in-background.ts";
import { JobFiles } from "./job-files.ts";
import { journalView } from "./page-views.ts";
import { putRoomInUrl, roomInUrl } from "./room-in-url.ts";
import { RoomRecord } from "./room-record.ts";
import { RoomSeat } from "./room-seat.ts";
import { createCoordinatorStore, openingRoom, type RoomView } from "./store.ts";
import type { TaskTable } from "../table/table-query.ts";
import { Tenure, type TenureEvent } from "./tenure.ts";

/** Opens the room that the URL names, or a new one. */
export function createCoordinator(pace: Pace): Coordinator {
  return new RoomCoordinator(pace);
}

class RoomCoordinator implements Coordinator {
  readonly store = createCoordinatorStore();
  readonly #log = new LogBook();
  readonly #pace: Pace;
  readonly #publisher: Publisher;
  readonly #archive = new JobArchive(
    () => this.#publisher.now(),
    (reason) => this.#complain(`The record could not be read or changed: ${reason}`),
  );
  readonly #files = new JobFiles(this.#log, () => this.#publisher.now());
  readonly #record = new RoomRecord(() => this.#look(this.#archive.read(this.#record.journal)));
  #seat: RoomSeat | null = null;
  /** The room of this page; null until it is known. */
  #room: StoredRoom | null = null;
  /** The code in the page's address, where nothing is on record of it. */
  #missedRoom: RoomCode | null = null;
  #tenure: Tenure | null = null;
  /** Where the room is while this tab does not run it. */
  #absence: "opening" | "elsewhere" | "closed" | "failed" = "opening";
  /** Why it could not be opened. */
  #problem: string | null = null;
  /** Why the job that was wanted last was not started. */
  #refused: string | null = null;
  #tableVersion = 0;
  #shownTable: TaskTable | null = null;
  #isClosed = false;

  constructor(pace: Pace) {
    this.#pace = pace;
    this.#publisher = new Publisher(pace, () => this.#publish());
    this.#publish();
    inBackground(this.#open(), (reason) => this.#failToOpen(reason));
  }

  get table(): TaskTable | null {
    return this.#archive.opened?.table ?? this.#tenure?.jobs.table ?? null;
  }

  async #open(): Promise<void> {
    await this.#record.open();
    const code = roomInUrl();
    const room = code === null ? null : await this.#record.find(code);
    if (this.#isClosed) return;
    if (room === null) {
      this.#missedRoom = code;
      if (code !== null) this.#log.write("trouble", `Nothing is on record of room ${code}: this is a new one`);
      await this.#beginNew();
      return;
    }
    this.#room = room;
    const isTaken = await this.#takeSeat(room.id).isTaken();
    if (this.#isClosed) return;
    if (isTaken) this.#standAside();
    else await this.#begin(room.id);
  }

  #takeSeat(room: RoomId): RoomSeat {
    this.#seat?.close();
    const seat = new RoomSeat(room, () => this.#standAside());
    this.#seat = seat;
    return seat;
  }

  async #beginNew(): Promise<void> {
    const { id } = await this.#record.addNew();
    if (this.#isClosed) return;
    this.#takeSeat(id);
    await this.#begin(id);
  }

  async #begin(id: RoomId): Promise<void> {
    const room = await this.#record.begin(id);
    if (this.#isClosed) return;
    if (room === null) {
      await this.#beginNew();
      return;
    }
    const { journal } = this.#record;
    this.#room = room;
    this.#seat?.take(room.epoch);
    putRoomInUrl(room.code);
    await this.#archive.read(journal);
    const { unfinished, newest } = await this.#archive.jobsOf(id);
    const volunteers = await journal.volunteers(id);
    if (this.#isClosed) return;
    this.#archive.close();
    const start = { journal, room, volunteers, unfinished, log: this.#log, pace: this.#pace };
    this.#tenure = new Tenure(start, (event) => this.#hear(event));
    if (unfinished.length === 0 && newest !== null) await this.#archive.open(newest);
    this.#publisher.now();
  }

  #hear(event: TenureEvent): void {
    switch (event.type) {
      case "changed":
        this.#publisher.touch();
        return;
      case "record-changed":
        this.#archive.refreshSoon();
        return;
      case "table-changed":
        this.#tableVersion += 1;
        if (event.hasEnded) this.#publisher.now();
        else this.#publisher.touch();
        return;
      case "code-changed":
        putRoomInUrl(event.code);
        return;
      case "journal":
        this.#hearWriter(event.event);
        return;
    }
  }

  #hearWriter(event: WriterEvent): void {
    this.#record.note(event, this.#log);
    if (event.type === "full") this.#look(this.#archive.refresh());
    if (event.type === "superseded") this.#standAside();
    this.#publisher.now();
  }

  /** Another tab runs the room. */
  #standAside(): void {
    this.#absence = "elsewhere";
    this.#seat?.leave();
    this.#endTenure((tenure) => tenure.leave());
  }

  #endTenure(end: (tenure: Tenure) => void): void {
    const tenure = this.#tenure;
    this.#tenure = null;
    if (tenure !== null) end(tenure);
    this.#publisher.now();
    this.#look(this.#showRecord());
  }

  /** While this tab does not run the room. */
  async #showRecord(): Promise<void> {
    await this.#archive.read(this.#record.journal);
    if (this.#room !== null && this.#tenure === null && this.#archive.opened === null) {
      await this.#archive.openNewestOf(this.#room.id);
    }
  }

  takeOver(): void {
    if (this.#absence !== "elsewhere" || this.#room === null || this.#tenure !== null) return;
    this.#absence = "opening";
    this.#publisher.now();
    inBackground(this.#begin(this.#room.id), (reason) => this.#failToOpen(reason));
  }

  closeRoom(): void {
    if (this.#tenure === null) return;
    this.#absence = "closed";
    this.#seat?.leave();
    this.#log.write("job", "The room is closed");
    this.#endTenure((tenure) => tenure.close());
  }

  startJob(request: JobRequest): void {
    const jobs = this.#tenure?.jobs;
    // A second click, before the first one's is seen.
    if (jobs?.isOpen === true) return;
    try {
      if (jobs === undefined) throw new Error("this tab runs no room at the moment");
      jobs.start(request);
      this.#refused = null;
      this.#archive.close();
    } catch (error) {
      this.#refused = messageOf(error);
      this.#complain(`The job was not started: ${this.#refused}`);
      throw error;
    } finally {
      this.#publisher.touch();
    }
  }

  pauseJob(): void {
    this.#tenure?.jobs.pause();
  }

  resumeJob(): void {
    this.#tenure?.jobs.resume();
    this.#tenure?.retry();
  }

  cancelJob(): void {
    this.#tenure?.jobs.cancel();
  }

  openJob(key: JobKey): void {
    if (this.#tenure?.jobs.isOpen !== true) this.#look(this.#archive.open(key));
  }

  runAgain(key: JobKey): void {
    this.#look(this.#startAgain(key));
  }

  async #startAgain(key: JobKey): Promise<void> {
    const definition = await this.#archive.definition(key);
    if (definition === null) return;
    try {
      this.startJob(definition);
    } catch {
      // The log and the form say why by now.
    }
  }

  exportJob(key: JobKey, format: ExportFormat): void {
    this.#look(this.#files.save(format, () => this.#archive.exportable(key)));
  }

  exportShown(format: ExportFormat): void {
    const shown = this.#tenure?.exportable ?? null;
    this.#look(this.#files.save(format, () => Promise.resolve(shown)));
  }

  deleteJob(key: JobKey): void {
    this.#look(this.#archive.delete(key).then(() => this.#tenure?.retry()));
  }

  /** For work with the record that nothing waits for. */
  #look(work: Promise<unknown>): void {
    inBackground(work, (reason) => this.#complain(`The record could not be read or changed: ${reason}`));
  }

  #complain(trouble: string): void {
    this.#log.write("trouble", trouble);
    this.#publisher.touch();
  }

  #failToOpen(reason: string): void {
    this.#absence = "failed";
    this.#problem = reason;
    this.#complain(`The room could not be opened: ${reason}`);
  }

  lendSecret(lent: boolean): void {
    this.#tenure?.room.lend(lent);
    this.#publisher.now();
  }

  helpHere(on: boolean): void {
    this.#tenure?.helpHere(on);
    this.#publisher.now();
  }

  close(): void {
    this.#isClosed = true;
    this.#tenure?.leave();
    this.#seat?.close();
    this.#record.close();
    this.#archive.stop();
    this.#publisher.stop();
  }

  get #absentView(): RoomView {
    const phase = this.#absence;
    // What could not be opened has no code that people could join by.
    const code = phase === "failed" ? null : (this.#room?.code ?? null);
    return { ...openingRoom, phase, code, problem: this.#problem };
  }

  #publish(): void {
    const before = this.store.getState();
    const tenure = this.#tenure;
    // The same job, opened again, is another table.
    if (this.table !== this.#shownTable) this.#tableVersion += 1;
    this.#shownTable = this.table;
    this.store.setState({
      room: tenure?.room.view ?? this.#absentView,
      missedRoom: this.#missedRoom,
      journal: journalView(this.#record.state, this.#archive, before.journal),
      volunteers: tenure?.volunteers(before.volunteers, this.#archive.opened) ?? [],
      job: this.#archive.opened?.view ?? tenure?.jobs.view(performance.now()) ?? null,
      tableVersion: this.#tableVersion,
      refused: this.#refused,
      log: this.#log.read(),
      ...(tenure?.helping ?? { helping: "off", helpProblem: null }),
    });
  }
}
