import { jobNumber } from "../core/ids.ts";
import type { ConsoleLevel } from "../core/job/console-level.ts";
import type { TaskError, ThrownError } from "../core/job/job.ts";
import type { Departure } from "../core/scheduler/events.ts";
import type { Explanation, Setback, StaleAnswer } from "../core/scheduler/explanation.ts";
import { cutWords } from "../core/values/shown-value.ts";
import { formatPlural } from "./format.ts";
import type { ArgumentsOf, Gone, ProblemSentences, Sentences } from "./sayings.ts";
import { blobErrorName } from "../core/blobs/blob.ts";

/** What logs say, in English. */
export const english: Sentences = {
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
  "task-started": ({ task }) => `run task ${task}...`,

  "job-begun": ({ job, title, tasks }) =>
    tasks === null ? `Job ${job}: ${title}, tasks as they come` : `Job ${job}: ${title}, ${tasks} tasks`,
  "job-goes-on": ({ job, settled, tasks }) => `Job ${job} goes on: ${settled} of ${tasks} tasks are on record`,
  "job-cannot-go-on": ({ job, reason }) => `Job ${job} cannot go on: ${reason}`,
  "job-paused": ({ job }) => `Job ${job} paused`,
  "job-resumed": ({ job }) => `Job ${job} resumed`,
  "job-cancelled": ({ job }) => `Job ${job} cancelled`,
  "job-stuck": ({ job, task, reason }) =>
    `Job ${job} is paused: inputs of tasks from ${task} on cannot be sent: ${reason}`,
  "job-sealed": ({ job, tasks }) => `Job ${job} has all its inputs: ${formatPlural(tasks, "task")}`,
  "source-gone": ({ job, tasks }) =>
    `Job ${job} gets no further inputs, since the page that brought them is gone: it ends with ${formatPlural(tasks, "task")}`,
  "source-silent": ({ job, silentMs }) =>
    `Job ${job} waits for its inputs: their source has not answered for ${seconds(silentMs)}`,
  "job-ended": ({ job, done, failed }) => `Job ${job} ended: ${done} done, ${failed} failed`,
  "job-stopped": ({ job, problem }) => `Job ${job} ${stoppedInWords(problem)}`,
  stopped: ({ problem }) => stoppedInWords(problem),
  "job-refused": ({ reason }) => `The job was not started: ${reason}`,

  "room-missed": ({ code }) => `Nothing is on record of room ${code}: this is a new one`,
  "room-closed": () => "The room is closed",
  "room-not-opened": ({ reason }) => `The room could not be opened: ${reason}`,
  "storage-full": () => "The browser's storage is full: jobs wait until there is room",
  "storage-free": () => "There is room in the storage again",
  "record-lost": ({ reason }) => `The room’s record cannot be kept any longer: ${reason}`,
  "record-unreadable": ({ reason }) => `The record could not be read or changed: ${reason}`,

  "file-begun": () => "A file of results is being put together",
  "file-under-way": () => "A file is being put together already: wait for it, then click again",
  "file-ready": ({ name }) => `The file ${name} is ready`,
  "file-failed": ({ reason }) => `The file could not be put together: ${reason}`,

  explained,
  "volunteer-joined": ({ name, slots }) => `${name} joined with ${formatPlural(slots, "slot")}`,
  "volunteer-gone": ({ name, because }) => `${name} is gone: ${goneInWords(because)}`,
  gone: goneInWords,
  "volunteer-sent-away": ({ name, detail }) => `${name} is sent away: it sent what no volunteer sends (${detail})`,
  "newcomer-refused": ({ by, detail }) =>
    by === "us" ? `A volunteer was turned away: ${detail}` : `A volunteer would not join: ${detail}`,
  "newcomer-turned-away": (because) => `A volunteer was turned away: ${goneInWords(because)}`,
  "newcomer-left": (because) => `A volunteer would not join: ${goneInWords(because)}`,

  joined: ({ again }) => (again ? "Back in the room" : "Joined the room"),
  "link-lost": ({ reason }) => `The link was lost: ${reason}`,
  "link-replaced": () => "The link was lost: nothing came over it any more",
  "slot-replaced": ({ slot, detail }) => `Slot ${slot + 1} was replaced: ${cutWords(detail)}`,
  "stay-unreadable": ({ reason }) => `What this tab did before could not be read: ${reason}`,
};

