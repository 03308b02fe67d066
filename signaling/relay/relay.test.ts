import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket, type ClientOptions } from "ws";
import type { SignalingLimits } from "../limits.ts";
import { coordinatorId, otherId, register, tokenOf, volunteerId, type PeerClient } from "../testing/peer-client.ts";
import { ask, startTestServer, type TestServer } from "../testing/test-server.ts";

/** A websocket at the relay. Keeps what comes over it. */
class End {
  readonly socket: WebSocket;
  readonly heard: Buffer[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  #length = 0;
  #wake: () => void = () => {};

  constructor(server: TestServer, query: Readonly<Record<string, string>>, options: ClientOptions = {}) {
    const address = `${server.origin.replace("http", "ws")}/peer/relay?${new URLSearchParams(query).toString()}`;
    this.socket = new WebSocket(address, options);
    this.socket.on("error", () => {});
    this.socket.on("message", (data) => {
      if (!Buffer.isBuffer(data)) throw new Error("the server sent fragments");
      this.heard.push(data);
      this.#length += data.length;
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  async bytes(count: number): Promise<Buffer> {
    while (this.#length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return Buffer.concat(this.heard);
  }
}

let server: TestServer;
let coordinator: PeerClient;

async function start(limits: Partial<SignalingLimits> = {}, now?: () => number): Promise<void> {
  server = await startTestServer({ limits, ...(now === undefined ? {} : { now }) });
  coordinator = await register(server.origin, coordinatorId);
}

beforeEach(() => start());
afterEach(() => server.close());

/** The test's own limits, in place of the standard ones. */
async function restart(limits: Partial<SignalingLimits>, now?: () => number): Promise<void> {
  await server.close();
  await start(limits, now);
}

const key = Buffer.alloc(32, 7);
const ofVolunteer = (number: number): Readonly<Record<string, string>> => ({ id: volunteerId(number) });
const ofCoordinator = (number: number, id = coordinatorId): Readonly<Record<string, string>> => ({
  id,
  token: tokenOf(id),
  for: volunteerId(number),
});

/** A volunteer that waits, of which the coordinator has heard. */
async function waiting(number: number): Promise<End> {
  const end = new End(server, ofVolunteer(number));
  expect(await coordinator.next()).toMatchObject({ type: "RELAY", src: volunteerId(number) });
  return end;
}

/** Both ends of a link, which have sent and got each other's keys. */
async function linked(number = 1): Promise<{ readonly volunteer: End; readonly taker: End }> {
  const volunteer = await waiting(number);
  volunteer.socket.send(key);
  const taker = new End(server, ofCoordinator(number));
  await once(taker.socket, "open");
  taker.socket.send(key);
  await Promise.all([volunteer.bytes(32), taker.bytes(32)]);
  return { volunteer, taker };
}

const relayHealth = async (): Promise<unknown> => Reflect.get(Object((await ask(server, "/healthz")).json), "relay");

test("a volunteer and its coordinator each get what the other sends, in order, and nothing else", async () => {
  const { volunteer, taker } = await linked();
  taker.socket.send("PROVED");
  for (let each = 0; each < 40; each += 1) {
    volunteer.socket.send(Buffer.alloc(60_000, each));
    taker.socket.send(Buffer.alloc(50_000, each));
  }
  const [up, down] = await Promise.all([taker.bytes(32 + 40 * 60_000), volunteer.bytes(32 + 40 * 50_000)]);
  expect(up.equals(Buffer.concat([key, ...Array.from({ length: 40 }, (_, each) => Buffer.alloc(60_000, each))]))).toBe(
    true,
  );
  expect(down.length).toBe(32 + 40 * 50_000);
  expect(await relayHealth()).toMatchObject({ links: 1, limits: { relayedPerRoom: 200 } });
});

test("the coordinator hears of the volunteer's network by the same tag as with an offer", async () => {
  void new End(server, ofVolunteer(1));
  const wish = await coordinator.next();
  expect(wish).toEqual({
    type: "RELAY",
    src: volunteerId(1),
    payload: { metadata: { from: expect.stringMatching(/^[0-9a-f]{16}$/) } },
  });
});

test.each(["volunteer", "taker"] as const)("when the %s closes its end, the other one is closed", async (which) => {
  const ends = await linked();
  ends[which].socket.close();
  const other = which === "taker" ? ends.volunteer : ends.taker;
  expect(await other.closed).toEqual({ code: 1000, reason: "" });
  expect(await relayHealth()).toMatchObject({ links: 0 });
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  ["an id of nobody", { id: "somebody" }, "invalid-id"],
  ["a volunteer of a room without a coordinator", { id: volunteerId(1, otherId) }, "nobody-there"],
  ["a coordinator with a token that is not its own", { ...ofCoordinator(1), token: tokenOf(otherId) }, "invalid-token"],
  ["a coordinator that is not registered", ofCoordinator(1, otherId), "invalid-token"],
  ["a coordinator for whom nobody waits", ofCoordinator(9), "nobody-there"],
])("%s is refused, and counted", async (_, query, reason) => {
  const waits = await waiting(1);
  const stranger = new End(server, query);
  expect(await stranger.closed).toEqual({ code: 1008, reason: expect.stringMatching(`^${reason}: `) });
  expect(server.refused(reason)).toBe(1);
  expect(waits.socket.readyState).toBe(WebSocket.OPEN);
});

test("a coordinator cannot take a volunteer of another room", async () => {
  await register(server.origin, otherId);
  const waits = await waiting(1);
  const other = new End(server, ofCoordinator(1, otherId));
  expect(await other.closed).toMatchObject({ reason: expect.stringMatching("^nobody-there: ") });
  expect(waits.socket.readyState).toBe(WebSocket.OPEN);
});

test("a second relay for one peer is refused at either end, and the first goes on", async () => {
  const { volunteer, taker } = await linked();
  const second = new End(server, ofVolunteer(1));
  expect(await second.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^id-taken: ") });
  const secondTaker = new End(server, ofCoordinator(1));
  expect(await secondTaker.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^nobody-there: ") });
  volunteer.socket.send(Buffer.from("goes on"));
  expect((await taker.bytes(39)).toString("latin1", 32)).toBe("goes on");
});

test.each([
  ["more than a key", Buffer.alloc(33)],
  ["less than a key", Buffer.alloc(31)],
])("%s before the coordinator has taken the link ends it", async (_, data) => {
  const volunteer = await waiting(1);
  volunteer.socket.send(data);
  expect(await volunteer.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^relay-unproved: ") });
  expect(server.refused("relay-unproved")).toBe(1);
});

test("a second message before the coordinator has taken the link ends it", async () => {
  const volunteer = await waiting(1);
  volunteer.socket.send(key);
  volunteer.socket.send(key);
  expect(await volunteer.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^relay-unproved: ") });
});

test("no more than a handshake passes before the coordinator tells that the volunteer has proved itself", async () => {
  const { volunteer, taker } = await linked();
  for (let each = 0; each < 8; each += 1) volunteer.socket.send(Buffer.alloc(64 * 1024, each));
  taker.socket.send(Buffer.from("a word"));
  await volunteer.bytes(38);
  // The server reads no further message of the volunteer: what it got of it at once is 64 KiB at most, and one message more.
  expect(Buffer.concat(taker.heard).length).toBeLessThanOrEqual(32 + 3 * 64 * 1024);
  taker.socket.send("PROVED");
  expect((await taker.bytes(32 + 8 * 64 * 1024)).length).toBe(32 + 8 * 64 * 1024);
});

test("a link whose volunteer does not prove itself in time ends, and is counted", async () => {
  await restart({ relayProofMs: 50 });
  const ends = [await waiting(1), new End(server, ofCoordinator(1))];
  for (const end of ends) {
    expect(await end.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^relay-unproved: ") });
  }
  expect(server.refused("relay-unproved")).toBe(1);
});

test("a volunteer that the coordinator does not take is told so", async () => {
  await restart({ relayWaitMs: 50 });
  const volunteer = await waiting(1);
  expect(await volunteer.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^silent: ") });
});

test("a volunteer cannot say that it has proved itself", async () => {
  const { volunteer } = await linked();
  volunteer.socket.send("PROVED");
  expect(await volunteer.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^malformed-message: ") });
  expect(server.refused("malformed-message")).toBe(1);
});

test("a message that is longer than a record ends its link and no other", async () => {
  const [first, second] = [await linked(1), await linked(2)];
  first.volunteer.socket.send(Buffer.alloc(64 * 1024 + 65));
  await Promise.all([first.volunteer.closed, first.taker.closed]);
  expect(server.refused("frame-too-large")).toBe(1);
  second.volunteer.socket.send(Buffer.from("goes on"));
  await second.taker.bytes(39);
});

test.each(["ping", "pong"] as const)("a %s, which no page sends and no budget counts, ends the link", async (kind) => {
  const { volunteer, taker } = await linked();
  volunteer.socket[kind](Buffer.alloc(100));
  await Promise.all([volunteer.closed, taker.closed]);
  expect(server.refused("malformed-message")).toBe(1);
});

test("a message in more pieces than any page makes ends the link", async () => {
  const { volunteer, taker } = await linked();
  for (let piece = 0; piece < 100; piece += 1) volunteer.socket.send(Buffer.alloc(1), { fin: false });
  await Promise.all([volunteer.closed, taker.closed]);
});

test("pages of other origins are refused", async () => {
  const page = new End(server, ofVolunteer(1), { headers: { Origin: "http://elsewhere.example" } });
  expect(await page.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^foreign-origin: ") });
});

test("one address has half of the places in which volunteers of a room wait", async () => {
  await restart({ relayWaitingPerRoom: 4 });
  const [first] = [await waiting(1), await waiting(2)];
  const third = new End(server, ofVolunteer(3));
  expect(await third.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^relay-full: ") });
  first.socket.close();
  await first.closed;
  await waiting(4);
});

test("a room has so many relayed links, and another room has its own", async () => {
  await restart({ relayedPerRoom: 1 });
  await linked(1);
  const second = new End(server, ofVolunteer(2));
  expect(await second.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^relay-full: ") });
  const other = await register(server.origin, otherId);
  void new End(server, { id: volunteerId(1, otherId) });
  expect(await other.next()).toMatchObject({ type: "RELAY" });
});

test("sockets of one address are bounded", async () => {
  await restart({ relaySocketsPerAddress: 1 });
  await waiting(1);
  const second = new End(server, ofVolunteer(2));
  await second.closed;
  expect(server.refused("too-many-sockets")).toBe(1);
});

test("an end that does not read for a while gets all when it reads again", async () => {
  const { volunteer, taker } = await linked();
  taker.socket.send("PROVED");
  volunteer.socket.pause();
  const count = 300;
  for (let each = 0; each < count; each += 1) taker.socket.send(Buffer.alloc(64 * 1024, each));
  // The other direction goes on meanwhile.
  volunteer.socket.send(Buffer.from("goes on"));
  await taker.bytes(39);
  volunteer.socket.resume();
  const all = await volunteer.bytes(32 + count * 64 * 1024);
  expect(all.length).toBe(32 + count * 64 * 1024);
  expect(all.at(-1)).toBe((count - 1) & 0xff);
});

test("an end that reads nothing for too long loses the link, and the other one hears why", async () => {
  await restart({ relayStallMs: 50 });
  const { volunteer, taker } = await linked();
  taker.socket.send("PROVED");
  volunteer.socket.pause();
  for (let each = 0; each < 600; each += 1) taker.socket.send(Buffer.alloc(64 * 1024, each));
  expect(await taker.closed).toMatchObject({ code: 1008, reason: expect.stringMatching("^slow-reader: ") });
  expect(server.refused("slow-reader")).toBe(1);
});

test("a room that has used up its bytes waits, is counted, and loses nothing", async () => {
  let now = 0;
  await restart({ relayRoomBytesPerSecond: 512 * 1024 }, () => now);
  const { volunteer, taker } = await linked();
  taker.socket.send("PROVED");
  expect(await relayHealth()).toMatchObject({ slowed: 0 });
  for (let each = 0; each < 12; each += 1) volunteer.socket.send(Buffer.alloc(64 * 1024, each));
  await taker.bytes(32 + 8 * 64 * 1024);
  expect(server.signaling.health().relay.slowed).toBeGreaterThan(0);
  now = 10_000;
  expect((await taker.bytes(32 + 12 * 64 * 1024)).length).toBe(32 + 12 * 64 * 1024);
  expect(server.signaling.health().relay.bytes).toBeGreaterThanOrEqual(32 + 12 * 64 * 1024);
});

test("a server that stops ends its relayed links at once", async () => {
  const { volunteer, taker } = await linked();
  await server.close();
  await Promise.all([volunteer.closed, taker.closed]);
});
