import type { RefusalReason } from "../core/handshake/handshake-messages.ts";
import type { ThrownError } from "../core/job/job.ts";
import type { Explanation } from "../core/scheduler/explanation.ts";

/** What a log can say, as data: a key, and what the sentence needs. Sentences are made where people read them. */
interface Arguments {
  "task-put": { readonly input: string };
  "tasks-put": { readonly count: number };
  result: { readonly words: string; readonly runtimeMs: number };
  failure: { readonly task: string; readonly error: string; readonly attempts: number };
  "task-started": { readonly task: string };

  "job-begun": { readonly job: number; readonly title: string; readonly tasks: number };
  "job-goes-on": { readonly job: number; readonly settled: number; readonly tasks: number };
  "job-cannot-go-on": { readonly job: number; readonly reason: string };
  "job-paused": { readonly job: number };
  "job-resumed": { readonly job: number };
  "job-cancelled": { readonly job: number };
  "job-stuck": { readonly job: number; readonly task: number; readonly reason: string };
  "job-ended": { readonly job: number; readonly done: number; readonly failed: number };
  /** `problem` is null where the record does not tell. */
  "job-stopped": { readonly job: number; readonly problem: ThrownError | null };
  /** As part of a sentence about the job. */
  stopped: { readonly problem: ThrownError | null };
  "job-refused": { readonly reason: string };

  "room-missed": { readonly code: string };
  "room-closed": object;
  "room-not-opened": { readonly reason: string };
  "storage-full": object;
  "storage-free": object;
  "record-lost": { readonly reason: string };
  "record-unreadable": { readonly reason: string };

  "file-begun": object;
  "file-under-way": object;
  "file-ready": { readonly name: string };
  "file-failed": { readonly reason: string };

  /** `loser` and `volunteer` are the names of the explanation's volunteers; empty where it has none. */
  explained: { readonly explanation: Explanation; readonly volunteer: string; readonly loser: string };
  "volunteer-joined": { readonly name: string; readonly slots: number };
  "volunteer-gone": { readonly name: string; readonly reason: string };
  "volunteer-sent-away": { readonly name: string; readonly reason: string };
  /** By the handshake; `detail`: what was seen. */
  "newcomer-refused": { readonly reason: RefusalReason; readonly by: "us" | "them"; readonly detail: string };
  "newcomer-turned-away": { readonly reason: string };
  "newcomer-left": { readonly reason: string };

  joined: { readonly again: boolean };
  "link-lost": { readonly reason: string };
  "slot-replaced": { readonly slot: number; readonly detail: string };
  "stay-unreadable": { readonly reason: string };
}

export type SayingKey = keyof Arguments;

/** One saying; without a parameter, any of them. */
export type Saying<Key extends SayingKey = SayingKey> = {
  readonly [Each in Key]: { readonly key: Each } & Arguments[Each];
}[Key];

export type ArgumentsOf<Key extends SayingKey> = Arguments[Key];

/** A sentence for each saying: a language that lacks one does not compile. */
export type Sentences = { readonly [Key in SayingKey]: (given: Arguments[Key]) => string };
