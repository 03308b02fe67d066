import { defaultJobOptions, type JobOptions, type Precision } from "../core/job/job.ts";
import { Dice } from "./dice.ts";
import type { Feature } from "../core/job/features.ts";
import { sampleFeatures } from "./sample-features.ts";
import { sampleBlobCount } from "./sample-blobs.ts";
import { timeLimitMs } from "./time-scale.ts";

/** How the inputs of a job that grows come. */
export interface SourcePlan {
  /** `by hand`: the job stays open; a person adds them in portions, and seals it. */
  readonly kind: "at hand" | "in time" | "by hand";
  /** Share of its rows that are malformed, and skipped. */
  readonly skipShare: number;
  /** Longest wait for an input, or for a portion, in milliseconds. */
  readonly longestWaitMs: number;
  /** What follows its last input. A person that is told of a silent source cancels the job. */
  readonly end: "ends" | "fails" | "falls silent";
}

export interface JobPlan {
  readonly at: number;
  readonly total: number;
  readonly options: JobOptions;
  /** Which of the sample blobs is its shared value; null: it has none. Several jobs may have the same one. */
  readonly blob: number | null;
  /** Features without which no tab computes it. */
  readonly needs: readonly Feature[];
  /** null: its inputs are all there when it starts. */
  readonly source: SourcePlan | null;
  /** Share of its tasks whose results end it. */
  readonly endShare: number;
  /** Share of its tasks with a large input; several have the same one. */
  readonly largeShare: number;
}

/** Something that goes wrong, or that people do. `who` counts tabs; each kind reads `size` in its own way. */
export interface Fault {
  readonly at: number;
  readonly kind: FaultKind;
  readonly who: number;
  readonly forMs: number;
  readonly size: number;
}

const faultKinds = [
  "link breaks",
  "messages doubled",
  "messages delayed",
  "partition both ways",
  "partition upwards",
  "partition downwards",
  "chunk truncated",
  "tab crashes",
  "tab freezes",
  "tab slows down",
  "slot crashes",
  "tab's clock jumps",
  "coordinator's clock jumps",
  "coordinator crashes",
  "disk full",
  "forged answer",
  "answer said again",
  "second coordinator",
  "signaling down",
  "join storm",
  "tab pauses",
  "tab resumes",
  "tab changes slots",
  "tab leaves",
  "tab comes",
  "job paused",
  "job resumed",
  "job cancelled",
  "coordinator reloads",
  "coordinator freezes",
  "tab reloads",
] as const;

/** What may go wrong with blobs, and with early ends, is drawn apart, for seeds with a job that has them; and so are lies of time, stalls and silence. */
type FaultKind =
  | (typeof faultKinds)[number]
  | "tab stalls"
  | "everything stalls"
  | "tasks held in silence"
  | "pieces spoilt"
  | "coordinator crashes as a job ends early"
  | "times made up";

/** All that decides a run: the same scenario gives the same events. */
export interface Scenario {
  readonly seed: number;
  readonly jobs: readonly JobPlan[];
  /** Slots of each tab that comes at the start. */
  readonly tabs: readonly number[];
  readonly troubleShare: number;
  readonly longestMs: number;
  /** Share of jobs whose program loads nowhere, and of tabs in which one does not. */
  readonly loadTroubleShare: number;
  /** Share of batches whose inputs the room has late, and of those the share of which it cannot have them at first. */
  readonly lateInputShare: number;
  readonly faults: readonly Fault[];
  /** Nothing goes wrong from this moment on, in virtual milliseconds. */
  readonly faultsEndAt: number;
}

const hourMs = 3_600_000;

/** Results of planned jobs are evenly spread whole numbers of 32 bits: some thirty of them reach these. */
const precisions: readonly Precision[] = [
  { type: "percent", halfWidth: 22 },
  { type: "percent", halfWidth: 18 },
  { type: "absolute", halfWidth: 4.2e8 },
];

function sourceFor(dice: Dice, skipShare: number): SourcePlan {
  const kind = dice.pick(["at hand", "in time", "in time", "by hand"] as const);
  const ends = ["ends", "ends", "fails", kind === "in time" ? "falls silent" : "ends"] as const;
  return {
    kind,
    skipShare: kind === "by hand" ? 0 : skipShare,
    longestWaitMs: dice.pick([10, 2_000, 60_000]),
    end: kind === "by hand" ? "ends" : dice.pick(ends),
  };
}

