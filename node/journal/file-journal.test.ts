import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sampleBlob } from "../../web/core/blobs/testing/sample-blobs.ts";
import { jobId, type Epoch } from "../../web/core/ids.ts";
import { describeJournal } from "../../web/journal/journal.contract.ts";
import type { JobSummary, Journal, JournalEntry } from "../../web/journal/journal.ts";
import {
  accepted,
  created,
  sampleCode,
  sampleResults,
  sampleRoom,
  sampleRoomId,
} from "../../web/journal/testing/samples.ts";
import { FileJournal, type FileJournalParts } from "./file-journal.ts";
import { RecordFile, type OpenFile } from "./record-file.ts";
import { builtScript } from "../testing/built-script.ts";
import { Child } from "../testing/child-process.ts";

const room = sampleRoomId(1);
const one = jobId(1);
const header = "Tabpool journal 2\n";

/** Bytes in front of each record. */
const headBytes = 12;

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "tabpool-journal-"));
}

/** A path of a journal that is not there yet, until the test ends. */
function newPath(): string {
  const folder = newFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "calls.journal");
}

async function opened(path: string, parts?: FileJournalParts): Promise<FileJournal> {
  const journal = await FileJournal.open(path, parts);
  onTestFinished(() => journal.end());
  return journal;
}

