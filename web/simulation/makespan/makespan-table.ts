import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { gather, gatherRoom, lowerBoundMs, type CrowdPlan, type RoomPlan, type Runtimes } from "./crowd.ts";
import { OwnRun } from "./own.ts";
import { peerMakespanMs, peerPlans } from "./peers.ts";

/** One way, as in a classroom's wireless network. */
export const latencyMs = 5;

interface MakespanRow {
  readonly volunteers: number;
  readonly runtimes: Runtimes;
  readonly hasChurn: boolean;
  readonly boundMs: number;
  /** Own first, then the peers in their order; over the bound, 0.05 for 5 %. */
  readonly over: readonly number[];
  readonly copies: number;
  readonly batches: number;
}

export const strategyNames: readonly string[] = ["Tabpool", ...peerPlans.map((plan) => plan.name)];

/** Makespan in milliseconds where volunteers earn their slots, and where all are used at once. */
export function measureEarning(plan: RoomPlan): { readonly earnedMs: number; readonly atOnceMs: number } {
  const makespanWith = (firstSlots: number): number =>
    new OwnRun(gatherRoom(plan), latencyMs, () => {}, { ...defaultSchedulerSettings, firstSlots }).run().makespanMs;
  return { earnedMs: makespanWith(defaultSchedulerSettings.firstSlots), atOnceMs: makespanWith(256) };
}

export function measureMakespan(plan: CrowdPlan): MakespanRow {
  const crowd = gather(plan);
  const boundMs = lowerBoundMs(crowd);
  const own = new OwnRun(crowd, latencyMs).run();
  const makespans = [
    own.makespanMs,
    ...peerPlans.map((peer) => peerMakespanMs(crowd, peer, plan.volunteers, latencyMs)),
  ];
  return {
    volunteers: plan.volunteers,
    runtimes: plan.runtimes,
    hasChurn: plan.stayMs !== null,
    boundMs,
    over: makespans.map((ms) => ms / boundMs - 1),
    copies: own.copies,
    batches: own.batches,
  };
}
