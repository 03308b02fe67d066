import { describe, expect, test } from "vitest";
import { maxHandshakeBytes } from "../wire/limits.ts";
import { wireVersion } from "../wire/messages.ts";
import { decodeHandshake, encodeHandshake } from "./handshake-messages.ts";
import { stepCoordinator, type CoordinatorState } from "./coordinator-handshake.ts";
import { stepVolunteer } from "./handshake.ts";
import { keyHashOf } from "./coordinator-token.ts";
import type { HandshakeEffect, VolunteerState } from "./handshake.ts";
import {
  arrived,
  coordinator,
  coordinatorCertificate,
  coordinatorWith,
  messages,
  nonce,
  sampleIdentity,
  sampleKeys,
  volunteer,
  volunteerCertificate,
  volunteerOf,
} from "./testing/sample-room.ts";

const { introduce: introduction } = messages;

/** One side of a link: its machine, its sent messages, and its outcome. */
class Side {
  readonly sent: Uint8Array[] = [];
  outcome: Exclude<HandshakeEffect, { type: "send" }> | null = null;
  readonly #step: (bytes: Uint8Array | null) => readonly HandshakeEffect[];

  constructor(step: (bytes: Uint8Array | null) => readonly HandshakeEffect[]) {
    this.#step = step;
    this.receive(null);
  }

  receive(bytes: Uint8Array | null): void {
    for (const effect of this.#step(bytes)) {
      if (effect.type === "send") this.sent.push(effect.bytes);
      else this.outcome = effect;
    }
  }

  get last(): Uint8Array {
    return this.sent.at(-1) ?? new Uint8Array();
  }
}

function coordinatorSide(us = coordinator, own = nonce(10), hasRoom = true): Side {
  let state: CoordinatorState = { type: "new" };
  return new Side((bytes) => {
    const event = bytes === null ? ({ type: "started", nonce: own } as const) : arrived(bytes, hasRoom);
    const step = stepCoordinator(us, state, event);
    state = step.state;
    return step.effects;
  });
}

function volunteerSide(us = volunteer, own = nonce(20)): Side {
  let state: VolunteerState = { type: "new" };
  return new Side((bytes) => {
    const event = bytes === null ? ({ type: "started", nonce: own } as const) : arrived(bytes);
    const step = stepVolunteer(us, state, event);
    state = step.state;
    return step.effects;
  });
}

/** Delivers messages both ways until no side sends any more. */
function exchange(c: Side, v: Side): void {
  const heard = { c: 0, v: 0 };
  while (heard.c < v.sent.length || heard.v < c.sent.length) {
    for (const bytes of v.sent.slice(heard.c)) {
      heard.c += 1;
      c.receive(bytes);
    }
    for (const bytes of c.sent.slice(heard.v)) {
      heard.v += 1;
      v.receive(bytes);
    }
  }
}

function said(side: Side): string[] {
  return side.sent.map((bytes) => {
    const decoded = decodeHandshake(bytes);
    return decoded.type === "value" ? decoded.value.type : decoded.problem;
  });
}

