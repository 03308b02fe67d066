import { writeSync } from "node:fs";
import { jobId } from "../../../web/core/ids.ts";
import { accepted, created, sampleResults, sampleRoom, sampleRoomId } from "../../../web/journal/testing/samples.ts";
import { FileJournal } from "../file-journal.ts";

// Puts results of one job after the other on record, as fast as it can, and deletes the job before the last one. Prints job and task
// once they are on record.

const [path = ""] = process.argv.slice(2);
const room = sampleRoomId(1);
const tasksOfJob = 20;

const journal = await FileJournal.open(path, { slackBytes: 0 });
if ((await journal.begin(room, 1)).type === "unknown") await journal.addRoom(sampleRoom());
const begun = await journal.begin(room, 1);
if (begun.type !== "begun") throw new Error(begun.type);
const { epoch, lastJob } = begun.room;

for (let number = lastJob + 1; ; number += 1) {
  const job = jobId(number);
  await journal.write(room, epoch, [created(number)]);
  for (let task = 0; task < tasksOfJob; task += 1) {
    const outcome = await journal.write(room, epoch, [accepted(job, sampleResults([task]))]);
    if (outcome.type !== "written") throw new Error(outcome.type);
    writeSync(1, `${number} ${task}\n`);
  }
  const earlier = (await journal.jobs()).filter((one) => one.job < job - 1);
  for (const { job: old } of earlier) await journal.deleteJob({ room, job: old });
}
