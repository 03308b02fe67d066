import { sampleBlob } from "../../blobs/testing/sample-blobs.ts";
import type { Standing } from "../state.ts";
import { batch, closeJob, committed, job, piece, recall, welcome } from "./down-messages.ts";
import { answered, heard, identity, VolunteerRig, type Fact } from "./volunteer-rig.ts";

/** Nothing of it is here yet. */
const sample = sampleBlob(1_000);

/** As orders in words name it. */
export const sampleHash = sample.name.hash.slice(0, 4);

/** The shared value of job 4, which waits for it. */
const awaited = sampleBlob(1_000, 2);

/** Every fact that a volunteer can meet, each message by itself. */
export const facts = {
  "a link that opens": { type: "link-opened", identity },
  "a welcome": heard(welcome()),
  "a job": heard(job(2)),
  "a job with a blob": heard(job(3, sample.name)),
  "a piece of a blob": heard(piece(awaited)),
  "a batch": heard(batch(3, [5])),
  "credit for calls": heard({ type: "call-credit", bytes: 1 }),
  "a recall": heard(recall(2, 9)),
  "a commit": heard(committed(1)),
  "the close of a job": heard(closeJob(1)),
  "a heartbeat": heard({ type: "heartbeat" }),
  "a goodbye": heard({ type: "goodbye", reason: "broke-rules", detail: "closing time" }),
  "the link's end": { type: "link-ended" },
  "a slot that is ready": { type: "slot-ready", slot: 1 },
  "an answer of a run": answered(2, 1),
  "a run that ends early": { type: "run-ended", run: 2 },
  "another number of slots": { type: "slots-set", slots: 3 },
  "a pause": { type: "paused" },
  "a resumption": { type: "resumed" },
  "the wish to leave": { type: "leave-requested" },
  "an alarm": { type: "alarm-rang" },
} as const satisfies Record<string, Fact>;

export type FactName = keyof typeof facts;

/** What a fact leads to: the orders in words, the standing afterwards, and how many parcels are kept. */
export interface Consequence {
  readonly does: string;
  readonly orders: readonly string[];
  readonly after: Standing["type"];
  readonly kept: number;
}

/**
 * A volunteer of two slots, one of them ready, in the middle of job 1: parcel 1 (task 9) is not on record, run 2 is at
 * task 0 of lease 2, tasks 1 and 2 waited when it was last present, and job 4 waits for its shared value.
 */
export function situation(standing: Standing["type"]): VolunteerRig {
  const rig = new VolunteerRig(2);
  rig.join();
  rig.tell({ type: "slot-ready", slot: 0 });
  rig.hear(job(1), batch(1, [9]));
  rig.answer(1, 1);
  rig.hear(batch(2, [0, 1, 2]), job(4, awaited.name));
  rig.now = 1_000;
  if (standing === "apart" || standing === "joining") rig.tell({ type: "link-ended" });
  if (standing === "joining") rig.tell({ type: "link-opened", identity });
  if (standing === "leaving") rig.tell({ type: "leave-requested" });
  return rig;
}
