import { describe, expect, test } from "vitest";
import { encodeHandshake } from "./handshake-messages.ts";
import { stepCoordinator, type CoordinatorState } from "./coordinator-handshake.ts";
import { stepVolunteer } from "./handshake.ts";
import type { HandshakeEffect, VolunteerState } from "./handshake.ts";
import { proofOf } from "./proof.ts";
import { arrived, coordinator, key, messages, nonce, transcript, volunteer } from "./testing/sample-room.ts";

/** The outcome of a step in a few words. */
function describeStep(
  before: string,
  step: { readonly state: { readonly type: string }; readonly effects: readonly HandshakeEffect[] },
) {
  const rejected = step.effects.find((effect) => effect.type === "rejected");
  if (rejected !== undefined) return `${rejected.reason} by ${rejected.by}`;
  if (step.effects.some((effect) => effect.type === "accepted")) return "accepted";
  return step.state.type === before ? "no change" : step.state.type;
}

describe("a volunteer, in every state", () => {
  const states: Readonly<Record<string, VolunteerState>> = {
    new: { type: "new" },
    introduced: { type: "introduced", nonce: nonce(20), receivedBytes: 0 },
    proved: { type: "proved", receivedBytes: 0 },
    over: { type: "over" },
  };
  const expected: Readonly<Record<string, readonly string[]>> = {
    //            started       time is up       introduce          challenge          prove              admit              refuse               rubbish            no message
    new: [
      "introduced",
      "timeout by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
    ],
    introduced: [
      "no change",
      "timeout by us",
      "malformed by us",
      "wrong-key by us",
      "malformed by us",
      "malformed by us",
      "room-full by them",
      "malformed by us",
      "malformed by us",
    ],
    proved: [
      "no change",
      "timeout by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "accepted",
      "room-full by them",
      "malformed by us",
      "malformed by us",
    ],
    over: Array.from({ length: 9 }, () => "no change"),
  };

  test.each(Object.entries(states))("%s", (name, state) => {
    const events = [
      { type: "started", nonce: nonce(20) } as const,
      { type: "time-limit-passed" } as const,
      ...Object.values(messages).map((message) => arrived(encodeHandshake(message))),
      arrived(new Uint8Array([1, 2, 3])),
      { type: "malformed", problem: "a frame of text" } as const,
    ];
    expect(events.map((event) => describeStep(state.type, stepVolunteer(volunteer, state, event)))).toEqual(
      expected[name],
    );
  });

  test("introduced: a good challenge is answered with a proof", () => {
    const proof = proofOf(key, "coordinator", transcript);
    const { publicKey, tokenHash } = coordinator.identity;
    const event = arrived(encodeHandshake({ type: "challenge", nonce: nonce(10), key: publicKey, tokenHash, proof }));
    const state: VolunteerState = { type: "introduced", nonce: nonce(20), receivedBytes: 0 };
    expect(describeStep("introduced", stepVolunteer(volunteer, state, event))).toBe("proved");
  });
});

describe("a coordinator, in every state", () => {
  const states: Readonly<Record<string, CoordinatorState>> = {
    new: { type: "new" },
    waiting: { type: "waiting", nonce: nonce(10), receivedBytes: 0 },
    challenged: { type: "challenged", key, transcript, receivedBytes: 0 },
    over: { type: "over" },
  };
  const expected: Readonly<Record<string, readonly string[]>> = {
    //            started       time is up       introduce          challenge          prove              admit              refuse               rubbish            no message
    new: [
      "waiting",
      "timeout by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "malformed by us",
    ],
    waiting: [
      "no change",
      "timeout by us",
      "challenged",
      "malformed by us",
      "malformed by us",
      "malformed by us",
      "room-full by them",
      "malformed by us",
      "malformed by us",
    ],
    challenged: [
      "no change",
      "timeout by us",
      "malformed by us",
      "malformed by us",
      "wrong-key by us",
      "malformed by us",
      "room-full by them",
      "malformed by us",
      "malformed by us",
    ],
    over: Array.from({ length: 9 }, () => "no change"),
  };

  test.each(Object.entries(states))("%s", (name, state) => {
    const events = [
      { type: "started", nonce: nonce(10) } as const,
      { type: "time-limit-passed" } as const,
      ...Object.values(messages).map((message) => arrived(encodeHandshake(message))),
      arrived(new Uint8Array([1, 2, 3])),
      { type: "malformed", problem: "a frame of text" } as const,
    ];
    expect(events.map((event) => describeStep(state.type, stepCoordinator(coordinator, state, event)))).toEqual(
      expected[name],
    );
  });

  test("challenged: a good proof is admitted", () => {
    const proof = proofOf(key, "volunteer", transcript);
    const state: CoordinatorState = { type: "challenged", key, transcript, receivedBytes: 0 };
    expect(
      describeStep(
        "challenged",
        stepCoordinator(coordinator, state, arrived(encodeHandshake({ type: "prove", proof }))),
      ),
    ).toBe("accepted");
  });

  test("refuses messages on the bulk lane", () => {
    const event = { ...arrived(encodeHandshake(messages.introduce)), lane: "bulk" } as const;
    const state: CoordinatorState = { type: "waiting", nonce: nonce(10), receivedBytes: 0 };
    expect(describeStep("waiting", stepCoordinator(coordinator, state, event))).toBe("malformed by us");
  });

  test("throws on a nonce of the wrong length, which is a bug of this page", () => {
    expect(() => stepCoordinator(coordinator, { type: "new" }, { type: "started", nonce: new Uint8Array(8) })).toThrow(
      RangeError,
    );
  });
});
