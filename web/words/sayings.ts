import type { ComputeTrouble } from "../core/compute-trouble.ts";
import type { JobId } from "../core/ids.ts";
import type { RefusalReason } from "../core/handshake/handshake-messages.ts";
import type { ConsoleLevel } from "../core/job/console-level.ts";
import type { CloseReason, EndRule, ThrownError } from "../core/job/job.ts";
import type { Allowed, Found, Problem, TemplateFlaw, Wrong } from "../core/job/problem.ts";
import type { BlobTrouble } from "../core/blobs/blob-trouble.ts";
import type { Keyed } from "../core/keyed.ts";
import type { Seen } from "../core/seen.ts";
import type { Explanation } from "../core/scheduler/explanation.ts";
import type { DownFarewell, UpFarewell } from "../core/wire/farewells.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";

/** Why a volunteer is gone. */
export type Gone = Goodbye | { readonly reason: "link-ended"; readonly seen: Seen };

/** Its own goodbye, or the room's. */
interface Goodbye {
  readonly reason: UpFarewell | DownFarewell;
  /** What went with the goodbye; may be empty. */
  readonly detail: string;
}

/** Why something could not be done. */
export interface ReasonArguments {
  /** One thing that is wrong with a definition. */
  problem: Problem;
  problems: { readonly problems: readonly Problem[] };
  /** Of the code of this tab's own help. */
  "code-not-loaded": { readonly message: string };
  "no-space": object;
  /** Why a file is not the one that a job's inputs came from. Times in milliseconds since 1970; `task` counts from 0. */
  "file-of-other-name": { readonly wanted: string; readonly found: string };
  "file-of-other-size": { readonly name: string; readonly wanted: number; readonly found: number };
  "file-changed": { readonly name: string; readonly wanted: number; readonly found: number };
  "file-of-other-inputs": { readonly name: string; readonly task: number };
  "code-not-taken": { readonly seen: Seen };
  "code-taken-over": object;
}

/** What a volunteer's log can say. */
export interface VolunteerLogArguments {
  "task-started": { readonly task: string };
  /** A task whose input is not put into words; `bytes` is the size of one that is long. */
  "task-of-job": { readonly task: number; readonly title: string; readonly bytes: number | null };
  /** On a volunteer's page: a job is over, and what it has in hand of it is dropped. */
  "job-closed": { readonly title: string; readonly why: Exclude<CloseReason, "over"> };
  joined: { readonly again: boolean };
  "link-lost": { readonly seen: Seen | null };
  /** Another link to the coordinator was found meanwhile. */
  "link-replaced": object;
  "slot-replaced": { readonly slot: number; readonly trouble: ComputeTrouble };
  "stay-unreadable": { readonly reason: string };
  /** A line of a log that stands for several equal ones. */
  "said-again": { readonly words: string; readonly times: number };
}

/** What a room's log can say. */
export interface LogArguments {
  /** Where `job` may be null, it is the number of the job, named where several are open. */
  "task-put": { readonly job: number | null; readonly input: string };
  "tasks-put": { readonly job: number | null; readonly count: number };
  /** `task`: the first of them. */
  "inputs-skipped": {
    readonly job: number | null;
    readonly count: number;
    readonly task: number;
    readonly reason: string;
  };
  result: { readonly job: number | null; readonly words: string; readonly runtimeMs: number };
  failure: { readonly job: number | null; readonly task: string; readonly error: string; readonly attempts: number };
  /** `task` is null for what was written while the program was loaded; `dropped`: lines left out before this one. */
  /** `id`: that of the job, whether it is named or not. */
  "task-said": {
    readonly job: number | null;
    readonly id: JobId;
    readonly name: string;
    readonly task: number | null;
    readonly level: ConsoleLevel;
    readonly text: string;
    readonly dropped: number;
  };

