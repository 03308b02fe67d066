import type { Seen } from "../core/seen.ts";
import type { ThrownError } from "../core/job/job.ts";
import type { Problem } from "../core/job/problem.ts";
import type { SentencesFor } from "./sayings.ts";

/** Of a job that came from elsewhere. `name` is that of the file that should hold it; null for a link. */
interface SharedArguments {
  "job-file-too-large": { readonly name: string; readonly bytes: number; readonly most: number };
  "job-file-gone": { readonly name: string };
  "job-empty": { readonly name: string | null };
  "job-no-json": { readonly name: string | null; readonly message: string };
  "job-of-other-kind": { readonly name: string | null };
  "job-of-version": { readonly name: string | null; readonly found: string; readonly known: number };
  "job-cannot-run": { readonly name: string | null };
  "job-lacks-data": { readonly name: string | null };
  "link-newer-or-damaged": object;
  "link-damaged": object;
  "link-holds-too-much": { readonly most: number };
  "link-not-unpacked": object;
  /** Of the room's own. */
  "job-not-found": { readonly message: string };
  "job-not-on-record": { readonly job: number };
}

/** What to do about it. */
interface RemedyArguments {
  "save-again": object;
  "save-again-if-cut": object;
  "pick-saved-file": object;
  "open-in-newer": object;
  "mend-places": object;
  "ask-for-link-again": object;
  "pick-again": object;
  "inputs-as-file": object;
  "try-again": object;
  "try-in-a-moment": object;
}

/** What keeps a job from being given away. Sizes in bytes. */
interface UnsharedArguments {
  /** As a text, in a job's file. */
  "data-too-large": { readonly characters: number; readonly most: number };
  "link-too-long": { readonly length: number; readonly most: number };
  "job-beyond-links": { readonly bytes: number; readonly most: number };
}

/** What is wrong with what a module says of its job. */
interface ModuleArguments {
  "module-without-sandbox": { readonly seen: Seen };
  "module-not-read": { readonly names: readonly string[]; readonly error: ThrownError };
  "module-text": { readonly name: string; readonly found: string };
  "module-view": { readonly ids: readonly string[]; readonly found: string };
  "module-needs": { readonly found: string };
  "module-need": { readonly at: number; readonly found: string };
  "module-needs-beyond": { readonly most: number };
  "module-files": object;
  "module-file": { readonly name: string };
  "module-file-imported": { readonly name: string };
  "module-inputs": { readonly found: string };
  "module-without-inputs": object;
  "module-inputs-beyond": { readonly most: number };
  "module-range": object;
  "module-range-empty": object;
}

type JobArguments = SharedArguments & RemedyArguments & UnsharedArguments & ModuleArguments & PlaceArguments;

/** A place of a job's text that is wrong. */
interface PlaceArguments {
  "place-wrong": { readonly problem: Problem };
  /** `message`: with its place, behind the word job. */
  "place-unread": { readonly message: string };
  "inputs-without-file": object;
  "inputs-claimed": { readonly count: number };
}

export type JobSayingKey = keyof JobArguments;

/** What is said of a job that is made, given away or taken in; the volunteer's page has no use for it, and does not load it. */
export type JobSaying<Key extends JobSayingKey = JobSayingKey> = {
  readonly [Each in Key]: { readonly key: Each } & JobArguments[Each];
}[Key];

export type SharedWrong = JobSaying<keyof SharedArguments>;

export type WrongPlace = JobSaying<keyof PlaceArguments>;

export type Remedy = JobSaying<keyof RemedyArguments>;

export type Unshared = JobSaying<keyof UnsharedArguments>;

export type ModuleWrong = JobSaying<keyof ModuleArguments>;

/** A sentence for each: a language that lacks one does not compile. */
export type JobSentences = SentencesFor<JobArguments>;