/** Does with a copy of the file what reads alone: it has all that the journal was asked to write before. */
async function withCopy<Value>(path: string, read: (journal: Journal) => Promise<Value>): Promise<Value> {
  const folder = newFolder();
  try {
    const copy = join(folder, "copy");
    copyFileSync(path, copy);
    const journal = await FileJournal.open(copy);
    const value = await read(journal);
    await journal.end();
    return value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The journal as its next process will find it. */
function asFound(journal: Journal, path: string): Journal {
  return {
    isDurable: true,
    findRoom: (code) => withCopy(path, (copy) => copy.findRoom(code)),
    newestRoom: () => withCopy(path, (copy) => copy.newestRoom()),
    volunteers: (id) => withCopy(path, (copy) => copy.volunteers(id)),
    jobs: () => withCopy(path, (copy) => copy.jobs()),
    readJob: (key) => withCopy(path, (copy) => copy.readJob(key)),
    readInputs: (key, nth) => withCopy(path, (copy) => copy.readInputs(key, nth)),
    readBlob: (name) => withCopy(path, (copy) => copy.readBlob(name)),
    addRoom: (added) => journal.addRoom(added),
    begin: (id, now) => journal.begin(id, now),
    write: (id, epoch, entries, durability) => journal.write(id, epoch, entries, durability),
    deleteJob: (key) => journal.deleteJob(key),
    close: () => journal.close(),
  };
}

for (const [name, slackBytes] of [
  ["file", undefined],
  ["often rewritten file", -Infinity],
] as const) {
  describeJournal(`${name}'s`, async () => {
    const folder = newFolder();
    const path = join(folder, "calls.journal");
    const journal = await FileJournal.open(path, slackBytes === undefined ? {} : { slackBytes });
    return {
      a: journal,
      b: asFound(journal, path),
      dispose: async () => {
        await journal.end();
        rmSync(folder, { recursive: true });
      },
    };
  });
}

async function begin(journal: Journal, entries: readonly JournalEntry[]): Promise<Epoch> {
  await journal.addRoom(sampleRoom());
  const begun = await journal.begin(room, 2);
  if (begun.type !== "begun") throw new Error(begun.type);
  expect(await journal.write(room, begun.room.epoch, entries, "strict")).toEqual({ type: "written" });
  return begun.room.epoch;
}

/** A file with one job that has a result on record, and its length before that result was written. */
async function written(): Promise<{ readonly path: string; readonly before: number }> {
  const path = newPath();
  const journal = await FileJournal.open(path);
  const epoch = await begin(journal, [created(1)]);
  const before = statSync(path).size;
  await journal.write(room, epoch, [accepted(one, sampleResults([4, 5]))]);
  await journal.end();
  return { path, before };
}

async function doneOn(journal: Journal): Promise<number | undefined> {
  return (await journal.jobs())[0]?.done;
}

/** A file with two records, whose last one begins at that place. */
async function twoRecords(secondAt: number): Promise<{ readonly path: string; readonly whole: Buffer }> {
  const path = newPath();
  const file = await RecordFile.open(path, open, () => {});
  await file.append(Buffer.alloc(secondAt - header.length - headBytes, "a"));
  await file.append(Buffer.alloc(2_000, "b"));
  await file.close();
  return { path, whole: readFileSync(path) };
}

/** The bytes of all records. */
async function recordsIn(path: string): Promise<number[]> {
  const found: number[] = [];
  const file = await RecordFile.open(path, open, (record) => found.push(record.length));
  await file.close();
  return found;
}

describe("after a crash", () => {
  test("a last record that is torn, wherever it is, is as if it had never been, and others follow", async () => {
    const { path, before } = await written();
    const whole = readFileSync(path);
    const sizes = Array.from({ length: 16 }, (_, at) => before + at);
    for (let size = before + 16; size < whole.length; size += 37) sizes.push(size);
    for (const size of [...sizes, whole.length - 1, whole.length]) {
      writeFileSync(path, whole.subarray(0, size));
      const journal = await FileJournal.open(path);
      expect(await doneOn(journal)).toBe(size === whole.length ? 2 : 0);
      expect(statSync(path).size).toBe(size === whole.length ? size : before);
      const begun = await journal.begin(room, 3);
      if (begun.type !== "begun") throw new Error(begun.type);
      await journal.write(room, begun.room.epoch, [accepted(one, sampleResults([8, 9]))]);
      await journal.end();
      expect(await withCopy(path, doneOn)).toBe(size === whole.length ? 4 : 2);
    }
  });

  test("space without a record in it is torn, too", async () => {
    const { path, before } = await written();
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(3 * 1024 * 1024)]));
    expect(await withCopy(path, doneOn)).toBe(2);
    truncateSync(path, before);
    expect(await withCopy(path, doneOn)).toBe(0);
  });

  test.each([600, 1_012, 1_024, 1_020])(
    "a last record at byte %i of which a sector was not written is torn, and one with a wrong bit is damaged",
    async (secondAt) => {
      const { path, whole } = await twoRecords(secondAt);
      const first = secondAt - header.length - headBytes;
      expect(await recordsIn(path)).toEqual([first, 2_000]);
      const firstSector = Math.ceil((secondAt + headBytes) / 512) * 512;
      for (let sector = firstSector; sector < whole.length; sector += 512) {
        writeFileSync(path, Buffer.from(whole).fill(0, sector, Math.min(sector + 512, whole.length)));
        expect(await recordsIn(path)).toEqual([first]);
        expect(statSync(path).size).toBe(secondAt);
      }
      // All behind the sector in which its head begins.
      writeFileSync(path, Buffer.from(whole).fill(0, Math.floor(secondAt / 512) * 512 + 512));
      expect(await recordsIn(path)).toEqual([first]);
      for (let place = secondAt + headBytes; place < whole.length; place += 331) {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8((whole[place] ?? 0) ^ 1, place);
        writeFileSync(path, damaged);
        await expect(recordsIn(path)).rejects.toThrow(`it is damaged at byte ${secondAt},`);
        expect(readFileSync(path)).toEqual(damaged);
      }
    },
  );

  test("a file of which only the beginning was written is begun anew, and so is an empty one", async () => {
    const { path } = await written();
    const whole = readFileSync(path);
    for (const size of [0, 1, 17]) {
      writeFileSync(path, whole.subarray(0, size));
      expect(await withCopy(path, (journal) => journal.jobs())).toEqual([]);
    }
  });

  test("what a process had answered as it was killed is on record, whenever that was", async () => {
    const path = newPath();
    const script = await builtScript("node/journal/testing/recording.scenario.ts");
    for (let round = 0; round < 12; round += 1) {
      const child = new Child(script, [path]);
      await child.printed(1 + Math.floor(Math.random() * 60));
      await child.kill();
      const journal = await FileJournal.open(path);
      const [job = 0, task = 0] = (child.lines.at(-1) ?? "").split(" ").map(Number);
      const jobs = new Map<number, JobSummary>((await journal.jobs()).map((summary) => [summary.job, summary]));
      const last = jobs.get(job);
      // One more may have been written, and not have been told of.
      expect([task + 1, task + 2]).toContain(last?.done);
      const results = (await journal.readJob({ room, job: jobId(job) }))?.results ?? [];
      expect(results.flatMap(({ block }) => Array.from(block.indices))).toEqual(
        Array.from({ length: last?.done ?? 0 }, (_, at) => at),
      );
      if (child.lines.includes(`${job - 1} 19`)) expect(jobs.get(job - 1)?.done).toBe(20);
      await journal.end();
    }
  });
});

