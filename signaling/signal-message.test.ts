import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeSignal } from "./signal-message.ts";
import { answer, candidate, coordinatorId, offer, volunteerId } from "./testing/peer-client.ts";

test.each([
  ["an offer", offer(coordinatorId)],
  ["an answer", answer(volunteerId(1))],
  ["a candidate", candidate(volunteerId(1))],
  ["a leave", { type: "LEAVE", dst: coordinatorId }],
])("%s passes as it is", (_what, said) => {
  const decoded = decodeSignal(JSON.stringify(said));
  expect(decoded).toMatchObject({ ok: true, message: { to: { id: said["dst"] } } });
  if (decoded.ok && decoded.message.type !== "HEARTBEAT") expect(JSON.parse(decoded.message.text)).toEqual(said);
  else expect.unreachable();
});

function decodeWithMetadata(metadata: unknown) {
  const said = offer(coordinatorId);
  return decodeSignal(JSON.stringify({ ...said, payload: { ...Object(said["payload"]), metadata } }));
}

test("metadata passes while it is short", () => {
  expect(decodeWithMetadata({ version: 1 })).toMatchObject({
    ok: true,
    message: { text: expect.stringContaining('"metadata":{"version":1}') },
  });
  const long = decodeWithMetadata("x".repeat(2000));
  expect(long).toMatchObject({ ok: false, reason: expect.stringMatching(/metadata is longer/) });
});

test("any text becomes a message or a reason", () => {
  const shaped = fc.record(
    {
      type: fc.oneof(fc.constantFrom("OFFER", "ANSWER", "CANDIDATE", "LEAVE", "HEARTBEAT"), fc.string()),
      dst: fc.oneof(fc.constant(coordinatorId), fc.anything()),
      payload: fc.oneof(
        fc.anything(),
        fc.record({
          type: fc.constant("data"),
          connectionId: fc.string(),
          sdp: fc.anything(),
          candidate: fc.anything(),
        }),
      ),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        shaped.map((value) => JSON.stringify(value) ?? ""),
      ),
      (text) => {
        const decoded = decodeSignal(text);
        if (!decoded.ok) expect(decoded.reason).toMatch(/^.+\.$/);
        else if (decoded.message.type !== "HEARTBEAT") expect(decodeSignal(decoded.message.text)).toEqual(decoded);
      },
    ),
  );
});
