import { array, assert, asyncProperty, constantFrom, integer } from "fast-check";
import { expect, test } from "vitest";
import { nodeClock } from "../../../node/node-clock.ts";
import { keyBytes, publicKeyOf } from "../../core/handshake/key-agreement.ts";
import { sampleIdentity } from "../../core/handshake/testing/sample-room.ts";
import { maxFrameBytes, maxHandshakeBytes } from "../../core/wire/limits.ts";
import type { ChannelLink } from "../channel-link.ts";
import { proveAsCoordinator } from "../prove-as-coordinator.ts";
import { proveAsVolunteer, type ProofOutcome } from "../prove-link.ts";
import { randomBytes } from "../random.ts";
import { Heard, isSame, patterned } from "../testing/heard.ts";
import { openRelayLink, type RelayOpening } from "./open-relay-link.ts";
import { maxRecordBytes } from "./records.ts";
import { joinSockets, ScriptedSocket, type Tamper } from "./testing/scripted-relay.ts";

const limit = 8 * 1024 * 1024;

function opened(opening: RelayOpening): ChannelLink {
  if (opening.type !== "opened") throw new Error(`expected a link, got ${opening.type}`);
  return opening.link;
}

interface Ends {
  readonly from: ChannelLink;
  readonly to: ChannelLink;
  readonly sockets: readonly [ScriptedSocket, ScriptedSocket];
}

/** A volunteer's and a coordinator's end that have not proved themselves, and a relay that does to what the volunteer sends what it likes. */
async function unproved(tamper?: Tamper): Promise<Ends> {
  const sockets = [new ScriptedSocket(), new ScriptedSocket()] as const;
  const opening = Promise.all([
    openRelayLink(sockets[0], { role: "volunteer", privateKey: randomBytes(keyBytes) }),
    openRelayLink(sockets[1], { role: "coordinator", privateKey: randomBytes(keyBytes) }),
  ]);
  joinSockets(...sockets, tamper);
  const [from, to] = await opening;
  return { from: opened(from), to: opened(to), sockets };
}

/** The same, and both have proved themselves. */
async function relayed(tamper?: Tamper): Promise<Ends> {
  const ends = await unproved(tamper);
  for (const link of [ends.from, ends.to]) link.limitMessages(limit);
  return ends;
}

/** Sends so many messages, each in a frame of its own. */
async function sendSeparately(link: ChannelLink, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    link.send("bulk", patterned(number, 5_000 + number));
    await Promise.resolve();
  }
}

