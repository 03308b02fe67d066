import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Joiner, writeFrame } from "./frames.ts";
import type { Joined } from "./frames.ts";
import { maxFrameBytes } from "./limits.ts";
import type { Lane } from "./messages.ts";
import { Outbox } from "./outbox.ts";

const limit = 1024 * 1024;

function patterned(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) bytes[i] = (i * 31 + length) & 0xff;
  return bytes;
}

function framesOf(lane: Lane, message: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let offset = 0;
  do {
    const target = new Uint8Array(maxFrameBytes);
    const { length, next } = writeFrame(target, lane, message, offset);
    frames.push(target.subarray(0, length));
    offset = next;
  } while (offset < message.length);
  return frames;
}

/** Deep equality over megabytes is slow: lengths and sameness say as much. */
function summary(joined: readonly Joined[]): unknown[] {
  return joined.flatMap((one): unknown[] =>
    one.type === "messages"
      ? one.messages.map((bytes) => [one.lane, bytes.length, Buffer.from(bytes).equals(patterned(bytes.length))])
      : [one],
  );
}

function drained(outbox: Outbox): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let frame = outbox.peek("any"); frame !== null; frame = outbox.peek("any")) {
    frames.push(frame.slice());
    outbox.sent();
  }
  return frames;
}

function takeAll(joiner: Joiner, frames: readonly Uint8Array[]): Joined[] {
  return frames.map((frame) => joiner.take(frame)).filter((joined) => joined.type !== "more");
}

const lanes = fc.constantFrom<Lane>("control", "bulk");
const sizes = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: maxFrameBytes - 8, max: maxFrameBytes + 8 }),
  fc.integer({ min: 2 * maxFrameBytes - 8, max: 2 * maxFrameBytes + 8 }),
  fc.integer({ min: 0, max: limit }),
);

describe("a message that is cut into frames", () => {
  test("comes back whole, whatever its size and lane, and no frame is larger than allowed", () => {
    fc.assert(
      fc.property(lanes, sizes, (lane, size) => {
        const bytes = patterned(size);
        const frames = framesOf(lane, bytes);
        expect(Math.max(...frames.map((frame) => frame.length))).toBeLessThanOrEqual(maxFrameBytes);
        expect(summary(takeAll(new Joiner(limit), frames))).toEqual([[lane, size, true]]);
      }),
      { numRuns: 60 },
    );
  });

  test("takes one frame as long as it fits one", () => {
    expect(framesOf("bulk", patterned(maxFrameBytes - 1))).toHaveLength(1);
    expect(framesOf("bulk", patterned(maxFrameBytes))).toHaveLength(2);
    expect(framesOf("control", patterned(0))).toHaveLength(1);
  });

  test("may have control messages between its pieces", () => {
    const bulk = framesOf("bulk", patterned(200_000));
    const control = framesOf("control", patterned(10));
    const mixed = bulk.flatMap((frame) => [...control, frame]);
    const joined = takeAll(new Joiner(limit), mixed);
    expect(joined.map((one) => (one.type === "messages" ? one.lane : one.type))).toEqual([
      ...bulk.map(() => "control"),
      "bulk",
    ]);
  });
});

describe("an outbox", () => {
  test("keeps the order within each lane, sends control first, and loses nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(lanes, fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 150_000 }))), {
          maxLength: 12,
        }),
        (messages) => {
          const outbox = new Outbox();
          for (const [lane, size] of messages) outbox.add(lane, patterned(size));
          expect(outbox.backlogBytes).toBe(messages.reduce((sum, [, size]) => sum + size, 0));
          const joined = takeAll(new Joiner(limit), drained(outbox));
          const inOrder = [
            ...messages.filter(([lane]) => lane === "control"),
            ...messages.filter(([lane]) => lane === "bulk"),
          ];
          expect(summary(joined)).toEqual(inOrder.map(([lane, size]) => [lane, size, true]));
          expect(outbox.backlogBytes).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("lets control go between the pieces of a bulk message that is on its way", () => {
    const outbox = new Outbox();
    const joiner = new Joiner(limit);
    outbox.add("bulk", patterned(200_000));
    expect(joiner.take(outbox.peek("any")?.slice() ?? new Uint8Array()).type).toBe("more");
    outbox.sent();
    outbox.add("control", patterned(3));
    expect(takeAll(joiner, drained(outbox)).map((one) => (one.type === "messages" ? one.lane : one.type))).toEqual([
      "control",
      "bulk",
    ]);
  });

  test("offers the same frame again until it was sent", () => {
    const outbox = new Outbox();
    outbox.add("bulk", patterned(5));
    expect(outbox.peek("any")?.slice()).toEqual(outbox.peek("any")?.slice());
    expect(outbox.backlogBytes).toBe(5);
    outbox.sent();
    outbox.sent();
    expect(outbox.peek("any")).toBeNull();
  });

  test("has the short messages of a lane share frames, in their order, and no more of them than one holds", () => {
    const outbox = new Outbox();
    for (const [lane, size] of [
      ["control", 10],
      ["bulk", 20],
      ["control", 0],
    ] as const)
      outbox.add(lane, patterned(size));
    for (const size of [2_000, 2_000, 200, 5_000, 1]) outbox.add("bulk", patterned(size));
    const frames = drained(outbox);
    expect(shared(10, 0).equals(frames[0] ?? new Uint8Array())).toBe(true);
    expect(frames.map((frame) => frame.length)).toEqual([15, 4_027, 201, 5_001, 2]);
  });

  test("gives up control alone when asked for last words", () => {
    const outbox = new Outbox();
    outbox.add("bulk", patterned(5));
    expect(outbox.peek("control")).toBeNull();
    outbox.add("control", patterned(6));
    expect(outbox.peek("control")).toHaveLength(7);
  });
});