export function scenarioFor(seed: number): Scenario {
  const dice = new Dice(seed);
  const ofBlobs = new Dice(seed ^ 0xb10b);
  const ofNeeds = new Dice(seed ^ 0xfea7);
  const hasNeeds = ofNeeds.chance(0.25);
  const ofGrowth = new Dice(seed ^ 0x960e);
  const ofEnds = new Dice(seed ^ 0xe4d5);
  const ofSkips = new Dice(seed ^ 0x5c1b);
  const ofRules = new Dice(seed ^ 0x40e5);
  const ofInputs = new Dice(seed ^ 0x1a46e);
  const ofLies = new Dice(seed ^ 0x11e5);
  const ofTimes = new Dice(seed ^ 0x713e);
  const ofStalls = new Dice(seed ^ 0x57a1);
  const ofOnce = new Dice(seed ^ 0x04ce);
  const jobs: JobPlan[] = [];
  const jobCount = dice.whole(1, 3);
  for (let job = 0; job < jobCount; job += 1) {
    const blob = ofBlobs.chance(0.3) ? ofBlobs.whole(0, sampleBlobCount - 1) : null;
    const source = ofGrowth.chance(0.35) ? sourceFor(ofGrowth, ofSkips.pick([0, 0, 0.1, 0.5])) : null;
    const isOnce = ofOnce.chance(0.3) && source === null;
    const precision = ofRules.pick([null, null, null, ...precisions]);
    const options: JobOptions = {
      ...defaultJobOptions,
      timeLimitMs,
      batchSize: dice.chance(0.7) ? "auto" : dice.whole(1, 12),
      speculation: dice.chance(0.8),
      priority: dice.whole(0, 1),
      // One that ends early says little of whether its volunteers ever had its blob.
      ...(blob !== null || precision === null ? {} : { precision }),
      ...(isOnce ? { atMostOnce: true } : {}),
    };
    // Half of the further ones come while the first one has hardly begun.
    const latest = dice.chance(0.5) ? 1_000 : hourMs / 2;
    const endShare = ofEnds.pick([0, 0, 0, 0.02, 0.2]);
    jobs.push({
      at: job === 0 ? 0 : dice.whole(0, latest),
      // A mean is known from thirty results on.
      total: dice.spread(1, 120) + (options.precision === undefined ? 0 : 40),
      options,
      blob,
      needs: sampleFeatures.filter(() => hasNeeds && ofNeeds.chance(0.3)),
      source,
      endShare: blob === null ? endShare : 0,
      largeShare: ofInputs.pick([0, 0, 0, 0, 0.05, 0.3]),
    });
  }
  const tabs = Array.from({ length: dice.whole(1, 4) }, () => dice.whole(1, 3));
  const faults: Fault[] = [];
  const faultCount = dice.spread(2, 80);
  // A few kinds for each seed, so that faults of one kind meet often enough.
  const kinds = Array.from({ length: dice.whole(1, 12) }, () => dice.pick(faultKinds));
  for (let fault = 0; fault < faultCount; fault += 1) {
    const kind = dice.pick(kinds);
    const at = dice.chance(0.6) ? dice.spread(100, hourMs) : dice.whole(0, hourMs);
    faults.push({ at, kind, who: dice.whole(0, 4), forMs: dice.spread(100, hourMs / 4), size: dice.whole(1, 40) });
  }
  for (let count = jobs.some(({ blob }) => blob !== null) ? ofBlobs.whole(0, 3) : 0; count > 0; count -= 1) {
    const at = ofBlobs.chance(0.5) ? 0 : ofBlobs.spread(100, hourMs);
    faults.push({ at, kind: "pieces spoilt", who: ofBlobs.whole(0, 4), forMs: 0, size: ofBlobs.pick([1, 2, 40]) });
  }
  for (let count = jobs.some(({ largeShare }) => largeShare > 0) ? ofInputs.whole(0, 3) : 0; count > 0; count -= 1) {
    const at = ofInputs.chance(0.5) ? 0 : ofInputs.spread(100, hourMs);
    faults.push({ at, kind: "pieces spoilt", who: ofInputs.whole(0, 4), forMs: 0, size: ofInputs.pick([1, 2, 40]) });
  }
  if (jobs.some(({ endShare, options }) => endShare > 0 || options.precision !== undefined) && ofEnds.chance(0.3)) {
    faults.push({ at: 0, kind: "coordinator crashes as a job ends early", who: 0, forMs: 0, size: 0 });
  }
  // While jobs still run: later there is nothing left to lie about.
  for (let count = ofLies.pick([0, 0, 2, 5]); count > 0; count -= 1) {
    const at = ofLies.spread(1_000, hourMs / 10);
    faults.push({ at, kind: "forged answer", who: ofLies.whole(0, 4), forMs: 0, size: ofLies.whole(1, 40) });
  }
  for (let count = ofTimes.pick([0, 0, 2, 8]); count > 0; count -= 1) {
    const at = ofTimes.spread(1_000, hourMs / 10);
    faults.push({ at, kind: "times made up", who: ofTimes.whole(0, 4), forMs: 0, size: ofTimes.whole(1, 40) });
  }
  // While tasks are computed: later there is nothing to stall.
  for (let count = ofStalls.pick([0, 0, 1, 3]); count > 0; count -= 1) {
    const at = ofStalls.spread(1_000, hourMs / 10);
    const kind = ofStalls.pick(["tab stalls", "everything stalls"] as const);
    faults.push({ at, kind, who: ofStalls.whole(0, 4), forMs: ofStalls.whole(60_000, 300_000), size: 0 });
  }
  if (ofStalls.chance(0.3)) {
    const at = ofStalls.pick([0, ofStalls.spread(1_000, hourMs / 10)]);
    faults.push({ at, kind: "tasks held in silence", who: ofStalls.whole(0, 4), forMs: 0, size: ofStalls.whole(1, 3) });
  }
  return {
    seed,
    jobs,
    tabs,
    troubleShare: dice.pick([0.000_1, 0.1, 0.3]),
    longestMs: dice.pick([50, 5_000, 120_000]),
    loadTroubleShare: dice.pick([0, 0, 0.3]),
    lateInputShare: ofGrowth.pick([0, 0, 0.3]),
    faults: faults.toSorted((a, b) => a.at - b.at),
    faultsEndAt: hourMs,
  };
}
