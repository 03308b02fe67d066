import { barStates, type BarState } from "../timeline/timeline-bars.ts";
import type { Mark, TimelineModel } from "../timeline/timeline-model.ts";
import { shapes } from "../timeline/timeline-picture.ts";
import { ticksOf, tickWords, wholeWindow } from "../timeline/time-window.ts";
import { escapeHtml } from "./escape-html.ts";

const namesPx = 120;
const widthPx = 1_000;
const axisPx = 20;
const lanesPx = 480;
/** Bars that are looked at between two steps. */
const barsAStep = 4_096;

/** By state, the class of its colour. */
const stateNames: Readonly<Record<BarState, string>> = {
  [barStates.computed]: "computed",
  [barStates.recorded]: "recorded",
  [barStates.failed]: "failed",
  [barStates.threw]: "threw",
  [barStates.late]: "late",
  [barStates.lost]: "lost",
  [barStates.takenBack]: "taken",
};

interface Drawn {
  readonly from: number;
  to: number;
}

/**
 * A timeline as an SVG of a bounded size, however many bars it has: bars of a lane and state that share a pixel are one stroke. `label`: the
 * picture in words.
 */
export function* timelineSvg(
  model: TimelineModel,
  nameOf: (volunteer: number) => string,
  label: string,
): Generator<null, string> {
  const { bars, lanes, rows, marks } = model;
  const window = wholeWindow(model.endMs);
  const lanePx = Math.min(18, Math.max(4, Math.floor(lanesPx / Math.max(1, lanes.length))));
  const heightPx = lanePx * lanes.length;
  const xOf = (ms: number): number => (ms / window.toMs) * widthPx;
  const middleOf = (lane: number): number => ((rows[lane] ?? 0) + 0.5) * lanePx;
  const paths = new Map<string, string[]>();
  const open = new Map<string, Drawn>();
  const close = (state: string, lane: number, { from, to }: Drawn): void => {
    const strokes = paths.get(state) ?? [];
    paths.set(state, strokes);
    strokes.push(`M${(namesPx + from).toFixed(1)} ${middleOf(lane)}h${Math.max(1, to - from).toFixed(1)}`);
  };
  const draw = (state: string, lane: number, from: number, to: number): void => {
    const key = `${state} ${lane}`;
    const before = open.get(key);
    if (before !== undefined && from >= before.from && from - before.to < 0.5) {
      before.to = Math.max(before.to, to);
      return;
    }
    if (before !== undefined) close(state, lane, before);
    open.set(key, { from, to });
  };
  for (let number = bars.first; number < bars.end; number += 1) {
    draw(stateNames[bars.stateOf(number)], bars.laneOf(number), xOf(bars.startOf(number)), xOf(bars.endOf(number)));
    if (number % barsAStep === 0) yield null;
  }
  for (const { lane, sentMs } of model.held.values()) {
    draw("held", lane, xOf(Math.max(sentMs, model.lastEndOf(lane))), xOf(model.endMs));
  }
  for (const [key, drawn] of open) {
    const [state = "", lane] = key.split(" ");
    close(state, Number(lane), drawn);
  }
  const ticks = ticksOf(window, 10);
  const grid = ticks.ticks.map((ms) => {
    const x = namesPx + xOf(ms);
    return (
      `<path class="grid" d="M${x.toFixed(1)} 0V${heightPx}"/>` +
      `<text x="${x.toFixed(1)}" y="${heightPx + 15}" class="mid">${tickWords(ms, ticks.stepMs)}</text>`
    );
  });
  const bands = [...paths].map(
    ([state, strokes]) =>
      `<path class="bars bars-${state}" stroke-width="${Math.max(1, lanePx - 1)}" d="${strokes.join("")}"/>`,
  );
  const kinds = new Set(marks.map(({ kind }) => kind));
  const signs = Array.from(kinds, (kind) => `<path id="sign-${kind}" d="${shapes[kind]}"/>`).join("");
  const placed = marks.map((mark) => signOf(mark, namesPx + xOf(mark.atMs), middleOf(mark.lane)));
  const size = `viewBox="0 0 ${namesPx + widthPx} ${heightPx + axisPx}"`;
  return (
    `<svg ${size} role="img" aria-label="${escapeHtml(label)}"><defs>${signs}</defs>` +
    [...grid, ...bands, ...placed].join("") +
    // One within the other, which cuts what has no room.
    `<svg width="${namesPx - 6}" height="${heightPx}">${namesOf(model, lanePx, nameOf).join("")}</svg></svg>`
  );
}

function signOf({ kind }: Mark, x: number, y: number): string {
  return `<use class="sign sign-${kind}" href="#sign-${kind}" x="${x.toFixed(1)}" y="${y}"/>`;
}

/** A name beside the first lane of each volunteer, where there is room for one. */
function namesOf(
  { volunteers, rows }: TimelineModel,
  lanePx: number,
  nameOf: (volunteer: number) => string,
): readonly string[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...volunteers].flatMap(([volunteer, [lane = 0]]) => {
    const y = (rows[lane] ?? 0) * lanePx + Math.max(lanePx, 12) / 2;
    if (y - free < 12) return [];
    free = y;
    return [`<text x="0" y="${y}" dy="4">${escapeHtml(nameOf(volunteer))}</text>`];
  });
}