/** A first piece as it might come, its payload of any length. */
function opening(lane: Lane, total: number, payload: number): Uint8Array {
  const frame = new Uint8Array(5 + payload);
  frame[0] = lane === "bulk" ? 5 : 1;
  new DataView(frame.buffer).setUint32(1, total, true);
  return frame;
}

function further(lane: Lane, payload: number): Uint8Array {
  const frame = new Uint8Array(1 + payload);
  frame[0] = lane === "bulk" ? 6 : 2;
  return frame;
}

/** Control messages of these lengths in one frame. */
function shared(...lengths: number[]): Buffer {
  return Buffer.concat([
    Buffer.from([3]),
    ...lengths.flatMap((length) => [Buffer.from([length, 0]), patterned(length)]),
  ]);
}

function whole(lane: Lane): Uint8Array {
  return new Uint8Array([lane === "bulk" ? 4 : 0, 1]);
}

describe("frames that break the rules are refused", () => {
  const fullFirst = maxFrameBytes - 5;
  const fullNext = maxFrameBytes - 1;

  test.each<[string, Uint8Array[], string]>([
    ["an empty frame", [new Uint8Array()], "an empty frame"],
    ["a frame that is too large", [new Uint8Array(maxFrameBytes + 1)], "a frame of"],
    ["an unknown bit of a shared frame", [new Uint8Array([11])], "an unknown kind of frame (11)"],
    ["an unknown bit", [new Uint8Array([8])], "an unknown kind of frame (8)"],
    ["a whole message above the limit", [new Uint8Array(200)], "a control message of 199 bytes; the most is 100"],
    ["a total above the limit", [opening("bulk", 101, 50)], "a bulk message of 101 bytes; the most is 100"],
    ["a first piece without its total", [new Uint8Array([1, 0, 0])], "without its total"],
    ["a piece of nothing", [further("bulk", 4)], "a piece of no bulk message"],
    ["a shared frame with nothing in it", [new Uint8Array([3])], "fewer than two messages"],
    ["a shared frame with one message", [new Uint8Array([3, 1, 0, 9])], "fewer than two messages"],
    ["a shared frame that ends within a length", [new Uint8Array([3, 1, 0, 9, 1])], "ends within a length"],
    ["a shared frame that ends within a message", [new Uint8Array([7, 1, 0, 9, 3, 0, 9, 9])], "ends within a message"],
    ["a shared frame that is too large", [new Uint8Array(4097).fill(3, 0, 1)], "a shared frame of 4097 bytes"],
    ["a shared message above the limit", [shared(50, 101)], "a control message of 101 bytes; the most is 100"],
  ])("%s", (_, frames, reason) => {
    const joined = takeAll(new Joiner(100), frames);
    expect(joined).toEqual([{ type: "malformed", problem: expect.stringContaining(reason) }]);
  });

  test.each<[string, Uint8Array[], string]>([
    ["a cut message that would have fitted", [opening("bulk", 1000, fullFirst)], "a cut bulk message of only"],
    ["a first piece that does not fill its frame", [opening("bulk", 200_000, 10)], "a piece of 10 bytes"],
    ["an empty piece", [opening("bulk", 200_000, fullFirst), further("bulk", 0)], "a piece of 0 bytes"],
    [
      "a piece beyond the total",
      [opening("bulk", 70_000, fullFirst), further("bulk", fullNext)],
      "a piece of 65535 bytes",
    ],
    [
      "another start inside",
      [opening("bulk", 200_000, fullFirst), opening("bulk", 200_000, fullFirst)],
      "inside a cut one",
    ],
    ["a whole message inside", [opening("bulk", 200_000, fullFirst), whole("bulk")], "inside a cut one"],
    ["a shared frame inside", [opening("control", 200_000, fullFirst), shared(1, 1)], "inside a cut one"],
    [
      "a piece on the other lane",
      [opening("bulk", 200_000, fullFirst), further("control", fullNext)],
      "no control message",
    ],
  ])("%s", (_, frames, reason) => {
    expect(takeAll(new Joiner(limit), frames)).toEqual([
      { type: "malformed", problem: expect.stringContaining(reason) },
    ]);
  });

  test("random frames give messages or reasons, never exceptions", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (frames) => {
        const joiner = new Joiner(limit);
        for (const frame of frames) expect(["messages", "more", "malformed"]).toContain(joiner.take(frame).type);
      }),
    );
  });
});

describe("the limit", () => {
  test("holds for messages that begin after it was changed", () => {
    const joiner = new Joiner(10);
    expect(joiner.take(new Uint8Array(12)).type).toBe("malformed");
    joiner.limit(20);
    expect(joiner.take(new Uint8Array(12)).type).toBe("messages");
  });

  test("lets a message that has begun come to its end", () => {
    const joiner = new Joiner(limit);
    const [head, ...tail] = framesOf("bulk", patterned(100_000));
    expect(joiner.take(head ?? new Uint8Array()).type).toBe("more");
    joiner.limit(10);
    expect(tail.map((frame) => joiner.take(frame).type)).toEqual(["messages"]);
  });
});
