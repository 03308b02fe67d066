import { constants, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { messageOf } from "../../web/core/message-of.ts";

/** The format of the records, and of what is in them. */
const version = 2;
const mark = "Tabpool journal ";
const header = Buffer.from(`${mark}${version}\n`);

/** Bytes that a header of any version may take. */
const longestHeader = 32;

/**
 * In front of each record: its length, its checksum, and a checksum of these two; 32 bits each, the low ones first. A length with a wrong
 * bit would else lead behind the end of the file, and pass for a record that a crash has torn.
 */
const headBytes = 12;

/** Permissions of a new file: it holds a room's secret and seed. */
const ownersAlone = 0o600;

const readAheadBytes = 1024 * 1024;

/** The least that a disk writes. */
const sectorBytes = 512;

const nothing = Buffer.alloc(0);

/** Opens a file: one that fails in a test, or the disk's. */
export type OpenFile = (path: string, flags: number, mode: number) => Promise<FileHandle>;

export type ReadRecord = (record: Uint8Array, place: number) => void;

/**
 * A file of records, to which more are appended. A record is there as a whole or not at all, and is on the disk once `append`
 * has resolved: only the last one can be torn by a crash.
 */
export class RecordFile {
  #path: string;
  readonly #handle: FileHandle;
  /** Where the next record begins. */
  #end = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** A new file, with the permissions of another one. Rejects where there is one of that name. */
  static async create(path: string, openFile: OpenFile, like: RecordFile): Promise<RecordFile> {
    const { O_RDWR, O_CREAT, O_EXCL } = constants;
    const file = new RecordFile(path, await openFile(path, O_RDWR | O_CREAT | O_EXCL, ownersAlone));
    try {
      const [{ mode }, own] = [await like.#handle.stat(), await file.#handle.stat()];
      // Some disks know no permissions, and refuse to change them.
      if (mode !== own.mode) await file.#handle.chmod(mode & 0o777);
      await file.#begin();
    } catch (error) {
      await file.discard();
      throw error;
    }
    return file;
  }

  /**
   * Opens a file, or begins it where there is none. `readRecord` is called with each record, in their order, in memory of its own, and with the place of its
   * first byte. What a crash has left of a last one is cut off.
   *
   * @throws Error for a file of another kind or version, one that is damaged, and where `readRecord` throws.
   */
  static async open(path: string, openFile: OpenFile, readRecord: ReadRecord): Promise<RecordFile> {
    const { O_RDWR, O_CREAT } = constants;
    const file = new RecordFile(path, await openFile(path, O_RDWR | O_CREAT, ownersAlone));
    try {
      await file.#read(readRecord);
    } catch (error) {
      await file.close();
      throw error;
    }
    return file;
  }

  /** Bytes. */
  get length(): number {
    return this.#end;
  }

  async #begin(): Promise<void> {
    await this.#handle.truncate(0);
    await this.#writeAt(header, 0);
    await this.#handle.datasync();
    await this.syncName();
    this.#end = header.length;
  }

  async #read(readRecord: ReadRecord): Promise<void> {
    const { size } = await this.#handle.stat();
    const reading = new Reading(this.#handle, size);
    const start = await reading.peek(0, longestHeader);
    // Its process died as it began the file.
    if (start.length < header.length && header.subarray(0, start.length).equals(start)) {
      await this.#begin();
      return;
    }
    if (!start.subarray(0, header.length).equals(header)) throw new Error(otherKind(start));
    this.#end = header.length;
    while (this.#end < size) {
      const record = await this.#recordAt(this.#end, size, reading);
      if (record === null) {
        await this.#handle.truncate(this.#end);
        return;
      }
      try {
        readRecord(record, this.#end + headBytes);
      } catch (error) {
        throw new Error(`its record at byte ${this.#end} cannot be read: ${messageOf(error)}`, { cause: error });
      }
      this.#end += headBytes + record.length;
    }
  }

  /** null for the torn last one. */
  async #recordAt(at: number, size: number, reading: Reading): Promise<Uint8Array | null> {
    const head = await reading.peek(at, headBytes);
    if (head.length < headBytes) return null;
    if (crc32(head.subarray(0, 8)) !== head.readUInt32LE(8)) {
      // Space that was made for a record of which nothing was written, or only as much of its head as is in one sector.
      const sector = sectorFrom(at);
      if (await reading.isZeroFrom(sector < at + headBytes ? sector : at)) return null;
      throw this.#damagedAt(at);
    }
    const end = at + headBytes + head.readUInt32LE(0);
    if (end > size) return null;
    const record = new Uint8Array(await reading.peek(at + headBytes, end - at - headBytes));
    if (crc32(record) === head.readUInt32LE(4)) return record;
    if (end === size && hasUnwrittenPart(record, at + headBytes)) return null;
    throw this.#damagedAt(at);
  }

  #damagedAt(at: number): Error {
    const cut = `fs.truncateSync(${JSON.stringify(this.#path)}, ${at})`;
    return new Error(
      `it is damaged at byte ${at}, and what follows there cannot be read. To go on with what is before, keep a copy of it and cut it off there: ${cut}`,
    );
  }

  /** Gives the place of its first byte. Rejects where the record is not on the disk; the file is then as it was before, unless cutting it fails, too. One call at a time. */
  async append(record: Uint8Array): Promise<number> {
    const end = this.#end;
    try {
      const place = await this.add(record);
      await this.#handle.datasync();
      return place;
    } catch (error) {
      this.#end = end;
      await this.#handle.truncate(end);
      throw error;
    }
  }

  /** Appends a record to a file that will take the place of another one, or be discarded: it is on the disk only then. Gives the place of its first byte. */
  async add(record: Uint8Array): Promise<number> {
    const framed = Buffer.alloc(headBytes + record.length);
    framed.writeUInt32LE(record.length, 0);
    framed.writeUInt32LE(crc32(record), 4);
    framed.writeUInt32LE(crc32(framed.subarray(0, 8)), 8);
    framed.set(record, headBytes);
    await this.#writeAt(framed, this.#end);
    const place = this.#end + headBytes;
    this.#end += framed.length;
    return place;
  }

  /**
   * The record whose first byte is at that place, in memory of its own.
   *
   * @throws Error where it is damaged by now.
   */
  async readRecord(place: number): Promise<Uint8Array> {
    const head = Buffer.from((await this.readBytes(place - headBytes, headBytes)).buffer);
    const record = await this.readBytes(place, head.readUInt32LE(0));
    if (crc32(record) !== head.readUInt32LE(4)) throw this.#damagedAt(place - headBytes);
    return record;
  }

  /** Bytes from that place on, in memory of their own. */
  async readBytes(place: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    if ((await readFrom(this.#handle, bytes, place)) < length) throw new Error(`${this.#path} is shorter than it was`);
    return bytes;
  }

  async #writeAt(bytes: Uint8Array, at: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, at + written);
      written += bytesWritten;
    }
  }

  /** Puts this file in the place of another one: whatever happens, one of both is there as a whole. */
  async replace(path: string): Promise<void> {
    await this.#handle.datasync();
    await rename(this.#path, path);
    this.#path = path;
  }

  /** Resolves once it is on the disk that the file has its name. */
  syncName(): Promise<void> {
    return syncFolder(this.#path);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** A file that is not wanted any more. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
  }
}

/** Fills the bytes with those of the file from that place on. Gives how many were there. */
async function readFrom(handle: FileHandle, bytes: Uint8Array, at: number): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Reads a file from its beginning on, far ahead: most records are short. */
class Reading {
  readonly #handle: FileHandle;
  readonly #size: number;
  #from = 0;
  #bytes = nothing;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  /** Those bytes, as far as they are there; to be read before the next call. */
  async peek(at: number, length: number): Promise<Buffer> {
    const start = at - this.#from;
    if (start + length <= this.#bytes.length) return this.#bytes.subarray(start, start + length);
    const bytes = Buffer.alloc(Math.min(this.#size - at, Math.max(length, readAheadBytes)));
    const filled = await readFrom(this.#handle, bytes, at);
    this.#from = at;
    this.#bytes = bytes.subarray(0, filled);
    return this.#bytes.subarray(0, length);
  }

  async isZeroFrom(at: number): Promise<boolean> {
    for (let from = at; from < this.#size; from += readAheadBytes) {
      const bytes = await this.peek(from, Math.min(readAheadBytes, this.#size - from));
      if (bytes.some((byte) => byte !== 0)) return false;
    }
    return true;
  }
}

/** Where the first sector begins from this place on. */
function sectorFrom(at: number): number {
  return Math.ceil(at / sectorBytes) * sectorBytes;
}

/**
 * Whether nothing was written of a part of the record, which begins at this place of the file: a file may be as long as after a write of
 * which a crash has kept some parts from the disk, and those are read as zeros. A disk writes whole sectors, and has written those of the
 * record's head.
 */
function hasUnwrittenPart(record: Uint8Array, at: number): boolean {
  for (let from = sectorFrom(at) - at; from < record.length; from += sectorBytes) {
    if (record.subarray(from, from + sectorBytes).every((byte) => byte === 0)) return true;
  }
  return false;
}

function otherKind(start: Buffer): string {
  const found = new RegExp(`^${mark}(\\d+)\n`).exec(start.toString("latin1"));
  if (found === null) return "it is no journal of Tabpool: give the name of one, or of a file that is not there yet";
  return `another version of Tabpool has written it: its format is ${found[1]}, and this one reads ${version}`;
}

/** A file's name is on the disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders.
  if (process.platform === "win32") return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
