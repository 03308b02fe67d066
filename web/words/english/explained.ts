import { jobNumber } from "../../core/ids.ts";
import type { TaskError } from "../../core/job/job.ts";
import type { Departure } from "../../core/scheduler/events.ts";
import type { Explanation, Loss, Setback, StaleAnswer } from "../../core/scheduler/explanation.ts";
import { formatPlural } from "../format.ts";
import type { ArgumentsOf, Put } from "../sayings.ts";
import { blobTroubleInWords, ofJob, seconds } from "./parts.ts";

const departures: Record<Departure, string> = {
  goodbye: "it left",
  lost: "its link was lost",
  dismissed: "it broke the protocol",
  replaced: "it came back by another link",
};

const losses: Record<Loss, string> = {
  ...departures,
  expired: "its lease ended without an answer",
  returned: "it gave it back",
  "input-lost": "its input cannot be read again",
};

const recallReasons: Record<Extract<Explanation, { type: "recalled" }>["because"], string> = {
  "others-without-work": "others are without work",
  "job-paused": "the job is paused",
  "input-lost": "the input of one cannot be read again, and another volunteer has it",
  "no-slot-left": "each slot that is left there is taken for as long as its task runs",
};

const setbacks: Record<Setback, string> = {
  "lease-expired": "it let a lease end",
  "gave-back-unasked": "it gave tasks back unasked",
  "had-no-input": "it could not have the input of a task",
};

const staleAnswers: Record<StaleAnswer, string> = {
  "older-epoch": "they belong to an earlier start of this room",
  "ended-lease": "their lease had ended",
  "task-already-settled": "their tasks had been settled",
  "job-over": "the job is over",
  "not-in-lease": "their lease does not have their tasks, or no more",
  "no-such-task": "the job has no such tasks on record",
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

function tasksInWords(
  { first, count }: { readonly first: number; readonly count: number },
  job: number | null,
): string {
  return count === 1 ? `task ${first}${ofJob(job)}` : `${count} tasks${ofJob(job)} from ${first} on`;
}

function chosen([one, several]: readonly [string, string], count: number): string {
  return count === 1 ? one : several;
}

/** `it threw on laptop-3`; `its value from laptop-3 was refused: it is no list of bytes of pixels`. `where`: what else is said of the volunteer. */
function errorInWords(
  { outcome, count }: { readonly outcome: TaskError; readonly count: number },
  { volunteer, refused }: ArgumentsOf<"explained">,
  where = "",
): string {
  if (refused === undefined) return `${chosen(errorWords[outcome], count)} on ${volunteer}${where}`;
  const what = chosen(["its value", "their values"], count);
  return `${what} from ${volunteer}${where === "" ? "" : `${where},`} ${chosen(["was", "were"], count)} refused: ${refused}`;
}

function countInWords(count: number): string {
  return count === 1 ? "1 task" : `${count} tasks`;
}

/** Why the scheduler did what it did. */
export function explained(said: ArgumentsOf<"explained">, put: Put): string {
  const { job, explanation, volunteer, loser } = said;
  switch (explanation.type) {
    case "volunteer-gone": {
      const tasks = tasksInWords(explanation, job);
      return `${tasks} taken back from ${volunteer}: ${departures[explanation.departure]}`;
    }
    case "lease-expired": {
      const tasks = tasksInWords(explanation, job);
      const why =
        explanation.silentMs < silenceWorthSayingMs
          ? "its lease ended without an answer"
          : `no heartbeat for ${seconds(explanation.silentMs)}`;
      return `${tasks} taken back from ${volunteer}: ${why}`;
    }
    case "recalled": {
      const tasks = tasksInWords(explanation, job);
      return `${tasks} called back from ${volunteer}, as far as not started: ${recallReasons[explanation.because]}`;
    }
    case "job-cancelled":
    case "job-ended-early": {
      const tasks = tasksInWords(explanation, job);
      const why = explanation.type === "job-cancelled" ? "is cancelled" : "has ended early";
      return `${tasks} taken back from ${volunteer}: job ${jobNumber(explanation.job)} ${why}`;
    }
    case "suspected":
      return `${volunteer} gets nothing new, and keeps ${countInWords(explanation.tasks)} for now: no heartbeat for ${seconds(explanation.silentMs)}`;
    case "heard-again":
      return `${volunteer} is heard again, with ${countInWords(explanation.tasks)} in hand`;
    case "rests":
      return `${volunteer} gets nothing new for ${seconds(explanation.forMs)}: ${setbacks[explanation.because]}`;
    case "returned":
      return `${tasksInWords(explanation, job)} given back by ${volunteer}`;
    case "will-retry":
      return `${tasksInWords(explanation, job)} will be tried again: ${errorInWords(explanation, said)}`;
    case "doubted":
      return `${tasksInWords(explanation, job)} will be tried by others before the failure counts: ${errorInWords(explanation, said, ", where more fails than elsewhere")}`;
    case "given-up":
      return `${tasksInWords(explanation, job)} failed: ${chosen(giveUps[explanation.because], explanation.count)}`;
    case "lost-for-good":
      return `${tasksInWords(explanation, job)} failed on ${volunteer}: ${losses[explanation.because]}, and nothing of this job is executed twice`;
    case "lost-in-restart":
      return `${tasksInWords(explanation, job)} failed: an earlier start of this room may have given ${chosen(["it", "them"], explanation.count)} out, and nothing of this job is executed twice`;
    case "cannot-load":
      return `${volunteer} gets no tasks of job ${jobNumber(explanation.job)}: the program does not load there`;
    case "cannot-equip":
      return `${volunteer} gets no tasks of job ${jobNumber(explanation.job)}: ${blobTroubleInWords(explanation.reason, put)}`;
    case "copied":
      return `task ${explanation.task}${ofJob(job)} also goes to ${volunteer}: it has been running for ${seconds(explanation.runningMs)}`;
    case "race-won":
      return `${tasksInWords(explanation, job)}: ${volunteer} was first with ${explanation.byCopy ? "its copy" : "the original"}, ${loser} computes it in vain`;
    case "source-failed":
      return `job ${jobNumber(explanation.job)} gets no further tasks, and ends with ${formatPlural(explanation.task, "task")}: input ${explanation.task} cannot be had: ${explanation.reason}`;
    case "stale":
      return `${explanation.count === 1 ? "1 result" : `${explanation.count} results`} from ${volunteer} not needed: ${staleAnswers[explanation.what]}`;
  }
}
