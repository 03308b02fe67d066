import { randomBytes } from "node:crypto";
import { open, readdir, realpath, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isFields } from "../../web/core/fields.ts";
import { inBackground } from "../../web/core/in-background.ts";
import type { BlobHash } from "../../web/core/blobs/blob-name.ts";
import type { Epoch } from "../../web/core/ids.ts";
import { messageOf } from "../../web/core/message-of.ts";
import type {
  BeginOutcome,
  JobHistory,
  JobKey,
  JobSummary,
  JournalEntry,
  NewRoom,
  WriteOutcome,
} from "../../web/journal/journal.ts";
import { blobsOf } from "../../web/journal/memory-blobs.ts";
import { MemoryJournal, type JournalChange, type KeepOutcome } from "../../web/journal/memory-journal.ts";
import type { RoomId } from "../../web/journal/room-id.ts";
import { FileLock } from "./file-lock.ts";
import { RecordFile, type OpenFile } from "./record-file.ts";
import { packChanges, unpackChanges } from "./stored-changes.ts";

export interface FileJournalParts {
  /** The disk's own where it is not said. */
  readonly openFile?: OpenFile;
  /** Bytes that a file may grow by, beside doubling, before what is deleted leaves it. */
  readonly slackBytes?: number;
}

/** Bytes. */
const presetSlack = 1024 * 1024;

/**
 * A journal in a file of this machine, for one process at a time: changes are appended to the file, and all that they come to is in memory, too.
 * A write is on the disk before it is answered. What was deleted leaves the file as that is written anew, once it has doubled.
 */
export class FileJournal extends MemoryJournal {
  override readonly isDurable = true;
  readonly #path: string;
  readonly #parts: Required<FileJournalParts>;
  readonly #lock: FileLock;
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
    super();
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
      this.#file = await RecordFile.open(this.#path, this.#parts.openFile, (record) => {
        for (const change of unpackChanges(record, (name) => this.findBlob(name))) this.carryOut(change);
      });
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  override addRoom(room: NewRoom): Promise<WriteOutcome> {
    return this.#inTurn(() => super.addRoom(room));
  }

  override begin(room: RoomId, now: number): Promise<BeginOutcome> {
    return this.#inTurn(() => super.begin(room, now));
  }

  override write(room: RoomId, writer: Epoch, entries: readonly JournalEntry[]): Promise<WriteOutcome> {
    const refusals = this.#refusals;
    return this.#inTurn(async () => {
      const isBehindRefused = this.#refusals > refusals;
      const outcome: WriteOutcome = isBehindRefused
        ? { type: "failed", reason: "what comes before it could not be written" }
        : await super.write(room, writer, entries);
      if (outcome.type !== "written") this.#refusals += 1;
      return outcome;
    });
  }

  override deleteJob(key: JobKey): Promise<void> {
    return this.#inTurn(async () => {
      await super.deleteJob(key);
      if (this.length > 2 * this.#newBytes + this.#parts.slackBytes) await this.#writeAnew();
    });
  }

  override jobs(): Promise<readonly JobSummary[]> {
    return this.#inTurn(() => super.jobs());
  }

  override readJob(key: JobKey): Promise<JobHistory | null> {
    return this.#inTurn(() => super.readJob(key));
  }

  override close(): void {
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

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }

  protected override async keepChanges(changes: readonly JournalChange[]): Promise<KeepOutcome> {
    if (this.#problem !== null) return { type: "failed", reason: this.#problem };
    if (this.#file === null) return { type: "failed", reason: "the journal is closed" };
    try {
      this.#lock.assertHeld();
      await this.#file.append(packChanges(changes, (name) => this.findBlob(name) !== null));
    } catch (error) {
      if (isFull(error)) return { type: "full" };
      // Whether it is on the disk is not known, nor what else is not.
      this.#problem = `${this.#path}: ${messageOf(error)}`;
      return { type: "failed", reason: this.#problem };
    }
    return super.keepChanges(changes);
  }

  /** Without what was deleted. Where that cannot be written, the file stays as it is. */
  async #writeAnew(): Promise<void> {
    const old = this.#file;
    if (old === null) return;
    let next: RecordFile | null = null;
    try {
      next = await RecordFile.create(newNameBeside(this.#path), this.#parts.openFile, old);
      const written = new Set<BlobHash>();
      for (const change of this.allChanges()) {
        await next.add(packChanges([change], ({ hash }) => written.has(hash)));
        if (change.type !== "entries") continue;
        for (const entry of change.entries) for (const { name } of blobsOf(entry)) written.add(name.hash);
      }
      this.#lock.assertHeld();
      await next.replace(this.#path);
    } catch {
      await next?.discard();
      this.#newBytes = old.length;
      return;
    }
    this.#file = next;
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