const levelWords: Readonly<Record<ConsoleLevel, string>> = {
  debug: "",
  log: "",
  info: "",
  warn: "warning: ",
  error: "error: ",
};

const goodbyes: Readonly<Record<Gone["reason"], (detail: string) => string>> = {
  left: () => "it left",
  "page-closed": () => "it was stopped, or its page was closed",
  "sandbox-failed": (detail) => `its sandbox failed${inBrackets(detail)}`,
  "refused-message": (detail) => `it refused a message${inBrackets(detail)}`,
  "no-welcome": () => "it waited in vain for the welcome",
  "another-link": () => "nothing came over its link any more",
  silence: () => "the coordinator had not answered it for a while",
  "room-closed": () => "the room is closed",
  "broke-rules": (detail) => `it sent what no volunteer sends${inBrackets(detail)}`,
  "no-join": () => "it did not say who it is",
  "link-ended": (detail) => detail,
};

function goneInWords({ reason, detail }: Gone): string {
  return goodbyes[reason](detail);
}

function inBrackets(detail: string): string {
  return detail === "" ? "" : ` (${detail})`;
}

/** Characters of a message that fit into a line or two; the record has it all. */
const longestMessage = 200;

/** `stopped: the program could not be loaded: SyntaxError: Unexpected token ';' (task.js:2:13)` */
function stoppedInWords(problem: ThrownError | null): string {
  if (problem === null) return "stopped: the program could not be loaded";
  const { name, message, stack } = problem;
  if (name === blobErrorName) return `stopped: its data could not be had: ${message.slice(0, longestMessage)}`;
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

/** Names the job, where several are open. */
function ofJob(job: number | null): string {
  return job === null ? "" : ` of job ${job}`;
}

function tasksInWords(
  { first, count }: { readonly first: number; readonly count: number },
  job: number | null,
): string {
  return count === 1 ? `task ${first}${ofJob(job)}` : `${count} tasks${ofJob(job)} from ${first} on`;
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

function explained({ job, explanation, volunteer, loser }: ArgumentsOf<"explained">): string {
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
    case "job-cancelled": {
      const tasks = tasksInWords(explanation, job);
      return `${tasks} taken back from ${volunteer}: job ${jobNumber(explanation.job)} is cancelled`;
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
      return `${tasksInWords(explanation, job)} will be tried again: ${chosen(errorWords[explanation.outcome], explanation.count)} on ${volunteer}`;
    case "given-up":
      return `${tasksInWords(explanation, job)} failed: ${chosen(giveUps[explanation.because], explanation.count)}`;
    case "cannot-load":
      return `${volunteer} gets no tasks of job ${jobNumber(explanation.job)}: the program does not load there`;
    case "cannot-equip":
      return `${volunteer} gets no tasks of job ${jobNumber(explanation.job)}: ${explanation.reason}`;
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

/** The words for each reason not to be in the room. */
export const englishProblems: ProblemSentences = {
  "wrong-key": {
    title: "The key does not fit this room",
    what: "The part of the link after the # is the room’s key, and this one is incomplete, or belongs to another room or to an earlier one of the same code.",
    advice: [
      "Scan the QR code on the coordinator’s screen again, or ask for the link once more and copy all of it.",
      "Where the room allows it, typing its code alone works too.",
    ],
    wayOn: "other-link",
  },
  "unknown-room": {
    title: "There is no such room",
    what: "The server knows no room with this code: the code is mistyped, or the room has been closed.",
    advice: [
      "Compare the code with the one on the coordinator’s screen: is an 8 a B, a 5 an S, a 2 a Z?",
      "Or use the room’s link or its QR code.",
    ],
    wayOn: "other-link",
  },
  "link-needed": {
    title: "This room is joined by its link",
    what: "The room is there, and whoever runs it lets nobody in by the code alone.",
    advice: ["Scan the QR code on the coordinator’s screen, or ask for the link and paste it here."],
    wayOn: "other-link",
  },
  "coordinator-away": {
    title: "The coordinator is away",
    what: "The tab that owns this room is not there at the moment: closed, being reloaded, or cut off from the server.",
    advice: ["Ask whether the coordinator’s tab is still open. The room keeps its code and its link."],
    wayOn: "again",
  },
  "room-full": {
    title: "The room is full",
    what: "The coordinator has as many volunteers as one browser tab can hold.",
    advice: ["Try again when somebody has left."],
    wayOn: "again",
  },
  "signaling-away": {
    title: "The signaling server does not answer",
    what: "Two tabs find each other through the server that this page came from, and it is not reachable now.",
    advice: [
      "Look whether you are still in the network, with Wi-Fi on.",
      "If the server has been stopped, ask for it to be started again.",
    ],
    wayOn: "again",
  },
  "no-path": {
    title: "No path to the coordinator",
    what: "The coordinator was found, but no direct link to it opened within the time limit. The two devices cannot reach each other.",
    advice: [
      "Bring both into the same network: the same Wi-Fi, not one of them on mobile data.",
      "Guest Wi-Fi often keeps its devices apart (client isolation); use another network, a cable or a phone’s hotspot.",
      "Switch off a VPN, or let the firewall pass UDP between the two devices.",
    ],
    wayOn: "again",
  },
  "unsupported-browser": {
    title: "This browser cannot take part",
    what: "It has no WebRTC data channels, no Web Workers, or has them switched off.",
    advice: [
      "Use a current Chrome, Edge, Firefox or Safari.",
      "An extension or a privacy setting may have switched WebRTC off; allow it for this site.",
    ],
    wayOn: "reload",
  },
  "other-version": {
    title: "This page and the coordinator have different versions",
    what: "They were loaded at different times, and Tabpool has been updated in between.",
    advice: [
      "Reload this page.",
      "If that does not help, the coordinator’s tab is the older one and has to be reloaded.",
    ],
    wayOn: "reload",
  },
  "leaky-sandbox": {
    title: "This browser’s sandbox leaks, so nothing is computed here",
    what: "Tasks are other people’s code. Before the first one, this page tried to get out of the sandbox itself, and succeeded. It refuses to run anything in there.",
    advice: [
      "Use a current Chrome, Edge, Firefox or Safari, without extensions that change pages’ security policy.",
      "If this page is served by something other than Tabpool’s own server, the policy header of its sandbox is missing.",
    ],
    wayOn: "reload",
  },
  "sandbox-failed": {
    title: "The sandbox did not start",
    what: "Tasks run in a hidden frame with Web Workers, and this browser could not set it up or could not keep it up.",
    advice: ["Close other tabs if memory is short, then try again.", "Use a current Chrome, Edge, Firefox or Safari."],
    wayOn: "again",
  },
  "broke-rules": {
    title: "The coordinator closed the link",
    what: "It says that this page sent what no page of Tabpool sends.",
    advice: ["Reload this page: it may be older than the coordinator’s.", "Ask whoever runs the room, or try again."],
    wayOn: "again",
  },
  "no-join": {
    title: "The coordinator closed the link",
    what: "It did not hear in time which tab this is. This page may have been asleep, or the computer very busy.",
    advice: ["Try again, and keep this page in front until it has joined."],
    wayOn: "again",
  },
  "closed-room": {
    title: "This room is closed",
    what: "The link is of a room that the server does not know any more: it has been closed, or its coordinator has been away for long.",
    advice: [
      "Ask for the link of the room that is open now.",
      "If the same room is opened again, this link works again.",
    ],
    wayOn: "again",
  },
};