  /** `tasks` is null for a job that grows. */
  "job-begun": { readonly job: number; readonly title: string; readonly tasks: number | null };
  "job-goes-on": { readonly job: number; readonly settled: number; readonly tasks: number };
  "job-cannot-go-on": { readonly job: number; readonly reason: Reason };
  "job-paused": { readonly job: number };
  "job-resumed": { readonly job: number };
  "job-cancelled": { readonly job: number };
  "job-stuck": { readonly job: number; readonly task: number; readonly reason: string };
  /** All its inputs are there. */
  "job-sealed": { readonly job: number; readonly tasks: number };
  /** The file of its inputs went with an earlier page. */
  "file-asked": { readonly job: number; readonly name: string; readonly tasks: number };
  /** It is there again. */
  "file-resumed": { readonly job: number; readonly name: string };
  /** Its source went with an earlier page. */
  "source-gone": { readonly job: number; readonly tasks: number };
  /** The source of its inputs has not answered for so long. */
  "source-silent": { readonly job: number; readonly silentMs: number };
  "job-ended": {
    readonly job: number;
    readonly done: number;
    readonly failed: number;
    readonly skipped: number;
  };
  /** `task`: the one whose result has ended it, by the rule or by itself. */
  "job-ended-early": {
    readonly job: number;
    readonly task: number;
    readonly rule: EndRule | null;
    readonly notNeeded: number;
  };
  /** Why the result of a task has ended a job, as part of a sentence. */
  "early-end": { readonly task: number; readonly rule: EndRule | null };
  /** `problem` is null where the record does not tell. */
  "job-stopped": { readonly job: number; readonly problem: ThrownError | null };
  /** As part of a sentence about the job. */
  stopped: { readonly problem: ThrownError | null };
  "job-refused": { readonly reason: Reason };

  "room-missed": { readonly code: string };
  "room-closed": object;
  "room-not-opened": { readonly reason: Reason };
  "storage-full": object;
  "storage-free": object;
  /** There was no room for a cancelled job, or for what came last of it: so many inputs that were added to it, and results. */
  "job-not-kept": {
    readonly job: number;
    readonly isWhole: boolean;
    readonly inputs: number;
    readonly results: number;
  };
  "record-lost": { readonly reason: Reason };
  "job-not-shown": { readonly job: number; readonly reason: Reason };
  "record-unreadable": { readonly reason: string };

  "file-begun": object;
  "file-under-way": object;
  "file-ready": { readonly name: string };
  "file-failed": { readonly reason: string };

  /** `loser` and `volunteer` are the names of the explanation's volunteers; empty where it has none. */
  explained: {
    readonly job: number | null;
    readonly explanation: Explanation;
    readonly volunteer: string;
    readonly loser: string;
    /** What is wrong with the value that the first of the tasks returned; missing where none was refused. */
    readonly refused?: string;
  };
  "volunteer-joined": { readonly name: string; readonly slots: number };
  "volunteer-gone": { readonly name: string; readonly because: Gone };
  /** Why a volunteer is gone, beside its name. */
  gone: Gone;
  /** `detail`: what it sent that no volunteer sends. */
  "volunteer-sent-away": { readonly name: string; readonly detail: string };
  /** By the handshake. */
  "newcomer-refused": { readonly reason: RefusalReason; readonly by: "us" | "them"; readonly seen: Seen };
  "newcomer-turned-away": { readonly reason: DownFarewell; readonly detail: string };
  "newcomer-left": { readonly reason: UpFarewell; readonly detail: string };
}

/** What a field of a form or a parameter of an address may hold; `other`: beside `auto`. */
interface AllowedArguments {
  number: { readonly smallest: number; readonly largest: number; readonly unit: string | null };
  "auto-or": { readonly other: Saying<"number"> };
  "precision-or-nothing": object;
  "text-length": { readonly fewest: number; readonly most: number };
  /** `right`, `lower`: the largest numbers of a place. */
  places: { readonly fewest: number; readonly most: number; readonly right: number; readonly lower: number };
  program: { readonly most: number };
  "one-of": { readonly ids: readonly string[] };
}