function flipped(data: Uint8Array, at: number): Uint8Array<ArrayBuffer> {
  const changed = data.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** Does something to the third record alone. */
function toThird(change: (record: Uint8Array<ArrayBuffer>) => ReturnType<Tamper>): Tamper {
  return (data, number) => (number === 3 ? change(data) : [data]);
}

/** Hands the fourth record on ahead of the third. */
function swapThird(): Tamper {
  const held: Uint8Array<ArrayBuffer>[] = [];
  return (data, number) => {
    if (number !== 3) return [data, ...held.splice(0)];
    held.push(data);
    return [];
  };
}

test.each<[string, Tamper, RegExp]>([
  ["forges a record", toThird((record) => [flipped(record, 100)]), /forged/],
  ["forges a record's number", toThird((record) => [flipped(record, 0)]), /before|ahead of its turn/],
  ["forges the end of a record", toThird((record) => [flipped(record, record.length - 1)]), /forged/],
  ["repeats a record", toThird((record) => [record, record]), /has come before \(2\)/],
  ["drops a record", toThird(() => []), /ahead of its turn: 3 instead of 2/],
  ["swaps two records", swapThird(), /ahead of its turn: 3 instead of 2/],
  ["cuts a record", toThird((record) => [record.slice(0, 200)]), /cut/],
  ["cuts a record to nothing", toThird(() => [new Uint8Array()]), /cut to 0 bytes/],
  [
    "makes a record longer",
    toThird(() => [new Uint8Array(maxRecordBytes + 1)]),
    new RegExp(`${maxRecordBytes + 1} bytes`),
  ],
  [
    "puts an unencrypted frame in",
    toThird((record) => [new Uint8Array([...record.slice(0, 4), ...new Uint8Array(99)])]),
    /not encrypted/,
  ],
  ["puts text in", toThird(() => ["PROVED"]), /text over a relayed link/],
])("a relay that %s ends the link, by name, and nothing that was not sent arrives", async (_, tamper, named) => {
  const { from, to, sockets } = await relayed(tamper);
  const [atFrom, atTo] = [new Heard(from), new Heard(to)];
  await sendSeparately(from, 6);
  await Promise.all([atTo.ended(), atFrom.ended()]);
  expect(atTo.ends).toEqual([{ type: "lost", reason: { key: "thrown", message: expect.stringMatching(named) } }]);
  expect(atTo.messages.map(({ bytes }) => bytes.length)).toEqual([5_000, 5_001, 5_002].slice(0, atTo.messages.length));
  expect(atTo.messages.length).toBeGreaterThanOrEqual(2);
  expect(atFrom.ends.map(({ type }) => type)).toEqual(["remote"]);
  expect(sockets.map(({ isClosed }) => isClosed)).toEqual([true, true]);
});

test("a relay that hands records of another link, or of the other direction, on as this one's is found out", async () => {
  const other = await relayed();
  await sendSeparately(other.from, 4);
  const ofOther = other.sockets[0].sent.filter((data) => typeof data !== "string");
  for (const foreign of [
    (number: number, _own: readonly Uint8Array<ArrayBuffer>[]) => ofOther[number],
    (number: number, own: readonly Uint8Array<ArrayBuffer>[]) => own[number],
  ]) {
    const back: Uint8Array<ArrayBuffer>[] = [];
    const { from, to, sockets } = await relayed((data, number) =>
      number < 2 ? [data] : [foreign(number, back) ?? new Uint8Array(50)],
    );
    await sendSeparately(to, 4);
    back.push(...sockets[1].sent.filter((data) => typeof data !== "string"));
    const heard = new Heard(to);
    await sendSeparately(from, 4);
    await heard.ended();
    expect(heard.ends).toMatchObject([{ type: "lost", reason: { message: expect.stringContaining("forged") } }]);
    expect(heard.messages).toHaveLength(1);
  }
});

test("a relay that only delays delivers all, each once and in order", async () => {
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  const { from, to } = await relayed((data, number) => {
    if (number === 0) return [data];
    waiting.push(data);
    return waiting.length < 3 ? [] : waiting.splice(0);
  });
  const heard = new Heard(to);
  await sendSeparately(from, 6);
  await heard.count(6);
  expect(heard.messages.map(({ bytes }) => bytes.length)).toEqual([5_000, 5_001, 5_002, 5_003, 5_004, 5_005]);
  from.close({ key: "closed-here" });
});

test("whatever a relay does, what arrives is the beginning of what was sent", async () => {
  const deed = constantFrom("pass", "pass", "pass", "drop", "repeat", "flip", "hold", "cut");
  await assert(
    asyncProperty(array(deed, { minLength: 1, maxLength: 12 }), integer({ min: 1, max: 40 }), async (deeds, at) => {
      const kept: Uint8Array<ArrayBuffer>[] = [];
      const { from, to } = await relayed((data, number) => {
        if (number === 0) return [data];
        switch (deeds[(number - 1) % deeds.length] ?? "pass") {
          case "drop":
            return [];
          case "repeat":
            return [data, data];
          case "flip":
            return [flipped(data, at % data.length)];
          case "hold":
            kept.push(data);
            return [];
          case "cut":
            return [data.slice(0, data.length - at)];
          case "pass":
            return [data, ...kept.splice(0)];
        }
      });
      const heard = new Heard(to);
      await sendSeparately(from, 12);
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      expect(heard.messages.every(({ bytes }, number) => isSame(bytes, patterned(number, 5_000 + number)))).toBe(true);
      if (deeds.every((each) => each === "pass")) expect(heard.messages).toHaveLength(12);
      from.close({ key: "closed-here" });
    }),
  );
});

/** What both ends say of each other's proof. */
async function proofOutcomes(volunteer: ChannelLink, coordinator: ChannelLink): Promise<readonly ProofOutcome[]> {
  const identity = sampleIdentity();
  const world = { clock: nodeClock, randomBytes };
  return Promise.all([
    new Promise<ProofOutcome>((done) => proveAsVolunteer(volunteer, identity, world, done)),
    new Promise<ProofOutcome>((done) => proveAsCoordinator(coordinator, identity, world, () => true, done)),
  ]);
}

test("a server that agrees on keys with either end by itself is found out by the proof, though it knows the room's secret", async () => {
  const [left, right] = [await unproved(), await unproved()];
  left.to.listen((event) => {
    if (event.type === "message") right.from.send(event.lane, event.bytes);
  });
  right.from.listen((event) => {
    if (event.type === "message") left.to.send(event.lane, event.bytes);
  });
  expect(await proofOutcomes(left.from, right.to)).toMatchObject([
    { type: "rejected", reason: "wrong-key", by: "us" },
    { type: "rejected", reason: "wrong-key", by: "them" },
  ]);
});

test("the ends prove themselves to each other, the coordinator tells the server of it, and nothing of it can be read there", async () => {
  const { from, to, sockets } = await unproved();
  expect(await proofOutcomes(from, to)).toEqual([{ type: "accepted" }, { type: "accepted" }]);
  expect(sockets.map(({ sent }) => sent.filter((data) => typeof data === "string"))).toEqual([[], ["PROVED"]]);
  const seen = sockets.flatMap(({ sent }) => sent.map((data) => Buffer.from(data).toString("latin1"))).join("");
  for (const word of ["introduce", "challenge", sampleIdentity().room]) expect(seen).not.toContain(word);
  from.close({ key: "closed-here" });
});

test("what is more than a handshake is refused before the proof", async () => {
  const { from, to } = await unproved();
  const heard = new Heard(to);
  from.send("bulk", new Uint8Array(maxHandshakeBytes + 1));
  await heard.until(() => heard.events.length > 0);
  expect(heard.events).toEqual([{ type: "malformed", problem: expect.stringContaining("4097 bytes") }]);
  to.close({ key: "closed-here" });
});

test.each([
  ["too short", new Uint8Array(31)],
  ["too long", new Uint8Array(33)],
  ["one with which everybody agrees on the same", new Uint8Array(32)],
])("a key that is %s opens no link", async (_, key) => {
  const socket = new ScriptedSocket();
  const opening = openRelayLink(socket, { role: "volunteer", privateKey: randomBytes(keyBytes) });
  socket.open();
  socket.receive(key);
  expect(await opening).toEqual({ type: "malformed" });
  expect(socket.isClosed).toBe(true);
});

test("each end sends its key first, and another one for each link", async () => {
  const privateKey = randomBytes(keyBytes);
  const socket = new ScriptedSocket();
  void openRelayLink(socket, { role: "volunteer", privateKey });
  socket.open();
  expect(socket.sent).toEqual([publicKeyOf(privateKey)]);
});

test("a websocket that ends without the other end's goodbye is a lost link", async () => {
  const { from, to, sockets } = await relayed();
  const [atFrom, atTo] = [new Heard(from), new Heard(to)];
  for (const socket of sockets) socket.beClosed();
  await Promise.all([atFrom.ended(), atTo.ended()]);
  for (const heard of [atFrom, atTo])
    expect(heard.ends).toEqual([{ type: "lost", reason: { key: "server-closed-connection" } }]);
});

test("what the server says as it ends a link is told", async () => {
  const { from, sockets } = await relayed();
  const heard = new Heard(from);
  sockets[0].beClosed("slow-reader: An end of the link has read nothing for too long.");
  await heard.ended();
  expect(heard.ends).toEqual([
    { type: "lost", reason: { key: "thrown", message: "An end of the link has read nothing for too long." } },
  ]);
});

test("no more than the high-water mark is on its way to an end that takes nothing", async () => {
  let isStuck = false;
  const { from, sockets } = await relayed((data) => (isStuck ? [] : [data]));
  isStuck = true;
  const before = sockets[0].sent.length;
  from.send("bulk", patterned(1, 6 * 1024 * 1024));
  await Promise.resolve();
  const frames = sockets[0].sent.slice(before);
  expect(frames.length).toBe(Math.ceil((1024 * 1024) / maxFrameBytes));
  expect(from.backlogBytes).toBeGreaterThan(4 * 1024 * 1024);
  from.close({ key: "closed-here" });
});
