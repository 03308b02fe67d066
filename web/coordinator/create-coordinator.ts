import type { RoomCode } from "../core/ids.ts";
import type { WriterEvent } from "../journal/journal-writer.ts";
import type { JobKey, StoredRoom } from "../journal/journal.ts";
import type { RoomId } from "../journal/room-id.ts";
import { LogBook } from "../ui/log-book.ts";
import { Publisher } from "../ui/publisher.ts";
import type { JobRequest } from "../workloads/workload.ts";
import type { Coordinator } from "./coordinator.ts";
import { JobArchive } from "./job-archive.ts";
import type { ExportFormat } from "./job-export.ts";
import { JobFiles } from "./job-files.ts";
import { journalView } from "./page-views.ts";
import { putRoomInUrl, roomInUrl } from "./room-in-url.ts";
import { RoomRecord } from "./room-record.ts";
import { RoomSeat } from "./room-seat.ts";
import { createCoordinatorStore, openingRoom } from "./store.ts";
import type { TaskTable } from "./task-table.ts";
import { Tenure, type TenureEvent } from "./tenure.ts";

/** Opens the room that the URL names, or a new one. */
export function createCoordinator(): Coordinator {
  return new RoomCoordinator();
}

class RoomCoordinator implements Coordinator {
  readonly store = createCoordinatorStore();
  readonly #log = new LogBook();
  readonly #publisher = new Publisher(() => this.#publish());
  readonly #archive = new JobArchive(
    () => this.#publisher.now(),
    (reason) => {
      this.#log.write("trouble", `The record could not be read or changed: ${reason}`);
      this.#publisher.touch();
    },
  );
  readonly #files = new JobFiles(this.#log, () => this.#publisher.now());
  readonly #record = new RoomRecord(() => void this.#archive.read(this.#record.journal));
  #seat: RoomSeat | null = null;
  /** The room of this page; null until it is known. */
  #room: StoredRoom | null = null;
  /** The code in the page's address, where nothing is on record of it. */
  #missedRoom: RoomCode | null = null;
  #tenure: Tenure | null = null;
  /** Where the room is while this tab does not run it. */
  #absence: "opening" | "elsewhere" | "closed" = "opening";
  #tableVersion = 0;
  #shownTable: TaskTable | null = null;
  #isClosed = false;

  constructor() {
    this.#publish();
    void this.#open();
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
    const start = { journal, room, volunteers, unfinished, log: this.#log };
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
    if (event.type === "full") void this.#archive.refresh();
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
    void this.#showRecord();
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
    void this.#begin(this.#room.id);
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
    if (jobs === undefined || jobs.isOpen) return;
    this.#archive.close();
    jobs.start(request);
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
    if (this.#tenure?.jobs.isOpen !== true) void this.#archive.open(key);
  }

  runAgain(key: JobKey): void {
    void this.#archive.definition(key).then((definition) => {
      if (definition !== null) this.startJob(definition);
      return definition;
    });
  }

  exportJob(key: JobKey, format: ExportFormat): void {
    void this.#files.save(format, () => this.#archive.exportable(key));
  }

  exportShown(format: ExportFormat): void {
    const shown = this.#tenure?.exportable ?? null;
    void this.#files.save(format, () => Promise.resolve(shown));
  }

  deleteJob(key: JobKey): void {
    void this.#archive.delete(key).then(() => this.#tenure?.retry());
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

  #publish(): void {
    const before = this.store.getState();
    const tenure = this.#tenure;
    // The same job, opened again, is another table.
    if (this.table !== this.#shownTable) this.#tableVersion += 1;
    this.#shownTable = this.table;
    this.store.setState({
      room: tenure?.room.view ?? { ...openingRoom, phase: this.#absence, code: this.#room?.code ?? null },
      missedRoom: this.#missedRoom,
      journal: journalView(this.#record.state, this.#archive, before.journal),
      volunteers: tenure?.volunteers(before.volunteers, this.#archive.opened) ?? [],
      job: this.#archive.opened?.view ?? tenure?.jobs.view(performance.now()) ?? null,
      tableVersion: this.#tableVersion,
      log: this.#log.read(),
      ...(tenure?.helping ?? { helping: "off", helpProblem: null }),
    });
  }
}
