import { expect, test } from "vitest";
import { decodeDown, encodeUp } from "../../core/wire/codec.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import { proveAsVolunteer } from "../../links/prove-link.ts";
import type { InstantLink } from "../../membership/testing/instant-link.ts";
import { tabOf } from "../../membership/testing/fake-environment.ts";
import { epoch, leaseId, parcelId } from "../../core/ids.ts";
import { packAll } from "../../core/values/packed.ts";
import { say } from "../../words/say.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";
import type { Gone, SayingKey } from "../../words/sayings.ts";

function bytesOf(message: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message));
}

/** A link that has proved itself and said nothing yet, and why it ended. */
async function provenLink({ browser, environment }: OpenedRoom): Promise<{ link: InstantLink; ends: string[] }> {
  const link = environment.host.connect();
  const ends: string[] = [];
  proveAsVolunteer(link, environment.host.identity, environment, (outcome) => {
    ends.push(outcome.type);
  });
  await browser.passTime(10);
  link.listen((event) => {
    if (event.type === "ended") ends.push(event.end.type);
  });
  return { link, ends };
}

function sendUp(link: InstantLink, message: UpMessage): void {
  const { lane, bytes } = encodeUp(message);
  link.send(lane, bytes);
}

test("why the coordinator sent a volunteer away stands in its own log and on the volunteer's page", async () => {
  const opened = await OpenedRoom.open();
  const rude = await opened.enter("laptop");
  expect(rude.phase.type).toBe("present");
  rude.link.send("control", bytesOf({ type: "call-credit", bytes: 1 }));
  await opened.browser.passTime(100);
  const what = 'unknown type "call-credit"';
  expect(rude.phase).toEqual({
    type: "refused",
    problem: "broke-rules",
    seen: { key: "thrown", message: what },
  });
  expect(opened.said).toContainEqual({
    key: "volunteer-gone",
    name: "laptop",
    because: { reason: "broke-rules", detail: what },
  });
  expect(opened.state.volunteers).toMatchObject([
    { link: "gone", goneBecause: { reason: "broke-rules", detail: what } },
  ]);
});

test("a volunteer that sends what is no message is told so, does not come back by itself, and is one line however often it tries", async () => {
  const opened = await OpenedRoom.open();
  const rude = await opened.enter("laptop");
  for (const problem of ["a frame of text", "a piece of no bulk message", "an empty frame"]) {
    expect(rude.phase.type).toBe("present");
    rude.link.sendMalformed(problem);
    await opened.browser.passTime(700_000);
    expect(rude.phase).toEqual({ type: "refused", problem: "broke-rules", seen: { key: "thrown", message: problem } });
    rude.membership.tryAgain();
    await opened.browser.passTime(100);
  }
  const lines = opened.state.log.filter(({ saying }) => saying.key === "volunteer-gone");
  const because = { reason: "broke-rules", detail: "an empty frame" } as const;
  expect(lines).toMatchObject([{ times: 3, saying: { key: "volunteer-gone", name: "laptop", because } }]);
});

test("why a volunteer refused a message stands in the coordinator's log, with its name, and others go on", async () => {
  const opened = await OpenedRoom.open();
  const refusing = await opened.enter("laptop");
  opened.environment.host.links.at(-1)?.send("control", bytesOf({ type: "close-job", job: 0 }));
  await opened.browser.passTime(100);
  expect(refusing.phase).toMatchObject({ type: "refused", problem: "other-version" });
  expect(opened.said.at(-1)).toEqual({
    key: "volunteer-gone",
    name: "laptop",
    because: { reason: "refused-message", detail: expect.stringContaining("close-job.job") },
  });
  const other = await opened.enter("phone");
  expect(other.phase.type).toBe("present");
});

test("why a volunteer gave a link up stands in the coordinator's log", async () => {
  const opened = await OpenedRoom.open();
  const { membership } = await opened.enter("laptop");
  membership.close();
  await opened.browser.passTime(100);
  expect(opened.said).toContainEqual({
    key: "volunteer-gone",
    name: "laptop",
    because: { reason: "page-closed", detail: "" },
  });
});