describe("a file that is none of this journal's", () => {
  test.each([
    ["of another kind", "some notes\n", "it is no journal of Tabpool"],
    ["that is nearly one", "Tabpool journals\n", "it is no journal of Tabpool"],
    ["of another version", "Tabpool journal 12\nand more", "its format is 12, and this one reads 2"],
  ])("%s is refused, and stays as it is", async (_, text, words) => {
    const path = newPath();
    writeFileSync(path, text);
    await expect(FileJournal.open(path)).rejects.toThrow(words);
    expect(readFileSync(path, "utf8")).toBe(text);
    await expect(FileJournal.open(path)).rejects.toThrow(`the journal ${path} cannot be opened`);
  });

  test("one that is damaged is refused with the place and what to do, wherever a bit of a head or of an earlier record is wrong", async () => {
    const { path, before } = await written();
    const whole = readFileSync(path);
    const second = header.length + headBytes + whole.readUInt32LE(header.length);
    const ofHead = Array.from({ length: headBytes }, (_, at) => at);
    const places = [
      [second - 1, header.length],
      // Of the first record, whose length then leads beyond the file, and of the last one.
      ...ofHead.map((at) => [header.length + at, header.length]),
      ...ofHead.map((at) => [before + at, before]),
    ] as const;
    for (const [place = 0, record = 0] of places) {
      for (const bit of [1, 128]) {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8((whole[place] ?? 0) ^ bit, place);
        writeFileSync(path, damaged);
        const opening = FileJournal.open(path);
        await expect(opening).rejects.toThrow(`the journal ${path} cannot be opened: it is damaged at byte ${record},`);
        await expect(opening).rejects.toThrow(`cut it off there: fs.truncateSync("${path}", ${record})`);
        expect(readFileSync(path)).toEqual(damaged);
      }
    }
    // The last record's head is still damaged.
    truncateSync(path, before);
    expect(await withCopy(path, doneOn)).toBe(0);
  });

  test("one with a record that this Node cannot read is refused with the place", async () => {
    const path = newPath();
    const file = await RecordFile.open(path, open, () => {});
    await file.append(Buffer.from("no values"));
    await file.close();
    await expect(FileJournal.open(path)).rejects.toThrow(
      `its record at byte ${header.length} cannot be read: Unable to deserialize`,
    );
  });

  test("a folder, and a path in a folder that is not there, are refused", async () => {
    const path = newPath();
    mkdirSync(path);
    await expect(FileJournal.open(path)).rejects.toThrow("EISDIR");
    await expect(FileJournal.open(join(path, "no-folder", "calls"))).rejects.toThrow("ENOENT");
  });
});

