import { expect, test } from "vitest";
import { jobId, volunteerId } from "../ids.ts";
import { Command } from "../testing/transcript.ts";
import { digestFact, digestOrder, factInWords, numberedName, orderInWords, taskRuns } from "./fact-words.ts";
import { Room } from "./testing/room.ts";
import { TranscriptPlayer } from "./testing/transcript-player.ts";

test.each([
  "job 1 tasks=6",
  "job 2 tasks=6 batch=2 attempts=3 limit=500ms priority=-1 copies=off order=index",
  "job 2 tasks=6 limit=500ms once needs=webgpu",
  "restored 1 tasks=6 once done=0",
  "restored 1 tasks=6 batch=2 done=0-1,4 failed=3 paused",
  "restored 1 tasks=6 done=none",
  "pause 1",
  "resume 1",
  "cancel 1",
  "forget 1",
  "join ada slots=4",
  "limits ada slots=2 paused",
  "heartbeat ada epoch=1 leases=1-3,7",
  "heartbeat ada",
  "results ada lease=3 epoch=1 job=2 parcel=9 tasks=0-2,5",
  "results ada lease=3 epoch=1 job=2 parcel=9 tasks=0 threw=1 timed-out=2 crashed=3 not-loaded=4 offered",
  "returned ada lease=3 epoch=2 tasks=none",
  "path ada wavering",
  "lost ada",
  "goodbye ada",
  "job 1 tasks=0 growing",
  "restored 1 tasks=6 done=0 growing paused",
  "added 1 tasks=50",
  "sealed 1",
  "source-failed 1 task=50: the disk is gone: no such file",
  "let-go 1 before=65536",
  "ready load=3 count=2 bytes=100",
  "not-ready load=3 task=7: the disk is gone",
  "recorded 4",
])("the fact of the command %s is put in the same words", (line) => {
  const player = new TranscriptPlayer();
  const fact = player.factOf(new Command(line));
  expect(factInWords(digestFact({ ...fact, now: 0 }), (id) => player.nameOf(id))).toBe(line);
});

test("tasks are named as runs of neighbours, and beyond twelve runs they are counted", () => {
  expect(taskRuns([])).toBe("none");
  expect(taskRuns([3])).toBe("3");
  expect(taskRuns([0, 1, 2, 7, 8, 4])).toBe("0-2,7-8,4");
  const even = Array.from({ length: 500 }, (_, at) => 2 * at);
  expect(taskRuns(even)).toBe("0,2,4,6,8,10,12,14,16,18,20,22,…(500)");
});

test("a digest holds no columns of tasks or values, however large the fact or the order is", () => {
  const room = new Room();
  room.submit(1, 4, { batchSize: 4, maxAttempts: 1 });
  const batch = room.join(1);
  const commit = room.answer(1, 1, [0, 1, { task: 2, outcome: 1 }]);
  const digests = [...batch, ...commit].map(digestOrder);
  expect(digests.some((digest) => Object.values(digest).some((value) => ArrayBuffer.isView(value)))).toBe(false);
  const words = digests.map((digest) => orderInWords(digest, numberedName));
  expect(words).toContain("send to v1: lease 1, tasks 0-3 of job 1");
  expect(words).toContain("put on record: commit 1, by v1: done 0-1, failed 2 of job 1");
});

test("a job is called by its number in the room, and a volunteer by what its reader calls it", () => {
  const job = jobId(3 * 0x1_0000_0000 + 2);
  const order = { type: "send-job", volunteer: volunteerId(7), job } as const;
  expect(orderInWords(order, () => "Ada")).toBe("send to Ada: the program of job 2");
});
