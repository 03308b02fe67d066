import { Dice } from "../../web/simulation/dice.ts";

/** A fault of one or two volunteers, by their numbers. */
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
  /** Milliseconds since the job was started. */
  readonly atMs: number;
  readonly fault: Fault;
}

/** The size of a plan. */
export interface Scale {
  /** Milliseconds over which the faults are spread. */
  readonly lengthMs: number;
  /** Volunteers at the start, numbered from 1. One that goes is replaced by a new one with the next number. */
  readonly volunteers: number;
  readonly house: Readonly<Record<HouseFault, number>>;
  readonly crowd: Readonly<Record<CrowdFault, number>>;
  readonly longestStopMs: number;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Milliseconds without faults after a join, a thaw or an outage: faults of a page that is still joining show little. */
const settlingMs = 3_000;
/** Volunteers that must be free for a fault, so that one of them is left. */
const leastFree = 2;
const retryMs = 500;

/** Draws all faults of a run with their times. The same seed and scale give the same plan. */
export function drawPlan(seed: number, scale: Scale): readonly Step[] {
  const dice = new Dice(seed);
  const { steps, outages } = drawHouseFaults(dice, scale);
  steps.push(...drawCrowdFaults(dice, scale, outages));
  return steps.toSorted((a, b) => a.atMs - b.atMs);
}

/** Spreads faults one after the other, each in a time of its own: a page cannot be reloaded while its server is down. */
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
  /** The time from which each volunteer may have a fault. */
  const freeFrom = new Map<number, number>();
  for (let number = 1; number <= scale.volunteers; number += 1) freeFrom.set(number, 0);
  let newest = scale.volunteers;
  let allGoFromMs = 0;
  const steps: Step[] = [];

  for (const [nth, type] of types.entries()) {
    let atMs = times[nth] ?? 0;
    // The processes of volunteers can be found only while none is stopped.
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
        // Playwright takes the page for crashed and cannot use it any more, but it goes on computing.
        break;
    }
    steps.push({ atMs, fault: { type, volunteers } });
  }
  return steps;
}

/** The earliest time from `atMs` on at which a volunteer can join: neither during an outage nor just before one. */
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

/** Shuffles by Fisher and Yates. */
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
