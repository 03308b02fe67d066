import { expect, test } from "vitest";
import { createRoomStore, type JobView } from "../../room/store.ts";
import { closeQuestion } from "./loss-questions.ts";
import { openJob } from "./testing/open-job.ts";

function lossOfClosing(traits: Partial<JobView>): string | undefined {
  return closeQuestion({ ...createRoomStore().getState(), jobs: [{ ...openJob, ...traits }] })?.loss;
}

test("whoever closes a room while inputs are being added is told which of them may be lost", () => {
  expect(lossOfClosing({})).toBe("Job 1 stops. Further inputs will be computed only if you open the room again.");
  const adding = "3 inputs that you added to job 1 may be lost: wait until they are on record.";
  expect(lossOfClosing({ inputsDue: 5 })).toContain(adding);
  expect(lossOfClosing({ inputsDue: 5, takesInputs: false, isSealing: true })).toContain(adding);
});
