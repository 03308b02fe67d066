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
  expect(tooMuchData({ definition, blobs: [blobOf(24_000_000), blobOf(24_000_001)] })).toEqual({
    key: "data-too-large",
    characters: 64_000_004,
    most: 64_000_000,
  });
  expect(tooMuchData({ definition, blobs: [blobOf(60_000_000)] })).toMatchObject({ characters: 80_000_000 });
});
