import { sampleTicket } from "../testing/sample-ticket.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epoch, jobId, leaseId, parcelId } from "../ids.ts";
import { decodeDown, decodeUp, encodeDown, encodeUp } from "./codec.ts";
import {
  maxControlBytes,
  maxLeasesInHeartbeat,
  maxParcelsInCommitted,
  maxSourceLength,
  maxTasksInMessage,
} from "./limits.ts";
import { lanes } from "./messages.ts";
import type { DownMessage, UpMessage } from "./messages.ts";
import { anyDown, anyUp, downMessages, upMessages } from "./testing/arbitrary-messages.ts";
import { packedOf } from "../values/value-column.ts";

function upAndBack(message: UpMessage): unknown {
  const { lane, bytes } = encodeUp(message);
  return decodeUp(lane, bytes);
}

function downAndBack(message: DownMessage): unknown {
  const { lane, bytes } = encodeDown(message);
  return decodeDown(lane, bytes);
}

describe("every message comes back as it was", () => {
  test.each(Object.entries(upMessages))("up: %s", (type, messages) => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(encodeUp(message).lane).toBe(lanes[message.type]);
        expect(upAndBack(message)).toEqual({ type: "value", value: message });
        expect(message.type).toBe(type);
      }),
    );
  });

  test.each(Object.entries(downMessages))("down: %s", (type, messages) => {
    fc.assert(
      fc.property(messages, (message) => {
        expect(encodeDown(message).lane).toBe(lanes[message.type]);
        expect(downAndBack(message)).toEqual({ type: "value", value: message });
        expect(message.type).toBe(type);
      }),
    );
  });
});

describe("the largest of each kind", () => {
  test("heartbeat names every lease that a volunteer may hold within one control message", () => {
    const lease = { epoch: epoch(0xffff_ffff), lease: leaseId(0xffff_ffff) };
    const leases = Array.from({ length: maxLeasesInHeartbeat }, () => lease);
    expect(encodeUp({ type: "heartbeat", leases }).bytes.length).toBeLessThan(maxControlBytes);
    expect(upAndBack({ type: "heartbeat", leases })).toMatchObject({ type: "value" });
  });

  test("committed names as many parcels as its limit says within one control message", () => {
    const parcels = Array.from({ length: maxParcelsInCommitted }, () => parcelId(0xffff_ffff));
    expect(encodeDown({ type: "committed", parcels }).bytes.length).toBeLessThan(maxControlBytes);
    expect(downAndBack({ type: "committed", parcels })).toMatchObject({ type: "value" });
  });

  test("job carries the longest source, whatever its characters", () => {
    const message: DownMessage = {
      type: "job",
      job: jobId(1),
      title: "n",
      about: "",
      workUnit: "tasks",
      workOfTask: 1,
      part: null,
      taskTemplate: "{}",
      language: "javascript",
      source: "Ω".repeat(maxSourceLength),
      shared: null,
      files: {},
      timeLimitMs: 1,
      seed: 0xffff_ffff,
      atMostOnce: false,
    };
    expect(downAndBack(message)).toEqual({ type: "value", value: message });
  });

  test("batch carries as many tasks as its limit says", () => {
    const message: DownMessage = {
      type: "batch",
      job: jobId(1),
      epoch: epoch(1),
      lease: leaseId(1),
      indices: new Uint32Array(maxTasksInMessage),
      attempts: new Uint8Array(maxTasksInMessage).fill(1),
      inputs: { ends: new Uint32Array(maxTasksInMessage), bytes: new Uint8Array() },
      ticket: sampleTicket(),
      large: [],
    };
    expect(downAndBack(message)).toEqual({ type: "value", value: message });
  });

  test("a control message beyond the limit is not encoded", () => {
    const lease = { epoch: epoch(1), lease: leaseId(1) };
    const leases = Array.from({ length: 10_000 }, () => lease);
    expect(() => encodeUp({ type: "heartbeat", leases })).toThrow(RangeError);
  });
});

describe("what was decoded", () => {
  test("owns its columns: each fills an array of its own, where none is large", () => {
    fc.assert(
      fc.property(upMessages.results, (message) => {
        const { lane, bytes } = encodeUp(message);
        const decoded = decodeUp(lane, bytes);
        if (decoded.type !== "value" || decoded.value.type !== "results") throw new Error("expected results");
        const { block } = decoded.value;
        const { ends, bytes: values } = packedOf(block.values);
        const columns = [block.indices, block.outcomes, block.runtimesMs, ends, values];
        expect(new Set(columns.map((column) => column.buffer)).size).toBe(5);
        expect(columns.map((column) => column.byteLength)).toEqual(columns.map((column) => column.buffer.byteLength));
        bytes.fill(0);
        expect(decoded.value).toEqual(message);
      }),
    );
  });

  test("does not depend on where in memory its bytes lie", () => {
    fc.assert(
      fc.property(anyUp, fc.integer({ min: 0, max: 7 }), (message, offset) => {
        const { lane, bytes } = encodeUp(message);
        const moved = new Uint8Array(offset + bytes.length);
        moved.set(bytes, offset);
        expect(decodeUp(lane, moved.subarray(offset))).toEqual({ type: "value", value: message });
      }),
    );
  });
});

