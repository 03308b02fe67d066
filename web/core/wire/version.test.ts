import { sampleTicket } from "../testing/sample-ticket.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { sampleBlob } from "../blobs/testing/sample-blobs.ts";
import { encodeDown, encodeUp } from "./codec.ts";
import { epoch, jobId, leaseId, parcelId } from "../ids.ts";
import { writeFrame, writeSharedFrame } from "./frames.ts";
import { maxFrameBytes } from "./limits.ts";
import { wireVersion } from "./messages.ts";
import { packAll, Packer } from "../values/packed.ts";
import { describeSchema } from "./schema.ts";
import { historyProblem, type ListedVersion } from "../testing/version-history.ts";

/**
 * Released versions of the wire. The hash is over the schema in words, which the decoder is driven by, and over the bytes of
 * one message of each layout in its frames. When it changes, raise `wireVersion` and append the line that the test names:
 * pages that were loaded before must be told apart.
 */
const history: readonly ListedVersion[] = [
  [5, "d320f9bc04d99fe5695228ed729785e08b5757667578a634f1fbcef10ad3b8af", "6268a7f3c88c8e80"],
  [6, "30ea10dc90014e013738a4bae63fc5b43b2f67137c681e7a256711bb16b2af38", "97fdf183ca1c9f35"],
  [7, "f5f016a81aa5892922573524bbf6a0db7fed88cca91512d2d1544c4900dd74e9", "46517b83811c886c"],
  [8, "a3496be27a2857620b38a1ee27a6787256dcc7db8e72f5c459efa7f2c31a6ca1", "f89d126045411122"],
  [9, "e54718f14e2bc6fb8a741f54d6dcceca8c6b659a8e31b1ce163fe2b608d48bc1", "df932a5099970609"],
  [10, "7326fd993eab3b2f95e0ce51131a36eb994b3e276aa58ecba1ae0914178629d0", "502a431e0791a653"],
  [11, "deac43d96137a7625556679fd9697fe49261d57e402cb3592ae3fbda04c954e8", "17af66021ffea770"],
  [12, "7575b60a83ee4a900676ed7a9c78e3775501022bee8766779a05e5eb5b270f1e", "9982d13e436f8a1b"],
];

function layout(): Uint8Array {
  const packer = new Packer();
  for (const value of [1, 2.5, "three", [null, true], { four: new Uint8Array([4]) }, 5n, undefined])
    packer.append(value);
  const values = packer.take();
  const n = values.ends.length;
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  const lease = { epoch: epoch(1), lease: leaseId(2), job: jobId(3) };
  const first = new Uint8Array(20).fill(1);
  const block = { indices, outcomes: new Uint8Array(n), runtimesMs: new Float32Array(n).fill(1.5), values };
  const alike = packAll(Array.from({ length: 20 }, (_, i) => `${i} * ${i} = ${i * i}`));
  const few = packAll(Array.from({ length: 20 }, (_, i) => i % 3 === 0));
  const messages = [
    encodeDown({
      type: "batch",
      ...lease,
      indices: Uint32Array.from({ length: 20 }, (_, i) => i),
      attempts: first,
      inputs: few,
      ticket: sampleTicket(),
      large: [],
    }),
    encodeUp({
      type: "results",
      ...lease,
      parcel: parcelId(4),
      offered: sampleTicket(),
      granted: indices,
      busyMs: 5,
      slot: 1,
      beganMsAgo: 6,
      block,
    }),
    encodeDown({
      type: "batch",
      ...lease,
      indices,
      attempts: Uint8Array.from(indices, (i) => i + 1),
      inputs: values,
      ticket: sampleTicket(),
      large: [{ at: 2, ...sampleBlob(3).name }],
    }),
    encodeDown({
      type: "batch",
      ...lease,
      indices: Uint32Array.from({ length: 20 }, (_, i) => 20 - i),
      attempts: first,
      inputs: alike,
      ticket: sampleTicket(),
      large: [],
    }),
    encodeUp({
      type: "call",
      ...lease,
      task: 3,
      call: 2,
      received: 1,
      request: packAll(["id", "put", { four: new Uint8Array([4]) }]),
    }),
    encodeDown({ type: "goodbye", reason: "broke-rules", detail: "Ω" }),
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
  const hash = bytesToHex(sha256(concatBytes(utf8ToBytes(describeSchema()), layout())));
  expect(historyProblem(history, wireVersion, hash)).toBeNull();
});
