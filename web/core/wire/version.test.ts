import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { encodeDown, encodeUp } from "./codec.ts";
import { epoch, jobId, leaseId, parcelId } from "../ids.ts";
import { writeFrame, writeSharedFrame } from "./frames.ts";
import { maxFrameBytes } from "./limits.ts";
import { wireVersion } from "./messages.ts";
import { packAll, Packer } from "../values/packed.ts";
import { describeSchema } from "./schema.ts";

/**
 * The decoder is driven by the tables that `describeSchema` puts into words, so the first hash changes with any field,
 * kind or limit. The second is over bytes: one message of each layout, in its frames. When a hash changes, raise
 * `wireVersion` and put the new hashes here: pages that were loaded before must be told apart.
 */
const pinned = {
  version: 5,
  schema: "81758b58d31f8808a0f42c48213ba968405a8864657579e8b4582d040b4807da",
  layout: "116fc1724e79ee97a00ea7b7315a4613375ee16765f72002deec3139a359ca5f",
};

function layout(): Uint8Array {
  const packer = new Packer();
  for (const value of [1, 2.5, "three", [null, true], { four: new Uint8Array([4]) }, 5n, undefined])
    packer.append(value);
  const values = packer.take();
  const n = values.ends.length;
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  const lease = { epoch: epoch(1), lease: leaseId(2), job: jobId(3) };
  const block = { indices, outcomes: new Uint8Array(n), runtimesMs: new Float32Array(n).fill(1.5), values };
  const alike = packAll(Array.from({ length: 20 }, (_, i) => `${i} * ${i} = ${i * i}`));
  const few = packAll(Array.from({ length: 20 }, (_, i) => i % 3 === 0));
  const messages = [
    encodeDown({ type: "batch", ...lease, indices: Uint32Array.from({ length: 20 }, (_, i) => i), inputs: few }),
    encodeUp({ type: "results", ...lease, parcel: parcelId(4), offered: false, busyMs: 5, block }),
    encodeDown({ type: "batch", ...lease, indices, inputs: values }),
    encodeDown({ type: "batch", ...lease, indices: Uint32Array.from({ length: 20 }, (_, i) => 20 - i), inputs: alike }),
    encodeDown({ type: "goodbye", reason: "Ω" }),
    { lane: "bulk", bytes: new Uint8Array(2 * maxFrameBytes) } as const,
  ];
  const frames = messages.flatMap(({ lane, bytes }) => {
    const pieces: Uint8Array[] = [];
    for (let offset = 0; offset < bytes.length;) {
      const target = new Uint8Array(maxFrameBytes);
      const { length, next } = writeFrame(target, lane, bytes, offset);
      pieces.push(target.subarray(0, length));
      offset = next;
    }
    return pieces;
  });
  const target = new Uint8Array(maxFrameBytes);
  const shared = writeSharedFrame(target, "control", (position) => messages.slice(0, 2)[position]?.bytes);
  return concatBytes(...frames, target.subarray(0, shared?.length));
}

test("the wire's version is raised whenever a message or its layout changes", () => {
  expect({
    version: wireVersion,
    schema: bytesToHex(sha256(utf8ToBytes(describeSchema()))),
    layout: bytesToHex(sha256(layout())),
  }).toEqual(pinned);
});
