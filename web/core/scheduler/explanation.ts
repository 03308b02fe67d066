import { jobNumber, type JobId, type VolunteerId } from "../ids.ts";
import type { TaskError } from "../job/job.ts";
import type { Departure } from "./events.ts";

/** A decision about tasks, as data. Tasks are told as the `first` one and their `count`: there may be thousands. */
export type Explanation =
  | {
      readonly type: "volunteer-gone";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly departure: Departure;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "lease-expired";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly silentMs: number;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "recalled";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly because: "others-without-work" | "job-paused";
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "job-cancelled";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly first: number;
      readonly count: number;
    }
  /** The volunteer gets nothing new until it is heard again. `tasks` is the number that it has in hand. */
  | { readonly type: "suspected"; readonly volunteer: VolunteerId; readonly silentMs: number; readonly tasks: number }
  | { readonly type: "heard-again"; readonly volunteer: VolunteerId; readonly tasks: number }
  | {
      readonly type: "rests";
      readonly volunteer: VolunteerId;
      readonly because: Setback;
      readonly forMs: number;
    }
  | {
      readonly type: "returned";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "will-retry";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly outcome: TaskError;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "given-up";
      readonly job: JobId;
      readonly because: "threw-on-distinct-volunteers" | "attempts-used-up" | "poison";
      readonly first: number;
      readonly count: number;
    }
  /** The volunteer gets no more tasks of the job, whose program loads on others. */
  | { readonly type: "cannot-load"; readonly job: JobId; readonly volunteer: VolunteerId }
  | {
      readonly type: "copied";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly task: number;
      readonly runningMs: number;
    }
  /** One of two copies was first, with `count` tasks from `first` on. */
  | {
      readonly type: "race-won";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly loser: VolunteerId;
      readonly first: number;
      readonly count: number;
      readonly byCopy: boolean;
    }
  | { readonly type: "stale"; readonly volunteer: VolunteerId; readonly what: StaleAnswer; readonly count: number };

/** Why a volunteer gets no tasks for a while. */
export type Setback = "lease-expired" | "gave-back-unasked";

/** Why an answer changed nothing. */
export type StaleAnswer = "older-epoch" | "ended-lease" | "task-already-settled" | "job-over";

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

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}

/** The explanation as a line of the log. `nameOf` gives what people call a volunteer. */
export function explain(explanation: Explanation, nameOf: (volunteer: VolunteerId) => string): string {
  switch (explanation.type) {
    case "volunteer-gone": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      return `${tasks} taken back from ${nameOf(explanation.volunteer)}: ${departures[explanation.departure]}`;
    }
    case "lease-expired": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      const why =
        explanation.silentMs < silenceWorthSayingMs
          ? "its lease ended without an answer"
          : `no heartbeat for ${seconds(explanation.silentMs)}`;
      return `${tasks} taken back from ${nameOf(explanation.volunteer)}: ${why}`;
    }
    case "recalled": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      return `${tasks} called back from ${nameOf(explanation.volunteer)}, as far as not started: ${recallReasons[explanation.because]}`;
    }
    case "job-cancelled": {
      const tasks = tasksInWords(explanation.first, explanation.count);
      return `${tasks} taken back from ${nameOf(explanation.volunteer)}: job ${jobNumber(explanation.job)} is cancelled`;
    }
    case "suspected":
      return `${nameOf(explanation.volunteer)} gets nothing new, and keeps ${countInWords(explanation.tasks)} for now: no heartbeat for ${seconds(explanation.silentMs)}`;
    case "heard-again":
      return `${nameOf(explanation.volunteer)} is heard again, with ${countInWords(explanation.tasks)} in hand`;
    case "rests":
      return `${nameOf(explanation.volunteer)} gets nothing new for ${seconds(explanation.forMs)}: ${setbacks[explanation.because]}`;
    case "returned":
      return `${tasksInWords(explanation.first, explanation.count)} given back by ${nameOf(explanation.volunteer)}`;
    case "will-retry":
      return `${tasksInWords(explanation.first, explanation.count)} will be tried again: ${chosen(errorWords[explanation.outcome], explanation.count)} on ${nameOf(explanation.volunteer)}`;
    case "given-up":
      return `${tasksInWords(explanation.first, explanation.count)} failed: ${chosen(giveUps[explanation.because], explanation.count)}`;
    case "cannot-load":
      return `${nameOf(explanation.volunteer)} gets no tasks of job ${jobNumber(explanation.job)}: the program does not load there`;
    case "copied":
      return `task ${explanation.task} also goes to ${nameOf(explanation.volunteer)}: it has been running for ${seconds(explanation.runningMs)}`;
    case "race-won":
      return `${tasksInWords(explanation.first, explanation.count)}: ${nameOf(explanation.volunteer)} was first with ${explanation.byCopy ? "its copy" : "the original"}, ${nameOf(explanation.loser)} computes it in vain`;
    case "stale":
      return `${explanation.count === 1 ? "1 result" : `${explanation.count} results`} from ${nameOf(explanation.volunteer)} not needed: ${staleAnswers[explanation.what]}`;
  }
}
