import { readComputeTrouble, troubleOf } from "../../core/compute-trouble.ts";
import type { ConsoleLevel } from "../../core/job/console-level.ts";
import type { ThrownError } from "../../core/job/job.ts";
import {
  isFarewellDetail,
  type DownFarewell,
  type FarewellDetail,
  type UpFarewell,
} from "../../core/wire/farewells.ts";
import { formatPlural } from "../format.ts";
import type { ArgumentsOf, Gone, LogArguments, Put, SentencesFor } from "../sayings.ts";
import { blobErrorName } from "../../core/blobs/blob.ts";
import { explained } from "./explained.ts";
import { blobTroubleInWords, longestMessage, ofJob, seconds } from "./parts.ts";

/** What logs say. */
export const log: SentencesFor<LogArguments> = {
  "task-put": ({ job, input }) => `Put task ${input}${ofJob(job)}...`,
  "tasks-put": ({ job, count }) => `Put ${count} further tasks${ofJob(job)}...`,
  result: ({ job, words, runtimeMs }) => `Result${ofJob(job)}: ${words}, runtime: ${seconds(runtimeMs, "")}`,
  failure: ({ job, task, error, attempts }) => `Failed${ofJob(job)}: ${task}, ${error}, attempts: ${attempts}`,
  "task-said": ({ job, name, task, level, text, dropped }) => {
    const speaker = `${name}${task === null ? "" : `, task ${task}`}${ofJob(job)}`;
    const left = dropped === 0 ? "" : `(${formatPlural(dropped, "line")} left out)`;
    const line = text === "" ? "" : levelWords[level] + text;
    return `${speaker}: ${[left, line].filter((part) => part !== "").join(" ")}`;
  },

  "job-begun": ({ job, title, tasks }) =>
    tasks === null ? `Job ${job}: ${title}, tasks as they come` : `Job ${job}: ${title}, ${tasks} tasks`,
  "job-goes-on": ({ job, settled, tasks }) => `Job ${job} goes on: ${settled} of ${tasks} tasks are on record`,
  "job-cannot-go-on": ({ job, reason }, put) => `Job ${job} cannot go on: ${put(reason)}`,
  "job-paused": ({ job }) => `Job ${job} paused`,
  "job-resumed": ({ job }) => `Job ${job} resumed`,
  "job-cancelled": ({ job }) => `Job ${job} cancelled`,
  "job-stuck": ({ job, task, reason }) =>
    `Job ${job} is paused: inputs of tasks from ${task} on cannot be sent: ${reason}`,
  "job-sealed": ({ job, tasks }) => `Job ${job} has all its inputs: ${formatPlural(tasks, "task")}`,
  "file-asked": ({ job, name, tasks }) =>
    `Job ${job} asks for ${name} again: ${formatPlural(tasks, "input")} of it are here, and the page that read it is gone`,
  "file-resumed": ({ job, name }) => `Job ${job} reads on in ${name}`,
  "source-gone": ({ job, tasks }) =>
    `Job ${job} gets no further inputs, since the page that brought them is gone: it ends with ${formatPlural(tasks, "task")}`,
  "source-silent": ({ job, silentMs }) =>
    `Job ${job} waits for its inputs: their source has not answered for ${seconds(silentMs)}`,
  "inputs-skipped": ({ job, count, task, reason }) =>
    count === 1
      ? `Task ${task}${ofJob(job)} is skipped: ${reason}`
      : `${count} tasks${ofJob(job)} from ${task} on are skipped, the first since ${reason}`,
  "job-ended": ({ job, done, failed, skipped }) =>
    `Job ${job} ended: ${done} done, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`,
  "job-ended-early": ({ job, task, rule, notNeeded }) => {
    const left = `${formatPlural(notNeeded, "task was", "tasks were")} not needed`;
    return rule === null
      ? `Job ${job} ended early with the result of task ${task}: ${left}`
      : `Job ${job} ended early by its rule: ${earlyEndInWords({ task, rule })}; ${left}`;
  },
  "early-end": earlyEndInWords,
  "job-stopped": ({ job, problem }, put) => `Job ${job} ${stoppedInWords(problem, put)}`,
  stopped: ({ problem }, put) => stoppedInWords(problem, put),
  "job-refused": ({ reason }, put) => `The job was not started: ${put(reason)}`,

  "room-missed": ({ code }) => `Nothing is on record of room ${code}: this is a new one`,
  "room-closed": () => "The room is closed",
  "room-not-opened": ({ reason }, put) => `The room could not be opened: ${put(reason)}`,
  "storage-full": () => "The browser's storage is full: jobs wait until there is room",
  "storage-free": () => "There is room in the storage again",
  "job-not-kept": ({ job, isWhole, inputs, results }) => {
    const what = isWhole ? `job ${job}` : `the last ${formatPlural(inputs, "input")} of job ${job}`;
    const lost = results === 0 ? "not on record" : `not on record, with ${formatPlural(results, "result")}`;
    return `The storage has no room for ${what}, which is cancelled: ${isWhole || inputs === 1 ? "it is" : "they are"} ${lost}`;
  },
  "record-lost": ({ reason }, put) => `The room’s record cannot be kept any longer: ${put(reason)}`,
  "job-not-shown": ({ job, reason }, put) => `Job ${job} cannot be shown: ${put(reason)}`,
  "record-unreadable": ({ reason }) => `The record could not be read or changed: ${reason}`,

  "file-begun": () => "A file of results is being put together",
  "file-under-way": () => "A file is being put together already: wait for it, then click again",
  "file-ready": ({ name }) => `The file ${name} is ready`,
  "file-failed": ({ reason }) => `The file could not be put together: ${reason}`,

  explained,
  "volunteer-joined": ({ name, slots }) => `${name} joined with ${formatPlural(slots, "slot")}`,
  "volunteer-gone": ({ name, because }, put) => `${name} is gone: ${goneInWords(because, put)}`,
  gone: goneInWords,
  "volunteer-sent-away": ({ name, detail }) => `${name} is sent away: it sent what no volunteer sends (${detail})`,
  "newcomer-refused": ({ by, seen }, put) =>
    `${by === "us" ? "A volunteer was turned away" : "A volunteer would not join"}: ${put(seen)}`,
  "newcomer-turned-away": (because, put) => `A volunteer was turned away: ${goneInWords(because, put)}`,
  "newcomer-left": (because, put) => `A volunteer would not join: ${goneInWords(because, put)}`,
};

