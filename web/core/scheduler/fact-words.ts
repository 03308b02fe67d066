import { jobNumber, type VolunteerId } from "../ids.ts";
import { defaultJobOptions, outcomes, type JobOptions, type ResultBlock } from "../job/job.ts";
import type { Caller } from "../objects/call.ts";
import type { LeaseName } from "../wire/messages.ts";
import type { SchedulerEffect } from "./effects.ts";
import type { JobRecords, SchedulerEvent } from "./events.ts";
import type { Explanation } from "./explanation.ts";

/** Gives what a line calls a volunteer. */
export type NameOf = (volunteer: VolunteerId) => string;

/** Runs of neighbouring tasks that a line names; the others are counted. */
const mostRuns = 12;

/** A line whose bulk (tasks, values, leases) is put in words already. Only the volunteer's name is still missing. */
interface Digest {
  readonly type: "digest";
  readonly before: string;
  readonly volunteer: VolunteerId | null;
  readonly after: string;
}

type BulkyFact = "job-restored" | "heartbeat-arrived" | "results-arrived" | "task-called" | "tasks-returned";
type BulkyOrder = "load-inputs" | "send-batch" | "pass-call" | "commit-results" | "job-stopped";

/** A fact without its bulk: cheap to keep, and it keeps no memory of a message or of a job alive. */
export type FactDigest = Digest | Exclude<SchedulerEvent, { type: BulkyFact }>;

/** An order without its bulk. */
export type OrderDigest = Digest | Exclude<SchedulerEffect, { type: BulkyOrder }>;

/** Tasks as a line names them: `0-7,9`; `none` where there are none. */
export function taskRuns(tasks: Uint32Array | readonly number[]): string {
  let words = "";
  let runs = 0;
  for (let at = 0; at < tasks.length;) {
    const first = tasks[at] ?? 0;
    let next = at + 1;
    while (next < tasks.length && tasks[next] === first + (next - at)) next += 1;
    if (runs === mostRuns) return `${words},…(${tasks.length})`;
    runs += 1;
    const run = next - at === 1 ? `${first}` : `${first}-${first + (next - at) - 1}`;
    words = words === "" ? run : `${words},${run}`;
    at = next;
  }
  return words === "" ? "none" : words;
}

/** Milliseconds of a clock in seconds: `15 s`, `0.25 s`. */
export function clockInWords(ms: number): string {
  return `${Math.round(ms) / 1_000} s`;
}

function digest(before: string, volunteer: VolunteerId | null, after: string): Digest {
  return { type: "digest", before, volunteer, after };
}

function digestInWords({ before, volunteer, after }: Digest, nameOf: NameOf): string {
  return volunteer === null ? before + after : `${before}${nameOf(volunteer)}${after}`;
}

export function digestFact(event: SchedulerEvent): FactDigest {
  if (event.type === "job-restored") {
    const paused = event.paused ? " paused" : "";
    const growing = event.isSealed ? "" : " growing";
    const options = `${optionsInWords(event.options)}${blobsInWords(event)}`;
    const words = `restored ${jobNumber(event.job)} tasks=${event.total}${options}`;
    return digest(`${words}${recordsInWords(event.records)}${growing}${paused}`, null, "");
  }
  if (event.type === "heartbeat-arrived") return digest("heartbeat ", event.volunteer, leasesInWords(event.leases));
  if (event.type === "results-arrived") {
    const { job, epoch, lease, parcel, offered, block } = event;
    const names = ` lease=${lease} epoch=${epoch} job=${jobNumber(job)} parcel=${parcel}`;
    return digest("results ", event.volunteer, `${names}${answersInWords(block)}${offered ? " offered" : ""}`);
  }
  if (event.type === "task-called") {
    const { epoch, lease, job, task, call, received } = event;
    const names = ` lease=${lease} epoch=${epoch} job=${jobNumber(job)} task=${task}`;
    return digest("call ", event.volunteer, `${names} number=${call} received=${received}`);
  }
  if (event.type === "tasks-returned") {
    const { epoch, lease, indices } = event;
    return digest("returned ", event.volunteer, ` lease=${lease} epoch=${epoch} tasks=${taskRuns(indices)}`);
  }
  return event;
}

