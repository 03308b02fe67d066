import { expect, test } from "vitest";
import { epoch, jobId, leaseId, parcelId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { sampleTicket } from "../../core/testing/sample-ticket.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { encodeUp } from "../../core/wire/codec.ts";
import { maxMessageBytes, maxTasksInMessage } from "../../core/wire/limits.ts";
import { flushAfterBytes } from "./report-timing.ts";

test("what is reported at once fits into one message, with a value of the largest size at its end", () => {
  const rows = maxTasksInMessage;
  // Nothing that a column could save: no two neighbours, no two runtimes or values alike.
  const indices = Uint32Array.from({ length: rows }, (_, at) => 0xffff_0000 + 2 * at);
  const ends = Uint32Array.from({ length: rows }, (_, at) => Math.floor(((flushAfterBytes - 1) * (at + 1)) / rows));
  const bytes = new Uint8Array(flushAfterBytes - 1 + maxValueBytes);
  ends[rows - 1] = bytes.length;
  for (let at = 0; at < flushAfterBytes; at += 1) bytes[at] = Math.imul(at, 0x9e37_79b1) >>> 24;
  const encoded = encodeUp({
    type: "results",
    epoch: epoch(2 ** 32 - 1),
    lease: leaseId(2 ** 32 - 1),
    job: jobId(2 ** 53 - 1),
    parcel: parcelId(2 ** 32 - 1),
    offered: sampleTicket(),
    granted: indices,
    busyMs: 2 ** 31 - 1,
    slot: 255,
    beganMsAgo: 2 ** 31 - 1,
    block: {
      indices,
      outcomes: Uint8Array.from(indices, (_, at) => (at % 2 === 0 ? outcomes.value : outcomes.endsJob)),
      runtimesMs: Float32Array.from(indices, (_, at) => at + 0.1),
      values: { ends, bytes },
    },
  });
  expect(encoded.bytes.length).toBeLessThanOrEqual(maxMessageBytes);
});
