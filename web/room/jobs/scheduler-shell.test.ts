import { leaseTickets } from "../../core/lease-ticket.ts";
import { describe, expect, test } from "vitest";
import { epoch, jobId, leaseId, parcelId, volunteerId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { defaultJobOptions, outcomes, type JobOptions } from "../../core/job/job.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler } from "../../core/scheduler/state.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { packAll } from "../../core/values/packed.ts";
import { decodeDown } from "../../core/wire/codec.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { sampleRoomId } from "../../journal/testing/samples.ts";
import { settled, tabOf } from "../../membership/testing/fake-environment.ts";
import { InstantLink } from "../../membership/testing/instant-link.ts";
import { LogBook } from "../../words/log-book.ts";
import { describerOf } from "../../core/job/describer.ts";
import { noObjects } from "../call-desk.ts";
import { OpenCalls } from "../people/open-calls.ts";
import { People } from "../people/people.ts";
import { Settlements } from "../results/settlements.ts";
import type { RoomEvent } from "../room-event.ts";
import { squaresOf } from "../testing/opened-room.ts";
import { Job } from "./job.ts";
import { unwatched } from "../testing/unwatched.ts";
import { LargeInputs } from "./large-inputs.ts";
import { SchedulerShell } from "./scheduler-shell.ts";
import { TaskProgressBook } from "./task-progress.ts";
import type { Saying } from "../../words/sayings.ts";

const volunteer = volunteerId(1);
const room = sampleRoomId(1);

interface Answer {
  readonly outcome: 0 | 1;
  readonly offered: boolean;
  readonly beganMsAgo: number;
}

/** A shell with one job, a volunteer with four slots, and a journal that is written when the test says so. */
function shellWith(inputs: InputSource, options: Partial<JobOptions> = {}) {
  const clock = new ManualClock();
  const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  const log = new LogBook();
  const entries: JournalEntry[] = [];
  const waiting: ((isOnRecord: boolean) => void)[] = [];
  const writer = {
    append: (entry: JournalEntry, written: (isOnRecord: boolean) => void = () => {}) => {
      entries.push(entry);
      waiting.push(written);
    },
  };
  const people = new People([], writer);
  const { coordinatorEnd, volunteerEnd } = InstantLink.pair();
  people.admitPerson(tabOf(1), coordinatorEnd, { name: "laptop", device: "a test" });
  const heard: DownMessage[] = [];
  volunteerEnd.listen((event) => {
    if (event.type !== "message") return;
    const decoded = decodeDown(event.lane, event.bytes);
    if (decoded.type === "value") heard.push(decoded.value);
  });
  const jobs = new Map<Job["id"], Job>();
  const announced: RoomEvent[] = [];
  const surroundings = {
    room,
    clock,
    pace: { onNextFrame: (callback: () => void) => clock.after(16, callback), hurry: () => {} },
    scheduler,
    people,
    writer,
    log,
    told: { log, places: new Map() },
    announce: (event: RoomEvent) => announced.push(event),
    progress: new TaskProgressBook(clock),
    noteEndRecorded: () => {},
  };
  const tickets = leaseTickets(new Uint8Array(32));
  const machine = { settings: defaultSchedulerSettings, handle, leaseTickets };
  const largeInputs = new LargeInputs(0, clock, unwatched);
  const calls = new OpenCalls(noObjects, people, clock);
  const shell = new SchedulerShell({ ...surroundings, machine, jobs, largeInputs, tickets, calls });
  const definition = { ...squaresOf(1), options: { ...defaultJobOptions, ...options } };
  const id = jobId(1);
  const job = new Job(surroundings, {
    id,
    definition,
    describer: describerOf(definition.view),
    inputs,
    settlements: new Settlements(inputs.total),
    precision: null,
    findWrong: null,
    blobs: [],
  });
  jobs.set(id, job);
  shell.submitFact({
    type: "job-submitted",
    job: id,
    total: inputs.total,
    options: definition.options,
    isSealed: true,
  });
  job.begin();
  shell.submitFact({ type: "volunteer-joined", volunteer, slots: 4 });
  /** A result of one task, each of which is a lease of its own. */
  const answer = (task: number, value: unknown, more: Partial<Answer> = {}): void => {
    const { outcome = outcomes.value, offered = false, beganMsAgo = 1 } = more;
    const block = {
      indices: Uint32Array.of(task),
      outcomes: Uint8Array.of(outcome),
      runtimesMs: Float32Array.of(1),
      values: packAll([value]),
    };
    const name = { volunteer, job: id, epoch: scheduler.epoch, lease: leaseId(task + 1), parcel: parcelId(task + 1) };
    shell.submitFact({ type: "results-arrived", ...name, offered, busyMs: 1, slot: 0, beganMsAgo, block });
  };
  const writeAll = (): void => {
    for (const written of waiting.splice(0)) written(true);
  };
  return { clock, scheduler, log, entries, heard, jobs, announced, shell, job, answer, writeAll };
}

function resultsIn(log: LogBook): readonly Saying<"result" | "failure">[] {
  return log.read().flatMap(({ saying }) => (saying.key === "result" || saying.key === "failure" ? [saying] : []));
}

function numbersIn(log: LogBook): readonly number[] {
  return resultsIn(log).map((saying) =>
    Number(/(\d+)$/.exec(saying.key === "result" ? saying.words : saying.error)?.[1]),
  );
}

const four = openInputs({ type: "range", start: 0, step: 1, count: 4 });

describe("results", () => {
  test("are reported as they are completed", () => {
    const { answer, writeAll, log } = shellWith(four);
    for (const task of [3, 1, 0, 2]) answer(task, 100 + task);
    writeAll();
    expect(numbersIn(log)).toEqual([103, 101, 100, 102]);
  });

  test("of an ordered job are reported in the order of its tasks, each as soon as its turn has come", () => {
    const { answer, writeAll, log } = shellWith(four, { order: "index" });
    answer(1, 101);
    writeAll();
    expect(numbersIn(log)).toEqual([]);
    for (const task of [0, 3]) answer(task, 100 + task);
    writeAll();
    expect(numbersIn(log)).toEqual([100, 101]);
    answer(2, 102);
    writeAll();
    expect(numbersIn(log)).toEqual([100, 101, 102, 103]);
  });

  test("that failed hold their place in the order", () => {
    const { answer, writeAll, log } = shellWith(four, { order: "index", maxAttempts: 1 });
    for (const task of [3, 1, 0, 2]) {
      if (task === 1) answer(task, new Error("no"), { outcome: outcomes.threw });
      else answer(task, 100 + task);
    }
    writeAll();
    expect(resultsIn(log).map(({ key }) => key)).toEqual(["result", "failure", "result", "result"]);
  });

  test("[P1] are neither shown nor acknowledged before they are on record", async () => {
    const { answer, writeAll, job, heard } = shellWith(four);
    answer(0, 100);
    await Promise.resolve();
    expect(job.results.at(0)).toBeNull();
    expect(heard.filter(({ type }) => type === "committed")).toEqual([]);
    writeAll();
    await Promise.resolve();
    expect(job.results.at(0)).toMatchObject({ outcome: { type: "value", value: 100 }, volunteer: "laptop" });
    expect(heard.filter(({ type }) => type === "committed")).toEqual([{ type: "committed", parcels: [parcelId(1)] }]);
  });

  test("are put on record with the job's time when they came, whenever they are written", () => {
    const { answer, clock, writeAll, entries, job } = shellWith(four);
    clock.work(500);
    answer(0, 100);
    clock.work(300);
    writeAll();
    const [accepted] = entries.flatMap((entry) => (entry.type === "results-accepted" ? [entry.results] : []));
    expect(accepted).toMatchObject({ elapsedMs: 500, attempts: Uint8Array.of(1) });
    expect(job.results.at(0)).toMatchObject({ task: 0, startedMs: 499 });
  });
});

describe("a result keeps its place in time", () => {
  test("when the job was paused while its task was in hand", () => {
    const { answer, clock, writeAll, job } = shellWith(four);
    clock.work(30_000);
    job.standStill();
    clock.work(1_200_000);
    answer(0, 100, { beganMsAgo: 1_205_000 });
    answer(1, 101, { beganMsAgo: 600_000 });
    writeAll();
    // The second one began after the pause, when the clock stood.
    expect([0, 1].map((task) => job.results.at(task)?.startedMs)).toEqual([25_000, 30_000]);
  });

  test("when it is offered after the only volunteer was away, and the job waited", () => {
    const { answer, clock, writeAll, job, shell } = shellWith(four);
    clock.work(10_000);
    shell.submitFact({ type: "volunteer-left", volunteer, departure: "lost" });
    clock.work(600_000);
    shell.submitFact({ type: "volunteer-joined", volunteer, slots: 4 });
    clock.work(1_000);
    answer(0, 100, { offered: true, beganMsAgo: 609_000 });
    writeAll();
    expect(job.elapsedMs).toBe(11_000);
    expect(job.results.at(0)?.startedMs).toBe(2_000);
  });

  test("when it is a failure that waited for its link", () => {
    const { answer, clock, writeAll, job } = shellWith(four, { maxAttempts: 1 });
    clock.work(2_000);
    answer(0, new Error("no"), { outcome: outcomes.threw, beganMsAgo: 500 });
    writeAll();
    expect(job.results.at(0)).toMatchObject({ outcome: { type: "failed" }, startedMs: 1_500 });
  });
});

test("the last result ends the job: its phase is on record, and what people see is told to be new at once", () => {
  const { answer, writeAll, entries, job, scheduler, announced } = shellWith(four);
  for (const task of [0, 1, 2, 3]) answer(task, task);
  expect(job.phase).toBe("running");
  writeAll();
  expect(job.phase).toBe("done");
  expect(scheduler.jobs.get(job.id)?.phase).toBe("done");
  expect(entries.at(-1)).toMatchObject({ type: "job-changed", phase: "done" });
  expect(announced.at(-1)).toEqual({ type: "changed", isEnd: true });
});

function secondIsGone(task: number): number {
  if (task === 1) throw new Error("the file is gone");
  return task;
}

test("an input that cannot be had makes its job stand still, with the reason, and it goes on when it is resumed", () => {
  const { job, scheduler, log, entries } = shellWith({ total: 3, at: secondIsGone, look: secondIsGone });
  const stuck = { key: "job-stuck", job: 1, task: 1, reason: "the file is gone" };
  expect(log.read().flatMap(({ saying }) => (saying.key === "job-stuck" ? [saying] : []))).toEqual([stuck]);
  expect(entries.filter(({ type }) => type === "job-changed")).toMatchObject([{ phase: "paused" }]);
  expect([job.phase, job.isPausedByPerson]).toEqual(["paused", true]);
  const known = scheduler.jobs.get(job.id);
  expect([known?.phase, known?.tasks.attempts(1)]).toEqual(["paused", 0]);
});

test("a job whose input still cannot be had when it is resumed stands still again, and says so again", () => {
  const { job, shell, scheduler, log, entries } = shellWith({ total: 3, at: secondIsGone, look: secondIsGone });
  job.notePersonsWish("running");
  shell.submitFact({ type: "job-resumed", job: job.id });
  job.goOn();
  expect([job.phase, job.isPausedByPerson]).toEqual(["paused", true]);
  expect(scheduler.jobs.get(job.id)?.phase).toBe("paused");
  expect(log.read().filter(({ saying }) => saying.key === "job-stuck")).toMatchObject([{ times: 2 }]);
  const phases = entries.flatMap((entry) => (entry.type === "job-changed" ? [entry.phase] : []));
  expect(phases).toEqual(["paused", "running", "paused"]);
});

test("a job that is forgotten goes once nothing of it is on its way to the record", () => {
  const { shell, answer, writeAll, jobs, job } = shellWith(four);
  answer(0, 100);
  job.cancel();
  shell.submitFact({ type: "job-cancelled", job: job.id });
  shell.submitFact({ type: "job-forgotten", job: job.id });
  expect(jobs.size).toBe(1);
  writeAll();
  expect(jobs.size).toBe(0);
  expect(job.results.at(0)).toMatchObject({ outcome: { value: 100 } });
});

test("who follows a cancelled job is given what was on its way to the record, and then the end", async () => {
  const { shell, answer, writeAll, job, log } = shellWith(four, { order: "index" });
  const followed: number[] = [];
  const follow = async (): Promise<string> => {
    for await (const { task } of job.results.follow("index")) followed.push(task);
    return "ended";
  };
  const end = follow();
  answer(2, 102);
  answer(0, 100);
  job.cancel();
  shell.submitFact({ type: "job-cancelled", job: job.id });
  shell.submitFact({ type: "job-forgotten", job: job.id });
  await settled();
  expect([job.results.isFinal, followed]).toEqual([false, []]);
  writeAll();
  expect(await end).toBe("ended");
  expect(followed).toEqual([0, 2]);
  expect(numbersIn(log)).toEqual([100, 102]);
});

test("a shell that has stopped takes no fact and sets no alarm", () => {
  const { shell, clock, scheduler } = shellWith(four);
  shell.stopScheduling();
  const before = scheduler.sessions.size;
  shell.submitFact({ type: "volunteer-left", volunteer, departure: "lost" });
  expect(scheduler.sessions.size).toBe(before);
  // Only the tick of the job's clock is left.
  expect(clock.pending).toBe(1);
});