test("a join that is said twice breaks the rules", async () => {
  const opened = await OpenedRoom.open();
  const { link } = await opened.enter("laptop");
  sendUp(link, { type: "join", name: "laptop", slots: 1, device: "a test", features: [], tab: tabOf(1) });
  await opened.browser.passTime(100);
  expect(opened.said).toContainEqual({
    key: "volunteer-gone",
    name: "laptop",
    because: { reason: "broke-rules", detail: "join, said twice" },
  });
});

test("a proven link that does not say which volunteer it brings is turned away after ten seconds", async () => {
  const opened = await OpenedRoom.open();
  const { ends } = await provenLink(opened);
  expect(ends).toEqual(["accepted"]);
  await opened.browser.passTime(9_000);
  expect(ends).toEqual(["accepted"]);
  await opened.browser.passTime(1_100);
  expect(ends).toEqual(["accepted", "remote"]);
  expect(opened.said).toContainEqual({ key: "newcomer-turned-away", reason: "no-join", detail: "" });
  expect(opened.state.volunteers).toEqual([]);
});

test.each<
  [
    string,
    (link: InstantLink) => void,
    { readonly key: SayingKey; readonly reason: Gone["reason"]; readonly detail: string },
  ]
>([
  [
    "sends nonsense",
    (link) => link.send("control", bytesOf("hello")),
    { key: "newcomer-turned-away", reason: "broke-rules", detail: "control message" },
  ],
  [
    "sends what is no message",
    (link) => link.sendMalformed("a frame of text"),
    { key: "newcomer-turned-away", reason: "broke-rules", detail: "a frame of text" },
  ],
  [
    "begins with something else",
    (link) => sendUp(link, { type: "heartbeat", leases: [] }),
    { key: "newcomer-turned-away", reason: "broke-rules", detail: "heartbeat before join" },
  ],
  [
    "thinks better of it",
    (link) => sendUp(link, { type: "goodbye", reason: "left", detail: "no time" }),
    { key: "newcomer-left", reason: "left", detail: "no time" },
  ],
])("a proven link that %s does not get in, and the log says why", async (_, misbehave, { key, reason, detail }) => {
  const opened = await OpenedRoom.open();
  const { link } = await provenLink(opened);
  misbehave(link);
  await opened.browser.passTime(100);
  expect(opened.said.at(-1)).toEqual({ key, reason, detail: expect.stringContaining(detail) });
  expect(link.isOver).toBe(true);
  expect(opened.state.volunteers).toEqual([]);
});

const joining: UpMessage = { type: "join", name: "laptop", slots: 1, device: "a test", features: [], tab: tabOf(1) };

test.each([
  ["a name of 41", { name: "x".repeat(41) }, "join.name: expected text of 1 to 40 characters, got text of 41"],
  ["no name", { name: "" }, 'join.name: expected text of 1 to 40 characters, got ""'],
  ["no slots", { slots: 0 }, "join.slots: expected whole number 1 to 256, got 0"],
  ["fewer slots than none", { slots: -1 }, "join.slots: expected whole number 1 to 256, got -1"],
  ["half a slot", { slots: 1.5 }, "join.slots: expected whole number 1 to 256, got 1.5"],
  ["ten thousand slots", { slots: 10_000 }, "join.slots: expected whole number 1 to 256, got 10000"],
])("a join with %s is told why it does not get in, and so is the log", async (_, wrong, detail) => {
  const opened = await OpenedRoom.open();
  const { link } = await provenLink(opened);
  const heard: unknown[] = [];
  link.listen((event) => {
    if (event.type !== "message") return;
    const decoded = decodeDown(event.lane, event.bytes);
    if (decoded.type === "value") heard.push(decoded.value);
  });
  link.send("control", bytesOf({ ...joining, ...wrong }));
  await opened.browser.passTime(100);
  expect(heard).toEqual([{ type: "goodbye", reason: "broke-rules", detail }]);
  expect(opened.said.at(-1)).toEqual({ key: "newcomer-turned-away", reason: "broke-rules", detail });
});