export function digestOrder(effect: SchedulerEffect): OrderDigest {
  if (effect.type === "send-batch") {
    const { lease, job, indices } = effect;
    return digest(
      "send to ",
      effect.volunteer,
      `: lease ${lease}, tasks ${taskRuns(indices)} of job ${jobNumber(job)}`,
    );
  }
  if (effect.type === "load-inputs") {
    const { load, job, indices } = effect;
    return digest(`load inputs ${load}: tasks ${taskRuns(indices)} of job ${jobNumber(job)}`, null, "");
  }
  if (effect.type === "pass-call") {
    return digest(`pass on call ${effect.call} of ${attemptInWords(effect)} by `, effect.volunteer, "");
  }
  if (effect.type === "commit-results") {
    return digest(`put on record: commit ${effect.commit}, by `, effect.volunteer, commitInWords(effect));
  }
  if (effect.type === "job-stopped") {
    return digest(`job ${jobNumber(effect.job)} is stopped: its program loads nowhere`, null, "");
  }
  return effect;
}

/** The fact as a command of a transcript: `results ada lease=1 tasks=0,1`. */
export function factInWords(fact: FactDigest, nameOf: NameOf): string {
  switch (fact.type) {
    case "digest":
      return digestInWords(fact, nameOf);
    case "job-submitted": {
      const options = `${optionsInWords(fact.options)}${blobsInWords(fact)}${tokensInWords("needs", fact.needs)}`;
      return `job ${jobNumber(fact.job)} tasks=${fact.total}${options}${fact.isSealed ? "" : " growing"}`;
    }
    case "tasks-added":
      return `added ${jobNumber(fact.job)} tasks=${fact.count}${skippedInWords(fact.skipped)}`;
    case "job-sealed":
      return `sealed ${jobNumber(fact.job)}`;
    case "source-failed":
      return `source-failed ${jobNumber(fact.job)} task=${fact.task}: ${fact.reason}`;
    case "tasks-let-go":
      return `let-go ${jobNumber(fact.job)} before=${fact.before}`;
    case "job-paused":
      return `pause ${jobNumber(fact.job)}`;
    case "job-resumed":
      return `resume ${jobNumber(fact.job)}`;
    case "job-cancelled":
      return `cancel ${jobNumber(fact.job)}`;
    case "job-satisfied":
      return `satisfied ${jobNumber(fact.job)} task=${fact.task} rule=${fact.rule}`;
    case "job-forgotten":
      return `forget ${jobNumber(fact.job)}`;
    case "job-set-aside":
      return `set-aside ${jobNumber(fact.job)}`;
    case "set-aside-deleted":
      return `delete-set-aside ${jobNumber(fact.job)}`;
    case "volunteer-joined":
      return `join ${nameOf(fact.volunteer)} slots=${fact.slots}${tokensInWords("features", fact.features)}`;
    case "limits-changed":
      return `limits ${nameOf(fact.volunteer)} slots=${fact.slots}${fact.paused ? " paused" : ""}`;
    case "path-changed":
      return `path ${nameOf(fact.volunteer)} ${fact.path}`;
    case "volunteer-equipped":
      return `equipped ${nameOf(fact.volunteer)} job=${jobNumber(fact.job)}`;
    case "volunteer-unequipped":
      return `unequipped ${nameOf(fact.volunteer)} job=${jobNumber(fact.job)}`;
    case "volunteer-left":
      return `${fact.departure} ${nameOf(fact.volunteer)}`;
    case "time-left-out":
      return `left-out ${clockInWords(fact.ms)}`;
    case "piece-sent":
      return `fetches ${nameOf(fact.volunteer)}`;
    case "inputs-ready":
      return `ready load=${fact.load} count=${fact.count} bytes=${fact.bytes}${fact.areKept === true ? " kept" : ""}`;
    case "inputs-failed":
      return `not-ready load=${fact.load} task=${fact.task}: ${fact.reason}`;
    case "input-lost":
      return `lost-input load=${fact.load} task=${fact.task}: ${fact.reason}`;
    case "results-committed":
      return `recorded ${fact.commit}`;
    case "alarm-rang":
      return "alarm";
  }
}