/** What is wrong with what was typed. */
interface TypedArguments {
  "field-must-be": { readonly allowed: Saying<keyof AllowedArguments> };
  "field-empty": object;
  "field-too-long": { readonly fewest: number; readonly most: number; readonly length: number };
  "name-length": { readonly most: number };
  "name-too-wide": object;
  "code-strangers": { readonly characters: readonly string[] };
  "code-length": { readonly length: number; readonly typed: number };
  "entry-unknown": object;
  "entry-elsewhere": { readonly host: string; readonly path: string };
  "entry-roomless": { readonly code: CodeWrong };
}

/** What is wrong with what was typed as a room's code. */
export type CodeWrong = Saying<"code-strangers" | "code-length">;

/** What is wrong with what was typed where a room's code or its link is asked for. */
export type EntryWrong = CodeWrong | Saying<"entry-unknown" | "entry-elsewhere" | "entry-roomless">;

export type FormArguments = AllowedArguments & TypedArguments;

/** What may stand in a field. */
export type FieldAllowed = Saying<keyof AllowedArguments>;

/** What is wrong with what stands in a field; `thrown`: why a file cannot be used, in the page's words. */
export type FieldWrong = Saying<keyof TypedArguments | "thrown">;

/** Those of a union of `core`, by their keys. */
type ArgumentsIn<Union extends Keyed> = { [Each in Union as Each["key"]]: Omit<Each, "key"> };

/** What lists and figures say. */
interface LabelArguments {
  /** Which way a link takes. */
  "link-way": { readonly kind: "peer" | "relay" | "memory" };
}

/** What any page may have to say; the volunteer's loads sentences for these alone. */
interface CommonArguments
  extends LabelArguments, VolunteerLogArguments, FormArguments, ArgumentsIn<Seen>, ArgumentsIn<BlobTrouble> {}

/** What is said, as data: a key, and what its sentence needs. Sentences are made where people read them. */
interface Arguments
  extends
    CommonArguments,
    LogArguments,
    ReasonArguments,
    ArgumentsIn<Wrong>,
    ArgumentsIn<Allowed>,
    ArgumentsIn<Found>,
    ArgumentsIn<TemplateFlaw> {}

export type CommonKey = keyof CommonArguments;

export type SayingKey = keyof Arguments;

/** One saying; without a parameter, any of them. */
export type Saying<Key extends SayingKey = SayingKey> = {
  readonly [Each in Key]: { readonly key: Each } & Arguments[Each];
}[Key];

/** One that any page can put into words. */
export type CommonSaying = Saying<CommonKey>;

export type Reason = Seen | Saying<keyof ReasonArguments>;

export type ArgumentsOf<Key extends SayingKey> = Arguments[Key];

/** What a volunteer's page says where it is not in the room. */
export interface ProblemWords {
  readonly title: string;
  readonly what: string;
  /** In the order of what helps most often. */
  readonly advice: readonly string[];
  /** Comes before all other advice on that kind of device. */
  readonly first?: { readonly handheld: string; readonly computer: string };
  /** The button or form that the page offers: try once more, load the page anew, or enter another code or link. */
  readonly wayOn: "again" | "reload" | "other-link";
}

/** `closed-room`: an `unknown-room` whose address has its key: it was copied from a room, so that room has existed. */
export type ProblemSentences = Readonly<Record<JoinProblem | "closed-room", ProblemWords>>;

/** Puts a saying that stands in another one's sentence into the language of that sentence. */
export type Put<Known extends SayingKey = SayingKey> = <Key extends Known>(part: Saying<Key>) => string;

export type SentencesFor<Given, Known extends SayingKey = SayingKey> = {
  readonly [Key in keyof Given]: (given: Given[Key], put: Put<Known>) => string;
};

export type SentencesOf<Union extends Keyed, Known extends SayingKey = SayingKey> = SentencesFor<
  ArgumentsIn<Union>,
  Known
>;

export type CommonSentences = SentencesFor<CommonArguments, CommonKey>;

/** A sentence for each saying: a language that lacks one does not compile. */
export interface Language {
  readonly common: CommonSentences;
  readonly sentences: SentencesFor<Arguments>;
  readonly joinProblems: ProblemSentences;
}
