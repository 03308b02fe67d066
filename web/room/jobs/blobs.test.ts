import { describe, expect, test, vi } from "vitest";
import { Blob } from "../../core/blobs/blob.ts";
import { pieceBytes } from "../../core/blobs/pieces.ts";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { atOnce } from "../../core/time-slices.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { problemsOf } from "../../core/job/testing/problems-of.ts";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

const large = sampleBlob(3 * pieceBytes + 7, 1);
const small = sampleBlob(100, 2);

/** A job whose shared value is `large`. */
function sharing(count: number, shared: Blob = large): JobDefinition {
  return { ...squaresOf(count), shared: shared.name };
}

function withFile(count: number, file: Blob): JobDefinition {
  const definition = squaresOf(count);
  return { ...definition, program: { ...definition.program, files: { table: file.name } } };
}

/** Offsets of the pieces that went out over the coordinator's end of a link. */
function piecesSent(link: InstantLink | undefined): number[] {
  return (link?.sent ?? []).flatMap(({ lane, bytes }) => {
    const message = lane === "bulk" ? decodeDown(lane, bytes) : null;
    return message?.type === "value" && message.value.type === "blob" ? [message.value.offset] : [];
  });
}

const offsets = [0, 1, 2, 3].map((nth) => nth * pieceBytes);

test("a shared value and a file reach the slots of each volunteer once, before the first task", async () => {
  const opened = await OpenedRoom.open();
  const seen: (number | undefined)[] = [];
  for (const name of ["laptop", "phone"]) {
    await opened.enter(name, (input, { shared, files }) => {
      seen.push(shared?.length, files.get("table")?.length);
      return input;
    });
  }
  const definition = { ...withFile(6, small), shared: large.name };
  await opened.start(definition, { blobs: [large, small] });
  expect(opened.job).toMatchObject({ phase: "done", done: 6 });
  expect(new Set(seen)).toEqual(new Set([large.name.bytes, small.name.bytes]));
  for (const link of opened.environment.host.links) {
    expect(piecesSent(link).filter((offset) => offset > 0)).toEqual(offsets.slice(1));
  }
});

test("a second job with the same shared value sends nothing", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  await opened.start(sharing(2), { blobs: [large] });
  await opened.start(sharing(3), { blobs: [large] });
  expect(opened.job).toMatchObject({ phase: "done", done: 3 });
  expect(piecesSent(opened.environment.host.links[0])).toEqual(offsets);
});

test("a lost link is gone on from where the bytes ended", async () => {
  const opened = await OpenedRoom.open();
  const volunteer = await opened.enter("laptop");
  const [coordinatorEnd] = opened.environment.host.links;
  if (coordinatorEnd === undefined) throw new Error("there is no link");
  coordinatorEnd.onSend = () => {
    if (piecesSent(coordinatorEnd).length === 2) queueMicrotask(() => volunteer.link.breakLink());
  };
  await opened.start(sharing(2), { blobs: [large] });
  await opened.browser.passTime(5_000);
  expect(opened.job).toMatchObject({ phase: "done", done: 2 });
  const [first = [], second = []] = opened.environment.host.links.map(piecesSent);
  expect(first.length).toBeGreaterThan(0);
  expect(second.at(-1)).toBe(offsets.at(-1));
  // What was on its way when the link broke is sent once more, and nothing else.
  expect(second[0]).toBeGreaterThan(0);
});

test("no piece waits behind another in a link that takes nothing", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  const [link] = opened.environment.host.links;
  if (link === undefined) throw new Error("there is no link");
  link.backlogBytes = 4 * pieceBytes;
  await opened.start(sharing(2), { blobs: [large] });
  expect(piecesSent(link)).toEqual([]);
  expect(opened.job.phase).toBe("waiting");
  link.backlogBytes = 0;
  // The next heartbeat has the room look again.
  await opened.browser.passTime(10_000);
  expect(opened.job).toMatchObject({ phase: "done" });
});

describe("a job is refused where it starts", () => {
  test("if the bytes of what it names are not there", async () => {
    const opened = await OpenedRoom.open();
    const definition = { ...withFile(1, small), shared: large.name };
    const problems = problemsOf(() => opened.room.startJob(definition));
    expect(problems).toEqual([
      { field: "shared", wrong: { key: "blob-missing", blob: large.name } },
      { field: "program.files.table", wrong: { key: "blob-missing", blob: small.name } },
    ]);
    await opened.browser.passTime(100);
    expect(opened.state.refused).toEqual({ key: "problems", problems });
  });

  test("if it says another size than its bytes have", async () => {
    const opened = await OpenedRoom.open();
    const definition = { ...squaresOf(1), shared: { ...small.name, bytes: 7 } };
    expect(problemsOf(() => opened.room.startJob(definition, { blobs: [small] }))).toEqual([
      { field: "shared", wrong: { key: "blob-of-other-size", bytes: 100, found: 7 } },
    ]);
  });

  test("if its blobs do not fit beside those of open jobs, and starts once those are over", async () => {
    const opened = await OpenedRoom.open();
    const huge = [1, 2, 3].map((kind) => atOnce(Blob.making(new Uint8Array(100 * 1024 * 1024).fill(kind))));
    const [a, b, c] = huge;
    if (a === undefined || b === undefined || c === undefined) throw new Error("three blobs");
    const job = opened.room.startJob({ ...withFile(1, b), shared: a.name }, { blobs: huge });
    expect(problemsOf(() => opened.room.startJob(sharing(1, c), { blobs: [c] }))).toEqual([
      {
        field: "blobs",
        wrong: { key: "blobs-too-large", most: 268_435_456, found: 314_572_800, besideOthers: true },
      },
    ]);
    expect(() => opened.room.startJob(sharing(1, a))).not.toThrow();
    opened.room.cancelJob(job);
    expect(() => opened.room.startJob(sharing(1, c), { blobs: [c] })).not.toThrow();
  });
});

