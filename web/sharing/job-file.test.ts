import { expect, test } from "vitest";
import { sampleBlob } from "../core/blobs/testing/sample-blobs.ts";
import { checkDefinition } from "../core/job/job-definition.ts";
import { sampleJob } from "../core/job/testing/sample-job.ts";
import { tooMuchData } from "./job-file.ts";

test("data that is larger as text than a job's file can be is told before a text is made of it", () => {
  const definition = checkDefinition(sampleJob());
  const { name } = sampleBlob(1);
  const blobOf = (bytes: number) => ({ name, bytes: new Uint8Array(bytes) });
  expect(tooMuchData({ definition, blobs: [blobOf(24_000_000), blobOf(24_000_000)] })).toBeNull();
  expect(tooMuchData({ definition, blobs: [blobOf(24_000_000), blobOf(24_000_001)] })).toBe(
    "its data takes 64.0 MB as text, of which a job’s file can have 64.0 MB",
  );
  expect(tooMuchData({ definition, blobs: [blobOf(60_000_000)] })).toContain("takes 80.0 MB as text");
});
