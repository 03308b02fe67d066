import type { Seen } from "../core/seen.ts";
import { expect, test, vi } from "vitest";
import type { CoordinatorIdentity, RoomIdentity } from "../core/handshake/identity.ts";
import { decodeHandshake } from "../core/handshake/handshake-messages.ts";
import { handshakeTimeLimitMs } from "../core/handshake/handshake.ts";
import { sampleIdentity, sampleKeys } from "../core/handshake/testing/sample-room.ts";
import type { Link, LinkEvent } from "./link.ts";
import { createMemoryLinkPair } from "./memory-link.ts";
import { browserClock } from "../environment/browser/browser-clock.ts";
import { randomBytes } from "./random.ts";
import { proveAsCoordinator } from "./prove-as-coordinator.ts";
import { proveAsVolunteer, type ProofOutcome } from "./prove-link.ts";
import { Heard } from "./testing/heard.ts";

const leaving: Seen = { key: "closed-here" };

const world = { clock: browserClock, randomBytes };
const ours = sampleIdentity();

/** Both sides' outcomes over one memory link. */
async function meet(
  volunteer: RoomIdentity,
  coordinator: CoordinatorIdentity,
  hasRoom = true,
): Promise<{ links: [Link, Link]; outcomes: [ProofOutcome, ProofOutcome] }> {
  const links = createMemoryLinkPair();
  const outcomes = await Promise.all([
    new Promise<ProofOutcome>((done) => proveAsCoordinator(links[0], coordinator, world, () => hasRoom, done)),
    new Promise<ProofOutcome>((done) => proveAsVolunteer(links[1], volunteer, world, done)),
  ]);
  return { links, outcomes };
}

test("two sides of one room accept each other, and long messages pass from then on", async () => {
  const { links, outcomes } = await meet(ours, ours);
  expect(outcomes).toEqual([{ type: "accepted" }, { type: "accepted" }]);
  const heard = new Promise<LinkEvent>((resolve) => links[1].listen(resolve));
  links[0].send("bulk", new Uint8Array(100_000));
  expect(await heard).toMatchObject({ type: "message", lane: "bulk" });
});

test("messages that arrive before the coordinator listens are part of the handshake", async () => {
  const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
  const volunteer = new Promise<ProofOutcome>((done) => proveAsVolunteer(volunteerEnd, ours, world, done));
  await vi.waitFor(() => expect(volunteerEnd.backlogBytes).toBe(0));
  const coordinator = new Promise<ProofOutcome>((done) =>
    proveAsCoordinator(coordinatorEnd, ours, world, () => true, done),
  );
  expect(await Promise.all([coordinator, volunteer])).toEqual([{ type: "accepted" }, { type: "accepted" }]);
});

test("with other keys both sides are told that the key is wrong", async () => {
  const { outcomes } = await meet(sampleIdentity(sampleKeys(2)), ours);
  expect(outcomes).toMatchObject([
    { type: "rejected", reason: "wrong-key", by: "them" },
    { type: "rejected", reason: "wrong-key", by: "us" },
  ]);
});

test("a full room says so to a volunteer with the key", async () => {
  const { outcomes } = await meet(ours, ours, false);
  expect(outcomes).toMatchObject([
    { type: "rejected", reason: "room-full", by: "us" },
    { type: "rejected", reason: "room-full", by: "them" },
  ]);
});

test("a link that ends during the handshake ends it", async () => {
  const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
  const outcome = new Promise<ProofOutcome>((done) =>
    proveAsCoordinator(coordinatorEnd, ours, world, () => true, done),
  );
  volunteerEnd.close(leaving);
  expect(await outcome).toMatchObject({ type: "ended", end: { type: "remote" } });
});

test("what is no message during the handshake is refused, and the other side is told what was wrong", async () => {
  const [coordinatorEnd, volunteerEnd] = createMemoryLinkPair();
  const outcome = new Promise<ProofOutcome>((done) =>
    proveAsCoordinator(coordinatorEnd, ours, world, () => true, done),
  );
  const heard = new Heard(volunteerEnd);
  volunteerEnd.send("bulk", new Uint8Array(4_097));
  const seen: Seen = { key: "thrown", message: "a bulk message of 4097 bytes; the most is 4096" };
  expect(await outcome).toEqual({ type: "rejected", reason: "malformed", seen, by: "us" });
  await heard.ended();
  const [refusal] = heard.messages.map(({ bytes }) => decodeHandshake(bytes));
  expect(refusal).toMatchObject({ value: { type: "refuse", reason: "malformed", detail: seen.message } });
});

test("a silent other side is given up after the time limit", async () => {
  vi.useFakeTimers();
  try {
    const [coordinatorEnd] = createMemoryLinkPair();
    const outcome = new Promise<ProofOutcome>((done) =>
      proveAsCoordinator(coordinatorEnd, ours, world, () => true, done),
    );
    vi.advanceTimersByTime(handshakeTimeLimitMs);
    expect(await outcome).toMatchObject({ type: "rejected", reason: "timeout", by: "us" });
  } finally {
    vi.useRealTimers();
  }
});