describe("a file that a process has open", () => {
  test("is refused to all others, this process and links to the file included, until it is closed", async () => {
    const path = newPath();
    const journal = await opened(path);
    symlinkSync(path, `${path}.link`);
    for (const name of [path, `${path}.link`]) {
      await expect(FileJournal.open(name)).rejects.toThrow(
        `this process has it open. If no process has, delete ${path}.lock`,
      );
    }
    await journal.end();
    await (await opened(`${path}.link`)).end();
  });

  test("is told with the process, and is free once that is killed", async () => {
    const path = newPath();
    const child = new Child(await builtScript("node/journal/testing/recording.scenario.ts"), [path]);
    await child.printed(1);
    await expect(FileJournal.open(path)).rejects.toThrow(`process ${child.pid} has it open`);
    await child.kill();
    await opened(path);
  });

  test("of another machine is not taken from it", async () => {
    const path = newPath();
    const holder = { pid: process.pid, host: "elsewhere", since: 1, boot: null, started: null };
    writeFileSync(`${path}.lock`, JSON.stringify(holder));
    await expect(FileJournal.open(path)).rejects.toThrow(`process ${process.pid} on elsewhere has it open`);
  });

  test("is free where a process of before a reboot had it, or an earlier one with this one's number", async () => {
    const path = newPath();
    const journal = await FileJournal.open(path);
    const own = readFileSync(`${path}.lock`, "utf8");
    await journal.end();
    const lock = (text: string): void => writeFileSync(`${path}.lock`, text);
    lock(own);
    await expect(FileJournal.open(path)).rejects.toThrow("this process has it open");
    // Without the system's word for them, times tell.
    for (const other of [{ boot: "another" }, { started: "1" }, { boot: null, started: null }]) {
      lock(JSON.stringify({ ...JSON.parse(own), ...other, since: 1 }));
      await (await FileJournal.open(path)).end();
    }
  });

  test("is free where a crash has left an empty lock, and is not while that may be being written", async () => {
    const path = newPath();
    const lock = `${path}.lock`;
    writeFileSync(lock, "");
    const ahead = Date.now() / 1_000 + 3_600;
    utimesSync(lock, ahead, ahead);
    await expect(FileJournal.open(path)).rejects.toThrow(
      `another process has it open. If no process has, delete ${lock}`,
    );
    utimesSync(lock, 1, 1);
    await opened(path);
  });

  test("is written to no more once another one has its lock, or that is deleted", async () => {
    for (const lose of [(lock: string) => writeFileSync(lock, "another one's"), (lock: string) => rmSync(lock)]) {
      const path = newPath();
      const journal = await FileJournal.open(path);
      const epoch = await begin(journal, [created(1)]);
      const before = readFileSync(path);
      lose(`${path}.lock`);
      const failed = {
        type: "failed",
        reason: `${path}: ${path}.lock is gone: another process may have the file open`,
      };
      expect(await journal.write(room, epoch, [created(2)])).toEqual(failed);
      await expect(journal.deleteJob({ room, job: one })).rejects.toThrow("is gone");
      expect(readFileSync(path)).toEqual(before);
      await journal.end();
    }
  });

  test("is not put in the place of one that another process has by now", async () => {
    const path = newPath();
    const openFile: OpenFile = (name, ...how) => {
      if (name.endsWith(".new")) writeFileSync(`${path}.lock`, "another one's");
      return open(name, ...how);
    };
    const journal = await FileJournal.open(path, { openFile, slackBytes: -Infinity });
    await begin(journal, [created(1)]);
    const before = statSync(path).ino;
    await journal.deleteJob({ room, job: one });
    await journal.end();
    expect(statSync(path).ino).toBe(before);
    expect(readdirSync(dirname(path)).toSorted()).toEqual(["calls.journal", "calls.journal.lock"]);
  });
});

/** A disk that a test can fill up, or break. */
class Disk {
  /** Thrown by writes, once half of the bytes are there. */
  fault: string | null = null;