test.each([
  ["a name of 41", "x".repeat(41), 1, "join.name"],
  ["no slots", "laptop", 0, "join.slots"],
  ["more slots than any machine has", "laptop", 10_000, "join.slots"],
])("a page that joins with %s shows why it is not in the room", async (_, name, slots, field) => {
  const opened = await OpenedRoom.open();
  const { phase } = await opened.enter(name, (input) => input, slots);
  expect(phase).toEqual({
    type: "refused",
    problem: "broke-rules",
    seen: { key: "thrown", message: expect.stringContaining(field) },
  });
});

test("what a volunteer says of itself is cleaned where it comes in", async () => {
  const opened = await OpenedRoom.open();
  const { link } = await provenLink(opened);
  sendUp(link, { ...joining, name: "\u202EAda\nJob 1 ended", device: "a\u0000 test\u2028\u3164" });
  await opened.browser.passTime(100);
  expect(opened.state.volunteers).toMatchObject([{ name: "Ada Job 1 ended", device: "a test" }]);
  expect(opened.said).toContainEqual({ key: "volunteer-joined", name: "Ada Job 1 ended", slots: 1 });
});

test("of links that have not proved themselves, twenty wait at most", async () => {
  const opened = await OpenedRoom.open();
  const links = Array.from({ length: 21 }, () => opened.environment.host.connect());
  await opened.browser.passTime(10);
  expect(links.map(({ isOver }) => isOver)).toEqual([...Array.from({ length: 20 }, () => false), true]);
});

test("a tab that comes back by another link is the same volunteer, and its old link is no more", async () => {
  const opened = await OpenedRoom.open();
  const { link, membership } = await opened.enter("laptop");
  link.cutLink();
  membership.setSlots(3);
  const { link: second } = await provenLink(opened);
  sendUp(second, { type: "join", name: "laptop", slots: 2, device: "a test", features: [], tab: tabOf(1) });
  await opened.browser.passTime(100);
  expect(opened.state.volunteers).toMatchObject([{ id: 1, name: "laptop", slots: 2, link: "steady" }]);
  second.changePath("steady");
  opened.environment.host.links.at(-1)?.changePath("wavering");
  await opened.browser.passTime(100);
  expect(opened.state.volunteers).toMatchObject([{ id: 1, link: "wavering" }]);
});

test("a volunteer that a person sends away hears so, and its tab is not let in again", async () => {
  const opened = await OpenedRoom.open();
  const unwanted = await opened.enter("laptop");
  const wanted = await opened.enter("phone");
  const [first] = opened.state.volunteers;
  if (first === undefined) return expect.unreachable();
  opened.room.sendAway(first.id);
  await opened.browser.passTime(100);
  expect(unwanted.phase).toMatchObject({ type: "refused", problem: "sent-away" });
  expect(wanted.phase.type).toBe("present");
  const because = { reason: "broke-rules", detail: "sent-away" } as const;
  expect(opened.said).toContainEqual({ key: "volunteer-gone", name: "laptop", because });
  expect(say({ key: "gone", ...because })).toBe("you sent it away");
  unwanted.membership.join({ name: "laptop", slots: 1 });
  await opened.browser.passTime(100);
  expect(unwanted.phase).toMatchObject({ type: "refused", problem: "sent-away" });
  expect(opened.state.volunteers.filter(({ link }) => link !== "gone")).toHaveLength(1);
});

test("thousands of results that are not needed are a few lines of the log", async () => {
  const opened = await OpenedRoom.open();
  const laptop = await opened.enter("laptop");
  await opened.start(squaresOf(2));
  const block = {
    indices: Uint32Array.of(0),
    outcomes: Uint8Array.of(0),
    runtimesMs: Float32Array.of(1),
    values: packAll([1]),
  };
  for (let time = 0; time < 1_000; time += 1) {
    sendUp(laptop.link, {
      type: "results",
      job: opened.job.id,
      epoch: epoch(1),
      lease: leaseId(1),
      parcel: parcelId(1_000 + time),
      offered: null,
      granted: new Uint32Array(),
      busyMs: 1,
      slot: 0,
      beganMsAgo: 1,
      block,
    });
  }
  await opened.browser.passTime(100);
  const stale = opened.state.log.filter(
    ({ saying }) => saying.key === "explained" && saying.explanation.type === "stale",
  );
  expect(stale.reduce((sum, { times }) => sum + times, 0)).toBe(1_000);
  expect(stale.length).toBeLessThanOrEqual(3);
});
