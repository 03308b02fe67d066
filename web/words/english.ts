import { jobNumber } from "../core/ids.ts";
import type { TaskError, ThrownError } from "../core/job/job.ts";
import type { Departure } from "../core/scheduler/events.ts";
import type { Explanation, Setback, StaleAnswer } from "../core/scheduler/explanation.ts";
import { cutWords } from "../core/values/shown-value.ts";
import { formatPlural } from "./format.ts";
import type { ArgumentsOf, Sentences } from "./sayings.ts";

/** What logs say, in English. */
export const english: Sentences = {
  "task-put": ({ input }) => `Put task ${input}...`,
  "tasks-put": ({ count }) => `Put ${count} further tasks...`,
  result: ({ words, runtimeMs }) => `Result: ${words}, runtime: ${seconds(runtimeMs, "")}`,
  failure: ({ task, error, attempts }) => `Failed: ${task}, ${error}, attempts: ${attempts}`,
  "task-started": ({ task }) => `run task ${task}...`,

  "job-begun": ({ job, title, tasks }) => `Job ${job}: ${title}, ${tasks} tasks`,
  "job-goes-on": ({ job, settled, tasks }) => `Job ${job} goes on: ${settled} of ${tasks} tasks are on record`,
  "job-cannot-go-on": ({ job, reason }) => `Job ${job} cannot go on: ${reason}`,
  "job-paused": ({ job }) => `Job ${job} paused`,
  "job-resumed": ({ job }) => `Job ${job} resumed`,
  "job-cancelled": ({ job }) => `Job ${job} cancelled`,
  "job-stuck": ({ job, task, reason }) =>
    `Job ${job} is paused: inputs of tasks from ${task} on cannot be sent: ${reason}`,
  "job-ended": ({ job, done, failed }) => `Job ${job} ended: ${done} done, ${failed} failed`,
  "job-stopped": ({ job, problem }) => `Job ${job} ${stoppedInWords(problem)}`,
  stopped: ({ problem }) => stoppedInWords(problem),
  "job-refused": ({ reason }) => `The job was not started: ${reason}`,

  "room-missed": ({ code }) => `Nothing is on record of room ${code}: this is a new one`,
  "room-closed": () => "The room is closed",
  "room-not-opened": ({ reason }) => `The room could not be opened: ${reason}`,
  "storage-full": () => "The browser's storage is full: the job waits until there is room",
  "storage-free": () => "There is room in the storage again",
  "record-lost": ({ reason }) => `The room’s record cannot be kept any longer: ${reason}`,
  "record-unreadable": ({ reason }) => `The record could not be read or changed: ${reason}`,

  "file-begun": () => "A file of results is being put together",
  "file-under-way": () => "A file is being put together already: wait for it, then click again",
  "file-ready": ({ name }) => `The file ${name} is ready`,
  "file-failed": ({ reason }) => `The file could not be put together: ${reason}`,

  explained,
  "volunteer-joined": ({ name, slots }) => `${name} joined with ${formatPlural(slots, "slot")}`,
  "volunteer-gone": ({ name, reason }) => `${name} is gone: ${reason}`,
  "volunteer-sent-away": ({ name, reason }) => `${name} is sent away: ${reason}`,
  "newcomer-refused": ({ by, detail }) =>
    by === "us" ? `A volunteer was turned away: ${detail}` : `A volunteer would not join: ${detail}`,
  "newcomer-turned-away": ({ reason }) => `A volunteer was turned away: ${reason}`,
  "newcomer-left": ({ reason }) => `A volunteer would not join: ${reason}`,

  joined: ({ again }) => (again ? "Back in the room" : "Joined the room"),
  "link-lost": ({ reason }) => `The link was lost: ${reason}`,
  "slot-replaced": ({ slot, detail }) => `Slot ${slot + 1} was replaced: ${cutWords(detail)}`,
  "stay-unreadable": ({ reason }) => `What this tab did before could not be read: ${reason}`,
};

/** Characters of a message that fit into a line or two; the record has it all. */
const longestMessage = 200;

