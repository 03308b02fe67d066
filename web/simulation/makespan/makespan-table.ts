import { gather, lowerBoundMs, type CrowdPlan, type Runtimes } from "./crowd.ts";
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