const levelWords: Readonly<Record<ConsoleLevel, string>> = {
  debug: "",
  log: "",
  info: "",
  warn: "warning: ",
  error: "error: ",
};

const dismissals: Readonly<Record<FarewellDetail, string>> = {
  "sent-away": "you sent it away",
  "network-full": "its network has all seats that one may have",
};

const goodbyes: Readonly<Record<UpFarewell | DownFarewell, (detail: string, put: Put) => string>> = {
  left: () => "it left",
  "page-closed": () => "it was stopped, or its page was closed",
  "sandbox-failed": (detail, put) => `its sandbox failed${inBrackets(troubleInWords(detail, put))}`,
  "refused-message": (detail) => `it refused a message${inBrackets(detail)}`,
  "no-welcome": () => "it waited in vain for the welcome",
  "another-link": () => "nothing came over its link any more",
  silence: () => "the coordinator had not answered it for a while",
  "room-closed": () => "the room is closed",
  "broke-rules": (detail) =>
    isFarewellDetail(detail) ? dismissals[detail] : `it sent what no volunteer sends${inBrackets(detail)}`,
  "no-join": () => "it did not say who it is",
};

function goneInWords(because: Gone, put: Put): string {
  return because.reason === "link-ended" ? put(because.seen) : goodbyes[because.reason](because.detail, put);
}

/** `text`: as a volunteer told it. One of another version is shown as it is. */
function troubleInWords(text: string, put: Put): string {
  const trouble = readComputeTrouble(text);
  return trouble === null ? text : put(trouble);
}

function inBrackets(detail: string): string {
  return detail === "" ? "" : ` (${detail})`;
}

/** `stopped: the program could not be loaded: SyntaxError: Unexpected token ';' (task.js:2:13)` */
function stoppedInWords(problem: ThrownError | null, put: Put): string {
  if (problem === null) return "stopped: the program could not be loaded";
  const { name, message, stack } = problem;
  if (name === blobErrorName) return `stopped: its data could not be had: ${blobTroubleInWords(message, put)}`;
  const place = /\btask\.js:\d+(?::\d+)?/.exec(stack)?.[0];
  const where = place === undefined ? "" : ` (${place})`;
  const trouble = troubleOf(problem);
  const words = trouble === null ? message : put(trouble);
  const said = words.length <= longestMessage ? words : `${words.slice(0, longestMessage)}…`;
  return `stopped: the program could not be loaded: ${name}: ${said}${where}`;
}

function earlyEndInWords({ task, rule }: ArgumentsOf<"early-end">): string {
  switch (rule) {
    case null:
      return `the result of task ${task} is enough`;
    case "until":
      return `the result of task ${task} satisfies until`;
    case "precision":
      return `with the result of task ${task} the mean is known precisely enough`;
  }
}
