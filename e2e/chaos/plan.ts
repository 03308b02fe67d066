import { Dice } from "../../web/simulation/dice.ts";

/** What is done to one or two volunteers, named by their numbers. */
type CrowdFault =
  | "tab-closed"
  | "renderer-killed"
  | "renderer-crashed"
  | "renderers-stopped"
  | "frame-removed"
  | "frame-killed";

type HouseFault = "signaling-restarted" | "coordinator-reloaded" | "coordinator-killed";

export type Fault =
  | { readonly type: CrowdFault | "renderers-continued" | "volunteer-opened"; readonly volunteers: readonly number[] }
  | {
      readonly type:
        | "signaling-stopped"
        | "signaling-started"
        | "coordinator-reloaded"
        | "coordinator-killed"
        | "coordinator-reopened";
    };

export interface Step {
  /** Since the job was started. */
  readonly atMs: number;
  readonly fault: Fault;
}

/** How much is to happen. */
export interface Scale {
  /** The time over which the faults are spread. */
  readonly lengthMs: number;
  /** How many are in at the start, numbered from 1; whoever goes is replaced by a new one with the next number. */
  readonly volunteers: number;
  readonly house: Readonly<Record<HouseFault, number>>;
  readonly crowd: Readonly<Record<CrowdFault, number>>;
  readonly longestStopMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** After a join, a thaw or the end of an outage: what is done to a page that still finds its way in tells little. */
const settlingMs = 3_000;
/** How many must be free to be picked, so that one honest volunteer stays. */
const leastFree = 2;
const retryMs = 500;

/** Every fault of a run and its time: the same seed and scale give the same plan. */
export function drawPlan(seed: number, scale: Scale): readonly Step[] {
  const dice = new Dice(seed);
  const { steps, outages } = drawHouseFaults(dice, scale);
  steps.push(...drawCrowdFaults(dice, scale, outages));
  return steps.toSorted((a, b) => a.atMs - b.atMs);
}

/** One after the other, each in a stretch of its own: a page cannot be reloaded while its server is down. */
function drawHouseFaults(dice: Dice, { house, lengthMs }: Scale): { steps: Step[]; outages: Span[] } {
  const types = shuffled(dice, [
    ...repeated("signaling-restarted", house["signaling-restarted"]),
    ...repeated("coordinator-reloaded", house["coordinator-reloaded"]),
    ...repeated("coordinator-killed", house["coordinator-killed"]),
  ]);
  const steps: Step[] = [];
  const outages: Span[] = [];
  const stretchMs = Math.floor(lengthMs / types.length);
  for (const [nth, type] of types.entries()) {
    const fromMs = nth * stretchMs + dice.whole(Math.floor(stretchMs / 10), Math.floor(stretchMs / 2));
    const toMs = fromMs + dice.whole(500, Math.max(1_000, Math.floor(stretchMs / 3)));
    if (type === "signaling-restarted") {
      steps.push({ atMs: fromMs, fault: { type: "signaling-stopped" } });
      steps.push({ atMs: toMs, fault: { type: "signaling-started" } });
    } else if (type === "coordinator-killed") {
      steps.push({ atMs: fromMs, fault: { type: "coordinator-killed" } });
      steps.push({ atMs: toMs, fault: { type: "coordinator-reopened" } });
    } else {
      steps.push({ atMs: fromMs, fault: { type: "coordinator-reloaded" } });
    }
    outages.push({ fromMs, toMs });
  }
  return { steps, outages };
}

function drawCrowdFaults(dice: Dice, scale: Scale, outages: readonly Span[]): Step[] {
  const types = shuffled(dice, [
    ...repeated("tab-closed", scale.crowd["tab-closed"]),
    ...repeated("renderer-killed", scale.crowd["renderer-killed"]),
    ...repeated("renderer-crashed", scale.crowd["renderer-crashed"]),
    ...repeated("renderers-stopped", scale.crowd["renderers-stopped"]),
    ...repeated("frame-removed", scale.crowd["frame-removed"]),
    ...repeated("frame-killed", scale.crowd["frame-killed"]),
  ]);
  const times = types.map(() => dice.whole(0, scale.lengthMs)).toSorted((a, b) => a - b);
  /** From when on each volunteer may be picked. */
  const freeFrom = new Map<number, number>();
  for (let number = 1; number <= scale.volunteers; number += 1) freeFrom.set(number, 0);
  let newest = scale.volunteers;
  let allGoFromMs = 0;
  const steps: Step[] = [];

  for (const [nth, type] of types.entries()) {
    let atMs = times[nth] ?? 0;
    // Which process is whose can be asked only while all of them go.
    if (type === "renderers-stopped" || type === "renderer-killed" || type === "frame-killed") {
      atMs = Math.max(atMs, allGoFromMs);
    }
    const free = (): number[] => [...freeFrom].filter(([, fromMs]) => fromMs <= atMs).map(([number]) => number);
    while (free().length < leastFree) atMs += retryMs;
    const first = dice.pick(free());
    const volunteers = [first];
    freeFrom.delete(first);
    switch (type) {
      case "tab-closed":
      case "renderer-killed":
      case "renderer-crashed": {
        newest += 1;
        const openMs = afterOutages(atMs + dice.whole(500, 5_000), outages);
        steps.push({ atMs: openMs, fault: { type: "volunteer-opened", volunteers: [newest] } });
        freeFrom.set(newest, openMs + settlingMs);
        break;
      }
      case "renderers-stopped": {
        const goOnMs = atMs + dice.whole(1_000, scale.longestStopMs);
        const others = free();
        if (others.length > leastFree && dice.chance(0.5)) volunteers.push(dice.pick(others));
        for (const number of volunteers) freeFrom.set(number, goOnMs + settlingMs);
        steps.push({ atMs: goOnMs, fault: { type: "renderers-continued", volunteers } });
        allGoFromMs = goOnMs + retryMs;
        break;
      }
      case "frame-removed":
        freeFrom.set(first, atMs + settlingMs);
        break;
      case "frame-killed":
        // Playwright takes the whole page for crashed and does nothing with it any more; it stays and computes.
        break;
    }
    steps.push({ atMs, fault: { type, volunteers } });
  }
  return steps;
}

/** Nobody can come in while the house is down, or just after. */
function afterOutages(atMs: number, outages: readonly Span[]): number {
  let openMs = atMs;
  for (const { fromMs, toMs } of outages) {
    if (openMs > fromMs - settlingMs && openMs < toMs) openMs = toMs + 1;
  }
  return openMs;
}

function repeated<Type extends string>(type: Type, count: number): Type[] {
  return Array.from({ length: count }, () => type);
}

/** Fisher and Yates. */
function shuffled<Value>(dice: Dice, values: readonly Value[]): Value[] {
  const rest = [...values];
  return Array.from(values, () => {
    const value = dice.pick(rest);
    rest.splice(rest.indexOf(value), 1);
    return value;
  });
}

export function faultInWords({ type, ...whom }: Fault, nameOf: (volunteer: number) => string): string {
  const words = type.replaceAll("-", " ");
  return "volunteers" in whom ? `${words}: ${whom.volunteers.map((number) => nameOf(number)).join(", ")}` : words;
}