  readonly openFile = async (path: string, flags: number, mode: number): Promise<FileHandle> => {
    const handle = await open(path, flags, mode);
    const write = handle.write.bind(handle);
    const failing = async (bytes: Uint8Array, offset: number, length: number, at: number): Promise<unknown> => {
      if (this.fault === null) return write(bytes, offset, length, at);
      await write(bytes, offset, Math.floor(length / 2), at);
      throw Object.assign(new Error(`${this.fault}: as the test wants it`), { code: this.fault });
    };
    return Object.assign(handle, { write: failing });
  };
}

/** A file that fails as it is closed. */
const openToFail: OpenFile = async (...name) => {
  const handle = await open(...name);
  const close = handle.close.bind(handle);
  const thenFail = async (): Promise<never> => {
    await close();
    throw new Error("EIO: as the test wants it");
  };
  return Object.assign(handle, { close: thenFail });
};

describe("a disk", () => {
  test("that is full refuses a write and those behind it, and takes them once there is room", async () => {
    const path = newPath();
    const disk = new Disk();
    const journal = await opened(path, disk);
    const epoch = await begin(journal, [created(1)]);
    const before = statSync(path).size;
    const write = (task: number) => journal.write(room, epoch, [accepted(one, sampleResults([task]))]);
    disk.fault = "ENOSPC";
    const asked = Promise.all([write(1), write(2)]);
    expect(await asked).toEqual([{ type: "full" }, expect.objectContaining({ type: "failed" })]);
    expect(statSync(path).size).toBe(before);
    expect(await doneOn(journal)).toBe(0);
    await expect(journal.deleteJob({ room, job: one })).rejects.toThrow("there is no space");
    expect(await journal.begin(room, 4)).toEqual({ type: "full" });
    disk.fault = null;
    expect(await write(1)).toEqual({ type: "written" });
    expect(await withCopy(path, doneOn)).toBe(1);
  });

  test("that is broken is written to no more, and keeps what it has", async () => {
    const path = newPath();
    const disk = new Disk();
    const journal = await opened(path, disk);
    const epoch = await begin(journal, [created(1), accepted(one, sampleResults([1]))]);
    disk.fault = "EIO";
    const failed = { type: "failed", reason: `${path}: EIO: as the test wants it` };
    expect(await journal.write(room, epoch, [created(2)])).toEqual(failed);
    disk.fault = null;
    expect(await journal.write(room, epoch, [created(2)])).toEqual(failed);
    expect(await withCopy(path, doneOn)).toBe(1);
  });

  test("that fails as the file is closed has all that was answered, and the file is free", async () => {
    const path = newPath();
    const journal = await FileJournal.open(path, { openFile: openToFail });
    await begin(journal, [created(1), accepted(one, sampleResults([1]))]);
    await journal.end();
    expect(await doneOn(await opened(path))).toBe(1);
  });

  test("gets back the space of what was deleted, and the rest stays where there is none to write it anew", async () => {
    const path = newPath();
    const disk = new Disk();
    const journal = await opened(path, { openFile: disk.openFile, slackBytes: 10_000 });
    const shared = sampleBlob(300_000, 1);
    const jobs = Array.from({ length: 5 }, (_, at) => created(at + 1, at, [shared, sampleBlob(20_000, at + 10)]));
    const epoch = await begin(journal, jobs);
    const whole = statSync(path).size;
    // The shared blob is there once.
    expect(whole).toBeLessThan(300_000 + 5 * 25_000);
    await journal.deleteJob({ room, job: one });
    const first = statSync(path).size;
    expect(whole - first).toBeGreaterThan(15_000);
    expect(journal.length).toBe(first);
    for (const job of [2, 3, 4]) await journal.deleteJob({ room, job: jobId(job) });
    expect(statSync(path).size).toBeGreaterThan(first - 1);
    await journal.write(room, epoch, [created(6, 6, [sampleBlob(first + 10_000, 9)])]);
    await journal.deleteJob({ room, job: jobId(6) });
    expect(statSync(path).size).toBeLessThan(330_000);
    expect((await withCopy(path, (copy) => copy.findRoom(sampleCode("ABC234"))))?.lastJob).toBe(6);
    expect(await withCopy(path, async (copy) => (await copy.readBlob(shared.name))?.length)).toBe(300_000);
  });
});

