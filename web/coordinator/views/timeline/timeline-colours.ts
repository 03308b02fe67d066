import { rampColour, volunteerColour } from "../picture/tint.ts";
import type { Paint } from "./bar-painter.ts";
import { barStates, type BarState } from "./timeline-bars.ts";
import type { TimelineModel } from "./timeline-model.ts";

/** What bars may be coloured by. */
export const barTints = [
  { id: "state", label: "by state" },
  { id: "volunteer", label: "by volunteer" },
  { id: "runtime", label: "by runtime" },
] as const;

export type BarTint = (typeof barTints)[number]["id"];

/** The page's colours that a timeline is drawn with. */
export interface TimelineColours {
  readonly ground: string;
  readonly lane: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly focus: string;
  readonly done: string;
  readonly arrived: string;
  readonly held: string;
  readonly failed: string;
  readonly late: string;
  readonly wait: string;
  readonly takenBack: string;
}

export function coloursOf(element: Element): TimelineColours {
  const style = getComputedStyle(element);
  const named = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: named("surface"),
    lane: named("sunken"),
    line: named("line"),
    text: named("text"),
    muted: named("muted"),
    focus: named("accent"),
    done: named("done"),
    arrived: named("accent"),
    held: named("leased"),
    failed: named("failed"),
    late: named("line-strong"),
    wait: named("leased"),
    takenBack: named("pending"),
  };
}

/** Upright stripes of a colour: of tasks that were lost, so that they differ from those that threw in more than a shade. */
function stripesOf(colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 6;
  tile.height = 1;
  const brush = tile.getContext("2d");
  if (brush === null) return colour;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 3, 1);
  return brush.createPattern(tile, "repeat") ?? colour;
}

const shades = Array.from({ length: 33 }, (_, nth) => rampColour(nth / 32));
/** The shortest runtime that has a colour of its own, in parts of the longest. */
const leastPart = 0.001;

/** Where a runtime stands between a thousandth of the longest and the longest, from 0 to 1: each step is so many times longer. */
function runtimePart(ms: number, longestMs: number): number {
  const part = Math.log(Math.max(ms, Number.MIN_VALUE) / (longestMs * leastPart)) / Math.log(1 / leastPart);
  return Math.min(1, Math.max(0, part));
}

/** How bars are coloured. What went wrong keeps its colour, whatever the others are coloured by. `longestMs`: of one task. */
export function paintOf(
  { bars, lanes, orderOf }: Pick<TimelineModel, "bars" | "lanes" | "orderOf">,
  tint: BarTint,
  colours: TimelineColours,
  longestMs: number,
): Paint {
  const stripes = stripesOf(colours.failed);
  const byState: Readonly<Record<BarState, string | CanvasPattern>> = {
    [barStates.computed]: colours.arrived,
    [barStates.recorded]: colours.done,
    [barStates.failed]: colours.failed,
    [barStates.threw]: colours.failed,
    [barStates.late]: colours.late,
    [barStates.lost]: stripes,
    [barStates.takenBack]: colours.takenBack,
  };
  const computing = (number: number): string | CanvasPattern => {
    const state = bars.stateOf(number);
    if (tint === "state" || (state !== barStates.computed && state !== barStates.recorded)) return byState[state];
    if (tint === "volunteer") return volunteerColour(orderOf(lanes[bars.laneOf(number)]?.volunteer ?? 0));
    const ms = (bars.endOf(number) - bars.startOf(number)) / Math.max(1, bars.countOf(number));
    return shades[Math.round(runtimePart(ms, longestMs) * (shades.length - 1))] ?? colours.done;
  };
  return { computing, waiting: colours.wait };
}