describe("the handshake", () => {
  test("is done in four messages if each side is who the other looks for", () => {
    const [c, v] = [coordinatorSide(), volunteerSide()];
    exchange(c, v);
    expect([c.outcome, v.outcome]).toEqual([{ type: "accepted" }, { type: "accepted" }]);
    expect([said(v), said(c)]).toEqual([
      ["introduce", "prove"],
      ["challenge", "admit"],
    ]);
    const bytes = [...c.sent, ...v.sent].reduce((sum, message) => sum + message.length, 0);
    expect(bytes).toBeLessThan(maxHandshakeBytes);
  });

  test.each([
    ["another secret", sampleKeys(2, 1)],
    ["another coordinator's key", sampleKeys(1, 2)],
  ])("fails for a volunteer that was invited with %s, which says so", (_, keys) => {
    const [c, v] = [coordinatorSide(), volunteerSide(volunteerOf(sampleIdentity(keys)))];
    exchange(c, v);
    expect(v.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "them" });
  });

  // All that a volunteer of the room knows: what invited it, and what the coordinator has said to it.
  test.each([
    ["with a key of its own in place of the coordinator's", {}],
    ["that says the coordinator's key and has another one", { publicKey: coordinator.identity.publicKey }],
  ])("fails for a volunteer that stands in for the coordinator, %s", (_, claimed) => {
    const { privateKey, publicKey } = sampleIdentity(sampleKeys(3));
    const usurper = coordinatorWith({ ...coordinator.identity, privateKey, publicKey, ...claimed });
    const [c, v] = [coordinatorSide(usurper), volunteerSide()];
    exchange(c, v);
    expect(v.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test("fails where a key is none, with which everybody would agree on the same", () => {
    const key = new Uint8Array(32);
    const c = coordinatorSide();
    c.receive(encodeHandshake({ ...introduction, key }));
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "malformed", by: "us" });
    const { tokenHash } = coordinator.identity;
    const v = volunteerSide(volunteerOf({ ...coordinator.identity, keyHash: keyHashOf(key, tokenHash) }));
    v.receive(encodeHandshake({ type: "challenge", nonce: nonce(10), key, tokenHash, proof: key }));
    expect(v.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test("fails at the coordinator for a volunteer that does not check the coordinator's proof", () => {
    const c = coordinatorSide();
    c.receive(volunteerSide().last);
    c.receive(encodeHandshake({ type: "prove", proof: new Uint8Array(32) }));
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test.each([
    ["the volunteer's side", coordinator, volunteerOf(undefined, volunteerCertificate, "sha-256 EE")],
    ["the coordinator's side", coordinatorWith(undefined, coordinatorCertificate, "sha-256 EE"), volunteer],
    [
      "both sides, as by a server in the middle",
      coordinatorWith(undefined, coordinatorCertificate, "sha-256 E1"),
      volunteerOf(undefined, volunteerCertificate, "sha-256 E2"),
    ],
    ["both, exchanged", coordinatorWith(undefined, volunteerCertificate, coordinatorCertificate), volunteer],
  ])("finds out a certificate that was swapped on %s", (_, c, v) => {
    const [cSide, vSide] = [coordinatorSide(c), volunteerSide(v)];
    exchange(cSide, vSide);
    expect(vSide.outcome).toMatchObject({ type: "rejected", reason: "wrong-key" });
    expect(cSide.outcome).toMatchObject({ type: "rejected", reason: "wrong-key" });
  });

  test("cannot be replayed to a coordinator with another nonce", () => {
    const [c, v] = [coordinatorSide(), volunteerSide()];
    exchange(c, v);
    const again = coordinatorSide(coordinator, nonce(11));
    for (const bytes of v.sent) again.receive(bytes);
    expect(again.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test("cannot be replayed to a volunteer with another nonce", () => {
    const [c, v] = [coordinatorSide(), volunteerSide()];
    exchange(c, v);
    const again = volunteerSide(volunteer, nonce(21));
    for (const bytes of c.sent) again.receive(bytes);
    expect(again.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test("refuses a side's own proof that is sent back to it", () => {
    // The mirror receives the volunteer's messages only, and shows the same certificate both ways.
    const mirrored = coordinatorWith(undefined, volunteerCertificate, volunteerCertificate);
    const c = coordinatorSide(mirrored);
    c.receive(encodeHandshake({ ...introduction, nonce: nonce(10) }));
    const challenge = decodeHandshake(c.last);
    if (challenge.type === "problem" || challenge.value.type !== "challenge") throw new Error("expected a challenge");
    c.receive(encodeHandshake({ type: "prove", proof: challenge.value.proof }));
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test("refuses another version before any proof, and both sides know which versions the pages have", () => {
    const c = coordinatorSide();
    c.receive(encodeHandshake({ ...introduction, version: wireVersion + 1 }));
    const seen = { key: "versions", coordinator: wireVersion, volunteer: wireVersion + 1 };
    expect(c.outcome).toEqual({ type: "rejected", reason: "version", by: "us", seen });
    const v = volunteerSide();
    v.receive(c.last);
    expect(v.outcome).toEqual({ type: "rejected", reason: "version", by: "them", seen });
  });

  test.each([
    ["", { key: "handshake-refused", reason: "room" }],
    ["This is another room's coordinator.", { key: "thrown", message: "This is another room's coordinator." }],
    ["versions coordinator=8", { key: "thrown", message: "versions coordinator=8" }],
  ])("shows what the other side tells of its refusal, be it a page of another day: %j", (detail, seen) => {
    const v = volunteerSide();
    v.receive(encodeHandshake({ type: "refuse", reason: "room", detail }));
    expect(v.outcome).toEqual({ type: "rejected", reason: "room", by: "them", seen });
  });

  test("refuses another room", () => {
    const [c, v] = [coordinatorSide(), volunteerSide(volunteerOf(sampleIdentity(sampleKeys(1), "ABC235")))];
    exchange(c, v);
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "room", by: "us" });
    expect(v.outcome).toMatchObject({ type: "rejected", reason: "room", by: "them" });
  });

  test("says that the room is full only to volunteers that were invited", () => {
    const [c, v] = [coordinatorSide(coordinator, nonce(10), false), volunteerSide()];
    exchange(c, v);
    const seen = { key: "handshake-refused", reason: "room-full" };
    expect(v.outcome).toEqual({ type: "rejected", reason: "room-full", by: "them", seen });
    const stranger = coordinatorSide(coordinator, nonce(10), false);
    stranger.receive(volunteerSide().last);
    stranger.receive(encodeHandshake({ type: "prove", proof: new Uint8Array(32) }));
    expect(stranger.outcome).toMatchObject({ reason: "wrong-key" });
  });

  test("accepts at most 4 KiB in all", () => {
    const c = coordinatorSide();
    c.receive(new Uint8Array(maxHandshakeBytes + 1));
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "malformed" });
  });
});