function decodedValues(size: number): { readonly memory: unknown; readonly ofMessage: unknown } {
  const { lane, bytes } = encodeUp({
    type: "results",
    epoch: epoch(1),
    lease: leaseId(2),
    job: jobId(3),
    parcel: parcelId(4),
    offered: null,
    granted: new Uint32Array(),
    busyMs: 5,
    slot: 0,
    beganMsAgo: 6,
    block: {
      indices: Uint32Array.of(6),
      outcomes: new Uint8Array(1),
      runtimesMs: new Float32Array(1),
      values: { ends: Uint32Array.of(size), bytes: new Uint8Array(size) },
    },
  });
  const decoded = decodeUp(lane, bytes);
  if (decoded.type !== "value" || decoded.value.type !== "results") throw new Error("expected results");
  return { memory: packedOf(decoded.value.block.values).bytes.buffer, ofMessage: bytes.buffer };
}

describe("the memory of decoded values", () => {
  test("is the message's where they are nearly all of it", () => {
    const { memory, ofMessage } = decodedValues(100_000);
    expect(memory).toBe(ofMessage);
  });

  test("is their own where they would hold more than themselves alive", () => {
    const { memory, ofMessage } = decodedValues(100);
    expect(memory).not.toBe(ofMessage);
  });
});

describe("bytes that are no message", () => {
  const lane = fc.constantFrom("control" as const, "bulk" as const);

  test("never throw, whatever they are", () => {
    fc.assert(
      fc.property(lane, fc.uint8Array({ maxLength: 200 }), (given, bytes) => {
        expect(decodeUp(given, bytes)).toMatchObject({ type: "problem" });
        expect(decodeDown(given, bytes)).toMatchObject({ type: "problem" });
      }),
      { numRuns: 1000 },
    );
  });

  test("any JSON on the control lane is a message or a reason", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const bytes = Uint8Array.from(json, (c) => c.charCodeAt(0) & 0x7f);
        const decoded = decodeUp("control", bytes);
        expect(decoded.type !== "problem" || decoded.problem.length > 0).toBe(true);
      }),
    );
  });

  test("every truncation of a message is refused, and nothing throws", () => {
    fc.assert(
      fc.property(anyUp, anyDown, fc.double({ min: 0, max: 0.999, noNaN: true }), (up, down, share) => {
        const sentUp = encodeUp(up);
        const sentDown = encodeDown(down);
        const cutUp = sentUp.bytes.subarray(0, Math.floor(sentUp.bytes.length * share));
        const cutDown = sentDown.bytes.subarray(0, Math.floor(sentDown.bytes.length * share));
        expect(decodeUp(sentUp.lane, cutUp)).toMatchObject({ type: "problem" });
        expect(decodeDown(sentDown.lane, cutDown)).toMatchObject({ type: "problem" });
      }),
    );
  });

  test("bytes after the last column are refused", () => {
    fc.assert(
      fc.property(upMessages.results, (message) => {
        const { bytes } = encodeUp(message);
        const longer = new Uint8Array(bytes.length + 1);
        longer.set(bytes);
        expect(decodeUp("bulk", longer)).toEqual({
          type: "problem",
          problem: "bulk message: the columns do not fill the message",
        });
      }),
    );
  });

  test("one changed byte gives another message or a reason, never an exception", () => {
    fc.assert(
      fc.property(anyUp, fc.nat(), fc.nat(255), (message, position, byte) => {
        const { lane: given, bytes } = encodeUp(message);
        bytes[position % bytes.length] = byte;
        const decoded = decodeUp(given, bytes);
        expect(decoded.type !== "problem" || decoded.problem.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a message in the wrong place", () => {
  test("is refused on the other lane", () => {
    fc.assert(
      fc.property(anyUp, (message) => {
        const { lane, bytes } = encodeUp(message);
        expect(decodeUp(lane === "bulk" ? "control" : "bulk", bytes)).toMatchObject({ type: "problem" });
      }),
    );
    const control = encodeUp({ type: "returned", epoch: epoch(1), lease: leaseId(1), indices: new Uint32Array([1]) });
    const json = `{"type":"returned","epoch":1,"lease":1}`;
    expect(control.lane).toBe("bulk");
    expect(
      decodeUp(
        "control",
        Uint8Array.from(json, (c) => c.charCodeAt(0)),
      ),
    ).toEqual({
      type: "problem",
      problem: "returned: came on the control lane",
    });
  });

  test("is refused when it goes the other way", () => {
    fc.assert(
      fc.property(anyUp, (message) => {
        const { lane, bytes } = encodeUp(message);
        const decoded = decodeDown(lane, bytes);
        expect(decoded.type === "value").toBe(message.type === "heartbeat");
      }),
    );
  });
});
