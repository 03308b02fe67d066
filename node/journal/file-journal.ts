import { randomBytes } from "node:crypto";
import { open, readdir, realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BlobName } from "../../web/core/blobs/blob-name.ts";
import { isFields } from "../../web/core/fields.ts";
import { inBackground } from "../../web/core/in-background.ts";
import type { Epoch, RoomCode } from "../../web/core/ids.ts";
import { messageOf } from "../../web/core/message-of.ts";
import type { Packed } from "../../web/core/values/format.ts";
import type {
  AcceptedResults,
  BeginOutcome,
  JobHistory,
  JobKey,
  JobSummary,
  Journal,
  JournalEntry,
  KnownVolunteer,
  NewRoom,
  StoredRoom,
  WriteOutcome,
} from "../../web/journal/journal.ts";
import { JournalIndex, type JournalChange } from "../../web/journal/journal-index.ts";
import type { RoomId } from "../../web/journal/room-id.ts";
import { wholeDefinition, wholeInputs } from "../../web/journal/stored-inputs.ts";
import { changesOf, indexRecord, readAddition, readDefinition, readResults, type FileIndex } from "./file-index.ts";
import { FileLock } from "./file-lock.ts";
import { RecordFile, type OpenFile } from "./record-file.ts";
import { packChanges } from "./stored-changes.ts";

export interface FileJournalParts {
  /** The disk's own where it is not said. */
  readonly openFile?: OpenFile;
  /** Bytes that a file may grow by, beside doubling, before what is deleted leaves it. */
  readonly slackBytes?: number;
}

/** Bytes. */
const presetSlack = 1024 * 1024;

const closed = "the journal is closed";

type AppendOutcome = Extract<WriteOutcome, { type: "written" | "full" | "failed" }>;

/**
 * A journal in a file of this machine, for one process at a time: changes are appended to the file, and what of them may be large is read from it when it is asked for.
 * A write is on the disk before it is answered. What was deleted leaves the file as that is written anew, once it has doubled.
 */
export class FileJournal implements Journal {
  readonly isDurable = true;
  readonly #path: string;
  readonly #parts: Required<FileJournalParts>;
  readonly #lock: FileLock;
  #index: FileIndex = new JournalIndex();
  #file: RecordFile | null = null;
  /** Bytes of the file as it was last written anew. */
  #newBytes = 0;
  /** The end of the newest change. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  /** Writes that were not written. */
  #refusals = 0;
  /** Why nothing more can be written; null while it can. */
  #problem: string | null = null;
  #ended: Promise<void> | null = null;

  private constructor(path: string, lock: FileLock, { openFile = open, slackBytes = presetSlack }: FileJournalParts) {
    this.#path = path;
    this.#lock = lock;
    this.#parts = { openFile, slackBytes };
  }

  /**
   * Opens the journal in that file, or begins it there.
   *
   * @throws Error where another process has it open; for a file of another kind or version, or one that is damaged; and where there can be no such file.
   */
  static async open(path: string, parts: FileJournalParts = {}): Promise<FileJournal> {
    try {
      const real = await realPathOf(path);
      const journal = new FileJournal(real, FileLock.take(real), parts);
      await journal.#read();
      return journal;
    } catch (error) {
      throw new Error(`the journal ${path} cannot be opened: ${messageOf(error)}`, { cause: error });
    }
  }

  async #read(): Promise<void> {
    try {
      await removeUnfinished(this.#path);
      this.#file = await RecordFile.open(this.#path, this.#parts.openFile, (record, place) =>
        indexRecord(this.#index, record, place),
      );
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  async findRoom(code: RoomCode): Promise<StoredRoom | null> {
    return this.#index.findRoom(code);
  }

  async newestRoom(): Promise<StoredRoom | null> {
    return this.#index.newestRoom();
  }

  addRoom(room: NewRoom): Promise<WriteOutcome> {
    return this.#inTurn(() => this.#append(this.#index.changesFor(room)));
  }

  begin(id: RoomId, now: number): Promise<BeginOutcome> {
    return this.#inTurn(async () => {
      const room = this.#index.asBegun(id, now);
      if (room === null) return { type: "unknown" };
      const outcome = await this.#append([{ type: "room", room }]);
      return outcome.type === "written" ? { type: "begun", room } : outcome;
    });
  }

