import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeSignal } from "./signal-message.ts";
import { answer, candidate, coordinatorId, offer, volunteerId } from "./testing/peer-client.ts";

const tag = "0123456789abcdef";

test.each([
  ["an answer", answer(volunteerId(1))],
  ["a candidate", candidate(volunteerId(1))],
  ["a leave", { type: "LEAVE", dst: coordinatorId }],
])("%s passes as it is", (_what, said) => {
  const decoded = decodeSignal(JSON.stringify(said), tag);
  expect(decoded).toMatchObject({ ok: true, message: { to: { id: said["dst"] } } });
  if (decoded.ok && decoded.message.type !== "HEARTBEAT") expect(JSON.parse(decoded.message.text)).toEqual(said);
  else expect.unreachable();
});

test("an offer passes with the tag of its address in place of whatever metadata it brought", () => {
  const said = offer(coordinatorId);
  const payload = { ...Object(said["payload"]), metadata: { from: "forged", more: "x".repeat(20_000) } };
  const decoded = decodeSignal(JSON.stringify({ ...said, payload }), tag);
  if (!decoded.ok || decoded.message.type === "HEARTBEAT") return expect.unreachable();
  expect(JSON.parse(decoded.message.text)).toEqual({ ...said, payload: { ...payload, metadata: { from: tag } } });
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
        const decoded = decodeSignal(text, tag);
        if (!decoded.ok) expect(decoded.reason).toMatch(/^.+\.$/);
        else if (decoded.message.type !== "HEARTBEAT") expect(decodeSignal(decoded.message.text, tag)).toEqual(decoded);
      },
    ),
  );
});