describe("a file that is written anew", () => {
  test("is its owner's alone from its beginning, or as somebody has set it, and stays so", async () => {
    const path = newPath();
    const journal = await opened(path, { slackBytes: -Infinity });
    await begin(journal, [created(1), created(2)]);
    const mode = (): number => statSync(path).mode & 0o777;
    expect(mode()).toBe(0o600);
    await journal.deleteJob({ room, job: one });
    expect(mode()).toBe(0o600);
    chmodSync(path, 0o664);
    const before = statSync(path).ino;
    await journal.deleteJob({ room, job: jobId(2) });
    expect(statSync(path).ino).not.toBe(before);
    expect(mode()).toBe(0o664);
  });

  test("takes no other file's name, and leaves nothing where its process is killed meanwhile", async () => {
    const path = newPath();
    const others = [`${path}.new`, `${path}2.0123456789abcdef.new`, `${path}.0123456789abcdef.newer`];
    for (const other of others) writeFileSync(other, "another one");
    const unfinished = `${path}.0123456789abcdef.new`;
    writeFileSync(unfinished, "half of a journ");
    const journal = await opened(path, { slackBytes: -Infinity });
    expect(existsSync(unfinished)).toBe(false);
    await begin(journal, [created(1)]);
    await journal.deleteJob({ room, job: one });
    await journal.end();
    for (const other of others) expect(readFileSync(other, "utf8")).toBe("another one");
    expect(readdirSync(dirname(path)).toSorted()).toEqual([path, ...others].map((name) => basename(name)).toSorted());
  });
});

test.each([
  ["begun", 0],
  ["written to its end", 1],
])(
  "a full disk on which a file cannot be %s anew has nothing left of that, and the file as it was",
  async (_, given) => {
    const path = newPath();
    const disk = new Disk();
    const openFile: OpenFile = async (name, ...how) => {
      const handle = await disk.openFile(name, ...how);
      if (!name.endsWith(".new")) return handle;
      const write = handle.write.bind(handle);
      let left = given;
      const thenFull = (bytes: Uint8Array, offset: number, length: number, at: number): Promise<unknown> => {
        if (left === 0) disk.fault = "ENOSPC";
        left -= 1;
        return write(bytes, offset, length, at);
      };
      return Object.assign(handle, { write: thenFull });
    };
    const journal = await opened(path, { openFile, slackBytes: -Infinity });
    await begin(journal, [created(1), created(2)]);
    const before = statSync(path).ino;
    await journal.deleteJob({ room, job: one });
    expect(disk.fault).toBe("ENOSPC");
    expect(statSync(path).ino).toBe(before);
    expect(readdirSync(dirname(path)).toSorted()).toEqual(["calls.journal", "calls.journal.lock"]);
    expect(await withCopy(path, async (copy) => (await copy.jobs()).map(({ job }) => Number(job)))).toEqual([2]);
  },
);

test("a journal that is closed takes nothing more, and has written what it was asked for before", async () => {
  const path = newPath();
  const journal = await FileJournal.open(path);
  const epoch = await begin(journal, []);
  const last = journal.write(room, epoch, [created(1)]);
  journal.close();
  expect(await last).toEqual({ type: "written" });
  expect(await journal.write(room, epoch, [created(2)])).toEqual({
    type: "failed",
    reason: "the journal is closed",
  });
  await journal.end();
  expect(await (await opened(path)).jobs()).toHaveLength(1);
});

test("what may be large is in the file alone: 96 MiB on record leave less than 16 in memory, also once they were read", async () => {
  const child = new Child(await builtScript("node/journal/testing/memory.scenario.ts"), [newPath()]);
  expect(await child.printed(4)).toBe(true);
  for (const bytes of child.lines) expect(Number(bytes)).toBeLessThan(16 * 1024 * 1024);
  await child.ended;
});