test("after a reload the blobs come from the record, and running the job again shares them", async () => {
  const browser = new FakeBrowser();
  const before = await OpenedRoom.open({ browser });
  await before.start(sharing(2), { blobs: [large] });
  const { code } = before;
  before.close();
  await browser.passTime(100);

  const again = await OpenedRoom.open({ browser, code });
  await again.enter("laptop");
  await browser.passTime(1_000);
  expect(again.job).toMatchObject({ phase: "done", done: 2 });

  const [record] = await browser.journal.jobs();
  if (record === undefined) throw new Error("the job is not on record");
  again.room.runAgain({ room: record.room, job: record.job });
  await browser.passTime(1_000);
  expect(again.job).toMatchObject({ phase: "done", done: 2 });
  expect(again.job.key.job).not.toBe(record.job);
  expect(piecesSent(again.environment.host.links[0])).toEqual(offsets);
});

test("a blob that cannot be read after a reload keeps its own job from going on, and no other", async () => {
  const browser = new FakeBrowser();
  const before = await OpenedRoom.open({ browser });
  await before.start(sharing(2), { blobs: [large] });
  await before.start(squaresOf(3));
  const { code } = before;
  before.close();
  await browser.passTime(100);
  vi.spyOn(browser.journal, "readBlob").mockRejectedValue(new Error("the disk is gone"));

  const again = await OpenedRoom.open({ browser, code });
  expect(again.state.room.phase).toBe("open");
  expect(again.said).toContainEqual({
    key: "job-cannot-go-on",
    job: 1,
    reason: {
      key: "problems",
      problems: [{ field: "shared", wrong: { key: "blob-missing", blob: large.name } }],
    },
  });
  await again.enter("laptop");
  await browser.passTime(1_000);
  expect(again.job).toMatchObject({ phase: "done", done: 3 });

  const stuck = (await browser.journal.jobs()).find(({ phase }) => phase === "running");
  if (stuck === undefined) throw new Error("the job that cannot go on is not on record");
  again.room.showJob(stuck);
  await browser.passTime(100);
  expect(again.job).toMatchObject({ phase: "interrupted", total: 2 });
  again.room.deleteJob(stuck);
  await browser.passTime(100);
  expect((await browser.journal.jobs()).map(({ phase }) => phase)).toEqual(["done"]);
});

test("a job that is under way is not deleted", async () => {
  const opened = await OpenedRoom.open();
  await opened.start(squaresOf(3));
  opened.room.deleteJob(opened.job.key);
  await opened.browser.passTime(1_000);
  await opened.enter("laptop");
  await opened.browser.passTime(1_000);
  expect(opened.job).toMatchObject({ phase: "done", done: 3 });
  expect(opened.state.journal.jobs).toHaveLength(1);
});

test("what a job names can be had from its start on, on record or not", async () => {
  const opened = await OpenedRoom.open();
  const definition = { ...withFile(2, small), shared: large.name };
  const hashesFound = async (): Promise<readonly string[]> =>
    (await opened.room.findBlobs({ key: opened.job.key, request: definition })).map(({ name }) => name.hash);
  const hashes = [large.name.hash, small.name.hash];
  opened.browser.journal.fault = { type: "full" };
  await opened.start(definition, { blobs: [large, small] });
  expect(await hashesFound()).toEqual(hashes);
  opened.browser.journal.fault = null;
  await opened.browser.passTime(10_000);
  opened.room.cancelJob(opened.job.key.job);
  await opened.browser.passTime(10_000);
  expect(await hashesFound()).toEqual(hashes);

  // A job may be over long before it is on record.
  opened.browser.journal.fault = { type: "full" };
  await opened.start(definition, { blobs: [large, small] });
  opened.room.cancelJob(opened.job.key.job);
  await opened.browser.passTime(10_000);
  expect(await hashesFound()).toEqual(hashes);
  expect(await opened.browser.journal.jobs()).toHaveLength(1);
});

test("the last job on record that names a blob takes it along", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  await opened.start(sharing(1), { blobs: [large] });
  await opened.start(sharing(2), { blobs: [large] });
  for (const { room, job } of await opened.browser.journal.jobs()) {
    expect(await opened.browser.journal.readBlob(large.name)).not.toBeNull();
    opened.room.deleteJob({ room, job });
    await opened.browser.passTime(100);
  }
  expect(await opened.browser.journal.readBlob(large.name)).toBeNull();
});

test("a volunteer that asks for a piece that begins nowhere is sent away", async () => {
  const opened = await OpenedRoom.open();
  const volunteer = await opened.enter("laptop");
  opened.room.startJob(sharing(1), { blobs: [large] });
  const { lane, bytes } = encodeUp({ type: "blob-wanted", hash: large.name.hash, from: 1 });
  volunteer.link.send(lane, bytes);
  await opened.browser.passTime(100);
  expect(opened.state.volunteers).toMatchObject([
    { link: "gone", goneBecause: { detail: expect.stringContaining("no piece of blob") } },
  ]);
});

test("wrong bytes are asked for once more, then named in the log", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  // Nothing else can change a blob's bytes: its name was made from them.
  const blob = sampleBlob(1_000, 9);
  await opened.enter("phone");
  const definition = sharing(1, blob);
  blob.bytes.fill(1);
  await opened.start(definition, { blobs: [blob] });
  expect(opened.job.phase).toBe("stopped");
  expect(opened.said).toContainEqual(
    expect.objectContaining({ key: "explained", explanation: expect.objectContaining({ type: "cannot-equip" }) }),
  );
  expect(piecesSent(opened.environment.host.links[0])).toEqual([0, 0]);
});