/** The order as a line of a transcript: `send to ada: lease 1, tasks 0-1 of job 1`. */
export function orderInWords(order: OrderDigest, nameOf: NameOf): string {
  switch (order.type) {
    case "digest":
      return digestInWords(order, nameOf);
    case "send-job":
      return `send to ${nameOf(order.volunteer)}: the program of job ${jobNumber(order.job)}`;
    case "drop-inputs":
      return `drop inputs ${order.load}`;
    case "want-tasks":
      return `ask for up to ${order.count} further tasks of job ${jobNumber(order.job)}`;
    case "job-stuck":
      return `job ${jobNumber(order.job)} is stuck at task ${order.task}: ${order.reason}`;
    case "send-recall":
      return `recall from ${nameOf(order.volunteer)}: lease ${order.lease}, up to ${order.count} unstarted`;
    case "fence-call":
      return `fence call ${order.call} of ${attemptInWords(order)} by ${nameOf(order.volunteer)}`;
    case "end-caller":
      return `${attemptInWords(order)} calls no more: ${order.how}`;
    case "send-close-job":
      return `close at ${nameOf(order.volunteer)}: job ${jobNumber(order.job)}`;
    case "acknowledge":
      return `acknowledge to ${nameOf(order.volunteer)}: parcel ${order.parcels.join(",")}`;
    case "set-alarm":
      return order.at === null ? "no alarm" : `alarm at ${clockInWords(order.at)}`;
    case "dismiss":
      return `dismiss ${nameOf(order.volunteer)}: ${order.reason}`;
    case "give-up-link":
      return `give up the link of ${nameOf(order.volunteer)}: ${order.because === "path" ? `silent for ${clockInWords(order.silentMs)}` : order.because}`;
    case "job-waits":
      return `job ${jobNumber(order.job)} ${waitingInWords(order)}`;
    case "job-ended":
      return `job ${jobNumber(order.job)} has ended: ${order.done} done, ${order.failed} failed${order.skipped === 0 ? "" : `, ${order.skipped} skipped`}`;
    case "job-ended-early":
      return `job ${jobNumber(order.job)} has ended early with task ${order.task}${order.rule === null ? "" : `, by ${order.rule}`}: ${order.notNeeded} not needed`;
    case "job-dropped":
      return `job ${jobNumber(order.job)} is dropped`;
    case "explain":
      return `why: ${explanationInWords(order.explanation, nameOf)}`;
  }
}

function attemptInWords({ lease, task }: Pick<Caller, "lease" | "task">): string {
  return `task ${task} in lease ${lease}`;
}

/** Parts of an explanation that are put in words by themselves. */
const namedParts: ReadonlySet<string> = new Set(["type", "job", "volunteer", "loser"]);

/** `lease-expired ada job=1 silentMs=30000 first=0 count=2` */
function explanationInWords(explanation: Explanation, nameOf: NameOf): string {
  let words: string = explanation.type;
  if ("volunteer" in explanation) words += ` ${nameOf(explanation.volunteer)}`;
  if ("loser" in explanation) words += ` loser=${nameOf(explanation.loser)}`;
  if ("job" in explanation) words += ` job=${jobNumber(explanation.job)}`;
  for (const [name, part] of Object.entries(explanation)) if (!namedParts.has(name)) words += ` ${name}=${part}`;
  return words;
}

function blobsInWords({ hasBlobs = false }: { readonly hasBlobs?: boolean }): string {
  return hasBlobs ? " blobs" : "";
}

