import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Blob } from "../../../web/core/blobs/blob.ts";
import { jobId } from "../../../web/core/ids.ts";
import { packAll } from "../../../web/core/values/packed.ts";
import type { JournalEntry } from "../../../web/journal/journal.ts";
import { accepted, created, sampleResults, sampleRoom, sampleRoomId } from "../../../web/journal/testing/samples.ts";
import { FileJournal } from "../file-journal.ts";

// Puts 96 MiB on record: a blob, inputs that are added, and results, a third each. Prints how many bytes of memory more are in use than before, once nothing is done: of
// the journal that has written them, of one that has its file written anew, of one that has opened it, and once all of it has been read.

const [path = ""] = process.argv.slice(2);
const third = 32;
const mebibyte = 1024 * 1024;
const [room, job] = [sampleRoomId(1), jobId(1)];

setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

function bytesInUse(): number {
  if (typeof collectGarbage !== "function") throw new Error("this Node does not collect garbage when it is asked to");
  collectGarbage();
  // The second time ends the freeing of what the first one has found.
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function whole<Value>(steps: Generator<void, Value>): Value {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const before = bytesInUse();
const tell = (): boolean => process.stdout.write(`${bytesInUse() - before}\n`);

async function write(journal: FileJournal): Promise<void> {
  await journal.addRoom(sampleRoom());
  const begun = await journal.begin(room, 1);
  if (begun.type !== "begun") throw new Error(begun.type);
  const put = async (entry: JournalEntry): Promise<void> => {
    const outcome = await journal.write(room, begun.room.epoch, [entry]);
    if (outcome.type !== "written") throw new Error(outcome.type);
  };
  await put({ ...created(1, 1, [whole(Blob.making(new Uint8Array(third * mebibyte)))]), total: 0, isSealed: false });
  for (let at = 0; at < third; at += 1) {
    const values = packAll([new Uint8Array(mebibyte)]);
    await put({ type: "tasks-added", job, inputs: values, skipped: new Uint32Array() });
    const results = sampleResults([at]);
    await put(accepted(job, { ...results, block: { ...results.block, values } }));
  }
  await put(created(2));
}

async function readAll(journal: FileJournal): Promise<void> {
  const history = await journal.readJob({ room, job });
  for (let nth = 0; nth < third; nth += 1) await journal.readInputs({ room, job }, nth);
  if (history?.results.length !== third) throw new Error("the results are not all there");
}

const writing = await FileJournal.open(path, { slackBytes: -Infinity });
await write(writing);
tell();
await writing.deleteJob({ room, job: jobId(2) });
tell();
await writing.end();
const reading = await FileJournal.open(path);
tell();
await readAll(reading);
tell();
await reading.end();