  write(room: RoomId, writer: Epoch, entries: readonly JournalEntry[]): Promise<WriteOutcome> {
    const refusals = this.#refusals;
    return this.#inTurn(async () => {
      const isBehindRefused = this.#refusals > refusals;
      const outcome: WriteOutcome = isBehindRefused
        ? { type: "failed", reason: "what comes before it could not be written" }
        : (this.#index.refusalOf(room, writer) ?? (await this.#append([{ type: "entries", room, entries }])));
      if (outcome.type !== "written") this.#refusals += 1;
      return outcome;
    });
  }

  async volunteers(room: RoomId): Promise<readonly KnownVolunteer[]> {
    return this.#index.volunteers(room);
  }

  jobs(): Promise<readonly JobSummary[]> {
    return this.#inTurn(async () => this.#index.jobs());
  }

  readJob(key: JobKey): Promise<JobHistory | null> {
    return this.#inTurn(async () => {
      const [history, job] = [this.#index.historyOf(key), this.#index.findJob(key)];
      if (history === null || job === null) return null;
      const stored = await readDefinition(this.#open(), key, job);
      const definition = await wholeDefinition(stored, (name) => this.#readBlob(name));
      const results: AcceptedResults[] = [];
      for await (const accepted of readResults(this.#open(), key, job)) results.push(accepted);
      return { ...history, definition, results };
    });
  }

  readInputs(key: JobKey, nth: number): Promise<Packed | null> {
    return this.#inTurn(async () => {
      const job = this.#index.findJob(key);
      const added = job === null ? null : await readAddition(this.#open(), key, job, nth);
      return added === null ? null : wholeInputs(added, added.large ?? [], (name) => this.#readBlob(name));
    });
  }

  readBlob(name: BlobName): Promise<Uint8Array | null> {
    return this.#inTurn(() => this.#readBlob(name));
  }

  async #readBlob(name: BlobName): Promise<Uint8Array | null> {
    const place = this.#index.findBlob(name);
    return place === null ? null : this.#open().readBytes(place, name.bytes);
  }

  deleteJob(key: JobKey): Promise<void> {
    return this.#inTurn(async () => {
      const outcome = await this.#append([{ type: "job-gone", key }]);
      if (outcome.type === "full") throw new Error("there is no space to note what was deleted");
      if (outcome.type === "failed") throw new Error(outcome.reason);
      if (this.length > 2 * this.#newBytes + this.#parts.slackBytes) await this.#writeAnew();
    });
  }

  close(): void {
    inBackground(this.end(), () => {
      // What was written before is there all the same.
    });
  }

  /** Resolves once all that was asked for before is written, and another process may open the file. */
  end(): Promise<void> {
    this.#ended ??= this.#inTurn(async () => {
      try {
        await this.#file?.close();
      } catch {
        // All that was answered is on the disk by now.
      } finally {
        this.#file = null;
        this.#lock.release();
      }
    });
    return this.#ended;
  }

  /** Bytes of the file. */
  get length(): number {
    return this.#file?.length ?? 0;
  }

  #open(): RecordFile {
    if (this.#file === null) throw new Error(closed);
    return this.#file;
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }

  /** Has the changes take effect: all or none. */
  async #append(changes: readonly JournalChange[]): Promise<AppendOutcome> {
    if (this.#problem !== null) return { type: "failed", reason: this.#problem };
    if (this.#file === null) return { type: "failed", reason: closed };
    const record = packChanges(changes, (name) => this.#index.findBlob(name) !== null);
    try {
      this.#lock.assertHeld();
      indexRecord(this.#index, record, await this.#file.append(record));
    } catch (error) {
      if (isFull(error)) return { type: "full" };
      // Whether it is on the disk is not known, nor what else is not.
      this.#problem = `${this.#path}: ${messageOf(error)}`;
      return { type: "failed", reason: this.#problem };
    }
    return { type: "written" };
  }

  /** Without what was deleted. Where that cannot be written, the file stays as it is. */
  async #writeAnew(): Promise<void> {
    const old = this.#open();
    const index: FileIndex = new JournalIndex();
    let next: RecordFile | null = null;
    try {
      next = await RecordFile.create(newNameBeside(this.#path), this.#parts.openFile, old);
      const isWritten = (name: BlobName): boolean => index.findBlob(name) !== null;
      const readUnwritten = async (name: BlobName): Promise<Uint8Array> =>
        (isWritten(name) ? null : await this.#readBlob(name)) ?? new Uint8Array();
      for await (const change of changesOf(this.#index, old, readUnwritten)) {
        const record = packChanges([change], isWritten);
        indexRecord(index, record, await next.add(record));
      }
      this.#lock.assertHeld();
      await next.replace(this.#path);
    } catch {
      await next?.discard();
      this.#newBytes = old.length;
      return;
    }
    this.#file = next;
    this.#index = index;
    this.#newBytes = next.length;
    await old.close();
    try {
      await next.syncName();
    } catch (error) {
      // After a crash the old file might be there again, without what is written from now on.
      this.#problem = `${this.#path}: ${messageOf(error)}`;
    }
  }
}

const newName = /^\.[0-9a-f]{16}\.new$/;

/** For the file as it is written anew: no other journal's, and not one that another process has begun. */
function newNameBeside(path: string): string {
  return `${path}.${randomBytes(8).toString("hex")}.new`;
}

/** Those that processes had begun which were killed before they had the file's name. Without its lock they may still be written. */
async function removeUnfinished(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  for (const found of await readdir(folder)) {
    if (found.startsWith(name) && newName.test(found.slice(name.length)))
      await rm(join(folder, found), { force: true });
  }
}

/** Where it leads to: links are followed. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isFields(error) || error["code"] !== "ENOENT") throw error;
    return join(await realpath(dirname(path)), basename(path));
  }
}

function isFull(error: unknown): boolean {
  return isFields(error) && (error["code"] === "ENOSPC" || error["code"] === "EDQUOT");
}