/** Only those that are not the default. */
function optionsInWords(options: JobOptions): string {
  const given: readonly (readonly [keyof Omit<JobOptions, "precision" | "atMostOnce">, string])[] = [
    ["batchSize", "batch"],
    ["maxAttempts", "attempts"],
    ["timeLimitMs", "limit"],
    ["priority", "priority"],
    ["speculation", "copies"],
    ["order", "order"],
  ];
  let words = "";
  for (const [option, name] of given) {
    if (options[option] === defaultJobOptions[option]) continue;
    const value = option === "timeLimitMs" ? `${options[option]}ms` : String(options[option]);
    words += ` ${name}=${option === "speculation" ? "off" : value}`;
  }
  return options.atMostOnce === true ? `${words} once` : words;
}

function recordsInWords({ indices, failed, endedBy, skipped }: JobRecords): string {
  const failures = indices.filter((_, at) => failed[at] === 1);
  const done = indices.filter((_, at) => failed[at] !== 1);
  const skips = skippedInWords(skipped);
  const ended = endedBy === null ? "" : ` ended-by=${endedBy}`;
  return ` done=${taskRuns(done)}${failures.length === 0 ? "" : ` failed=${taskRuns(failures)}`}${skips}${ended}`;
}

function skippedInWords(skipped: Uint32Array | undefined): string {
  return skipped === undefined || skipped.length === 0 ? "" : ` skipped=${taskRuns(skipped)}`;
}

function leasesInWords(names: readonly LeaseName[]): string {
  const byEpoch = new Map<number, number[]>();
  for (const { epoch, lease } of names) {
    const leases = byEpoch.get(epoch);
    if (leases === undefined) byEpoch.set(epoch, [lease]);
    else leases.push(lease);
  }
  let words = "";
  for (const [epoch, leases] of byEpoch) words += ` epoch=${epoch} leases=${taskRuns(leases)}`;
  return words;
}

const outcomeNames = [
  [outcomes.value, "tasks"],
  [outcomes.threw, "threw"],
  [outcomes.timedOut, "timed-out"],
  [outcomes.crashed, "crashed"],
  [outcomes.notLoaded, "not-loaded"],
  [outcomes.endsJob, "ends-job"],
] as const;

/** A loop: at hundreds of thousands of results a second, `every` with its callback would show. */
function isAll(ended: Uint8Array, outcome: number): boolean {
  for (let at = 0; at < ended.length; at += 1) if (ended[at] !== outcome) return false;
  return true;
}

function answersInWords({ indices, outcomes: ended }: ResultBlock): string {
  if (isAll(ended, outcomes.value)) return ` tasks=${taskRuns(indices)}`;
  let words = "";
  for (const [outcome, name] of outcomeNames) {
    const ofThat = indices.filter((_, at) => ended[at] === outcome);
    if (ofThat.length > 0) words += ` ${name}=${taskRuns(ofThat)}`;
  }
  return words;
}

function commitInWords(commit: Extract<SchedulerEffect, { type: "commit-results" }>): string {
  const { settled, failures } = commit;
  const done = settled.length - failures.length;
  const parts: string[] = [];
  if (done > 0) parts.push(`done ${taskRuns(settled.subarray(0, done))}`);
  if (failures.length > 0) parts.push(`failed ${taskRuns(settled.subarray(done))}`);
  const last = commit.isLast ? ", the last" : "";
  return `: ${parts.join(", ")} of job ${jobNumber(commit.job)}${last}`;
}

/** A name for a volunteer that betrays nothing but its number. */
export function numberedName(volunteer: VolunteerId): string {
  return `v${volunteer}`;
}

function tokensInWords(name: string, tokens: readonly string[] | undefined): string {
  return tokens === undefined || tokens.length === 0 ? "" : ` ${name}=${tokens.join(",")}`;
}

function waitingInWords({ isWaiting, lacks }: Extract<OrderDigest, { readonly type: "job-waits" }>): string {
  if (!isWaiting) return "waits no longer";
  return lacks.length === 0 ? "waits for volunteers" : `waits for volunteers with ${lacks.join(", ")}`;
}
