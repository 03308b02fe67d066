import { describe, expect, test } from "vitest";
import { maxHandshakeBytes } from "../wire/limits.ts";
import { wireVersion } from "../wire/messages.ts";
import { decodeHandshake, encodeHandshake } from "./handshake-messages.ts";
import { stepCoordinator, stepVolunteer } from "./handshake.ts";
import type { CoordinatorState, HandshakeEffect, Party, VolunteerState } from "./handshake.ts";
import {
  arrived,
  coordinator,
  coordinatorCertificate,
  nonce,
  party,
  volunteer,
  volunteerCertificate,
} from "./testing/sample-room.ts";

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

function coordinatorSide(us: Party = coordinator, own = nonce(10), hasRoom = true): Side {
  let state: CoordinatorState = { type: "new" };
  return new Side((bytes) => {
    const event = bytes === null ? ({ type: "started", nonce: own } as const) : arrived(bytes, hasRoom);
    const step = stepCoordinator(us, state, event);
    state = step.state;
    return step.effects;
  });
}

function volunteerSide(us: Party = volunteer, own = nonce(20)): Side {
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
  test("is done in four messages if both sides have the secret", () => {
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

  test("fails for a volunteer with another secret, which says so", () => {
    const [c, v] = [coordinatorSide(), volunteerSide(party(2, volunteerCertificate, coordinatorCertificate))];
    exchange(c, v);
    expect(v.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "them" });
  });

  test("fails at the coordinator for a volunteer that does not check the coordinator's proof", () => {
    const c = coordinatorSide();
    c.receive(volunteerSide().last);
    c.receive(encodeHandshake({ type: "prove", proof: new Uint8Array(32) }));
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test.each([
    ["the volunteer's side", coordinator, party(1, volunteerCertificate, "sha-256 EE")],
    ["the coordinator's side", party(1, coordinatorCertificate, "sha-256 EE"), volunteer],
    [
      "both sides, as by a server in the middle",
      party(1, coordinatorCertificate, "sha-256 E1"),
      party(1, volunteerCertificate, "sha-256 E2"),
    ],
    ["both, exchanged", party(1, volunteerCertificate, coordinatorCertificate), volunteer],
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
    const mirrored = party(1, volunteerCertificate, volunteerCertificate);
    const c = coordinatorSide(mirrored);
    c.receive(
      encodeHandshake({ type: "introduce", version: wireVersion, room: mirrored.identity.room, nonce: nonce(10) }),
    );
    const challenge = decodeHandshake(c.last);
    if (challenge.type === "problem" || challenge.value.type !== "challenge") throw new Error("expected a challenge");
    c.receive(encodeHandshake({ type: "prove", proof: challenge.value.proof }));
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "wrong-key", by: "us" });
  });

  test("refuses another version before any proof, and both sides know which versions the pages have", () => {
    const c = coordinatorSide();
    const { room } = coordinator.identity;
    c.receive(encodeHandshake({ type: "introduce", version: wireVersion + 1, room, nonce: nonce(1) }));
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
    const [c, v] = [coordinatorSide(), volunteerSide(party(1, volunteerCertificate, coordinatorCertificate, "ABC235"))];
    exchange(c, v);
    expect(c.outcome).toMatchObject({ type: "rejected", reason: "room", by: "us" });
    expect(v.outcome).toMatchObject({ type: "rejected", reason: "room", by: "them" });
  });

  test("says that the room is full only to volunteers that have the secret", () => {
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
