import { expect, test } from "vitest";
import { pieceBytes } from "../../core/blobs/pieces.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** Of three pieces as it travels. */
function bulk(number: number): Uint8Array {
  return new Uint8Array(2 * pieceBytes + 100).fill(number);
}

const piecesEach = 3;

function jobOf(values: readonly unknown[]): JobDefinition {
  return { ...squaresOf(1, { batchSize: 1 }), inputs: { type: "list", values: [...values] } };
}

/** What the coordinator has said over its end of the link, of that type. */
function said<Type extends DownMessage["type"]>(
  link: InstantLink | undefined,
  type: Type,
): Extract<DownMessage, { type: Type }>[] {
  const isOfType = (message: DownMessage): message is Extract<DownMessage, { type: Type }> => message.type === type;
  return (link?.sent ?? []).flatMap(({ lane, bytes }) => {
    const message = decodeDown(lane, bytes);
    return message.type === "value" && isOfType(message.value) ? [message.value] : [];
  });
}

function firstByte(input: unknown): unknown {
  return input instanceof Uint8Array ? input[0] : input;
}

test("inputs that several tasks share go to each volunteer once, and each task has its own", async () => {
  const opened = await OpenedRoom.open();
  const seen: unknown[] = [];
  for (const name of ["laptop", "phone"]) {
    await opened.enter(name, (input) => {
      seen.push(firstByte(input));
      return firstByte(input);
    });
  }
  await opened.start(jobOf([bulk(1), 2, bulk(3), bulk(1), bulk(3), 2, bulk(1), bulk(3)]));
  expect(opened.job).toMatchObject({ phase: "done", done: 8 });
  expect(
    seen
      .map(String)
      .toSorted((a, b) => a.localeCompare(b))
      .join(" "),
  ).toBe("1 1 1 2 2 3 3 3");
  for (const link of opened.environment.host.links) {
    const sent = said(link, "blob").map(({ hash, offset }) => `${hash} ${offset}`);
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent.length % piecesEach).toBe(0);
  }
});

test("no batch behind a large input waits for it", async () => {
  const opened = await OpenedRoom.open();
  const [link] = [await opened.enter("laptop")].map(() => opened.environment.host.links[0]);
  if (link === undefined) throw new Error("there is no link");
  // Nothing of the input goes out, but batches do.
  link.backlogBytes = 4 * pieceBytes;
  opened.room.startJob(jobOf([1, bulk(9), 2, 3, 4, 5]));
  await opened.browser.passTime(5_000);
  // All but the large one and the last one, which is not handed out ahead of need.
  expect(opened.job.done).toBe(4);
  link.backlogBytes = 0;
  await opened.browser.passTime(10_000);
  expect(opened.job).toMatchObject({ phase: "done", done: 6 });
});

test("after a lost link an input is gone on with where its bytes ended", async () => {
  const opened = await OpenedRoom.open();
  const volunteer = await opened.enter("laptop", firstByte);
  const [link] = opened.environment.host.links;
  if (link === undefined) throw new Error("there is no link");
  link.onSend = () => {
    if (said(link, "blob").length === 2) queueMicrotask(() => volunteer.link.breakLink());
  };
  await opened.start(jobOf([bulk(5)]));
  await opened.browser.passTime(5_000);
  expect(opened.job).toMatchObject({ phase: "done", done: 1 });
  const [, again] = opened.environment.host.links.map((each) => said(each, "blob").map(({ offset }) => offset));
  expect(again?.[0]).toBeGreaterThan(0);
  expect(again?.at(-1)).toBe(2 * pieceBytes);
});

test("a volunteer that asks for what no lease needs gets nothing, and for a piece that there is not is sent away", async () => {
  const opened = await OpenedRoom.open();
  const volunteer = await opened.enter("laptop", async () => new Promise(() => {}));
  opened.room.startJob(jobOf([bulk(5)]));
  await opened.browser.passTime(1_000);
  const [link] = opened.environment.host.links;
  const [batch] = said(link, "batch");
  const hash = batch?.large[0]?.hash;
  if (hash === undefined) throw new Error("nothing is large");
  opened.room.cancelJob(opened.job.id);
  const before = said(link, "blob").length;
  const ask = (from: number): void => {
    const { lane, bytes } = encodeUp({ type: "blob-wanted", hash, from });
    volunteer.link.send(lane, bytes);
  };
  ask(0);
  await opened.browser.passTime(100);
  expect(said(link, "blob")).toHaveLength(before);
  opened.room.startJob(jobOf([bulk(5)]));
  await opened.browser.passTime(100);
  ask(7);
  await opened.browser.passTime(100);
  expect(said(link, "goodbye")).toMatchObject([{ reason: "broke-rules" }]);
});

test("inputs that several tasks share are on record once, and each task has its own after a reload", async () => {
  const before = await OpenedRoom.open();
  const { browser, code } = before;
  before.room.startJob(jobOf([bulk(1), 2, bulk(1), bulk(3), bulk(1)]));
  await browser.passTime(1_000);
  const open = before.room.startJob({ ...jobOf([]), inputs: { type: "open" } });
  for (const values of [[bulk(3)], [bulk(3), 4]]) before.room.addInputs(open, { type: "list", values });
  await browser.passTime(1_000);
  const [ofOpen, ofList] = await browser.journal.jobs();
  const each = bulk(1).length;
  expect(ofList?.bytes).toBeLessThan(2 * each + 5_000);
  expect(ofOpen?.bytes).toBeLessThan(each + 5_000);
  before.close();
  await browser.passTime(1_000);

  const after = await OpenedRoom.open({ browser, code });
  const seen: unknown[] = [];
  await after.enter("laptop", (input) => {
    seen.push(firstByte(input));
    return firstByte(input);
  });
  after.room.sealJob(after.job.id);
  await browser.passTime(10_000);
  expect(
    seen
      .map(String)
      .toSorted((a, b) => a.localeCompare(b))
      .join(" "),
  ).toBe("1 1 1 2 3 3 3 4");
});