/** `stopped: the program could not be loaded: SyntaxError: Unexpected token ';' (task.js:2:13)` */
function stoppedInWords(problem: ThrownError | null): string {
  if (problem === null) return "stopped: the program could not be loaded";
  const { name, message, stack } = problem;
  const place = /\btask\.js:\d+(?::\d+)?/.exec(stack)?.[0];
  const where = place === undefined ? "" : ` (${place})`;
  const said = message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`;
  return `stopped: the program could not be loaded: ${name}: ${said}${where}`;
}

const departures: Record<Departure, string> = {
  goodbye: "it left",
  lost: "its link was lost",
  dismissed: "it broke the protocol",
  replaced: "it came back by another link",
};

const recallReasons: Record<Extract<Explanation, { type: "recalled" }>["because"], string> = {
  "others-without-work": "others are without work",
  "job-paused": "the job is paused",
};

const setbacks: Record<Setback, string> = {
  "lease-expired": "it let a lease end",
  "gave-back-unasked": "it gave tasks back unasked",
};

const staleAnswers: Record<StaleAnswer, string> = {
  "older-epoch": "they belong to an earlier start of this room",
  "ended-lease": "their lease had ended",
  "task-already-settled": "their tasks had been settled",
  "job-over": "the job is over",
};

/** For one task, and for several. */
const errorWords: Record<TaskError, readonly [string, string]> = {
  1: ["it threw", "they threw"],
  2: ["it ran into the time limit", "they ran into the time limit"],
  3: ["its slot died", "their slots died"],
};

const giveUps: Record<Extract<Explanation, { type: "given-up" }>["because"], readonly [string, string]> = {
  "threw-on-distinct-volunteers": ["it failed on different volunteers", "they failed on different volunteers"],
  "attempts-used-up": ["its attempts are used up", "their attempts are used up"],
  poison: ["volunteers keep dying with it in hand", "volunteers keep dying with them in hand"],
};

/** Silence in milliseconds that is worth telling: heartbeats come every few seconds. */
const silenceWorthSayingMs = 10_000;

function tasksInWords(first: number, count: number): string {
  return count === 1 ? `task ${first}` : `${count} tasks from ${first} on`;
}

function chosen([one, several]: readonly [string, string], count: number): string {
  return count === 1 ? one : several;
}

function countInWords(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}

function seconds(ms: number, space = " "): string {
  return `${Math.round(ms / 1_000)}${space}s`;
}

function explained({ explanation, volunteer, loser }: ArgumentsOf<"explained">): string {
  switch (explanation.type) {
    case "volunteer-gone": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      return `${tasks} taken back from ${volunteer}: ${departures[explanation.departure]}`;
    }
    case "lease-expired": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      const why =
        explanation.silentMs < silenceWorthSayingMs
          ? "its lease ended without an answer"
          : `no heartbeat for ${seconds(explanation.silentMs)}`;
      return `${tasks} taken back from ${volunteer}: ${why}`;
    }
    case "recalled": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      return `${tasks} called back from ${volunteer}, as far as not started: ${recallReasons[explanation.because]}`;
    }
    case "job-cancelled": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      return `${tasks} taken back from ${volunteer}: job ${jobNumber(explanation.job)} is cancelled`;
    }
    case "suspected":
      return `${volunteer} gets nothing new, and keeps ${countInWords(explanation.tasks)} for now: no heartbeat for ${seconds(explanation.silentMs)}`;
    case "heard-again":
      return `${volunteer} is heard again, with ${countInWords(explanation.tasks)} in hand`;
    case "rests":
      return `${volunteer} gets nothing new for ${seconds(explanation.forMs)}: ${setbacks[explanation.because]}`;
    case "returned":
      return `${tasksInWords(explanation.first, explanation.count)} given back by ${volunteer}`;
    case "will-retry":
      return `${tasksInWords(explanation.first, explanation.count)} will be tried again: ${chosen(errorWords[explanation.outcome], explanation.count)} on ${volunteer}`;
    case "given-up":
      return `${tasksInWords(explanation.first, explanation.count)} failed: ${chosen(giveUps[explanation.because], explanation.count)}`;
    case "cannot-load":
      return `${volunteer} gets no tasks of job ${jobNumber(explanation.job)}: the program does not load there`;
    case "copied":
      return `task ${explanation.task} also goes to ${volunteer}: it has been running for ${seconds(explanation.runningMs)}`;
    case "race-won":
      return `${tasksInWords(explanation.first, explanation.count)}: ${volunteer} was first with ${explanation.byCopy ? "its copy" : "the original"}, ${loser} computes it in vain`;
    case "stale":
      return `${explanation.count === 1 ? "1 result" : `${explanation.count} results`} from ${volunteer} not needed: ${staleAnswers[explanation.what]}`;
  }
}
