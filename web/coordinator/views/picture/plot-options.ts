import uPlot from "uplot";
import type { PictureKind } from "./picture-kinds.ts";
import type { Drawing } from "./picture-numbers.ts";

export interface Colours {
  readonly mark: string;
  readonly text: string;
  readonly line: string;
}

/** `scatter`: a task each, at its own place, in `log-scatter` over powers of ten. `dots`: a task each. `band`: from the least to the most of tasks that follow each other, and their mean. `whole-bars`: each stands around its whole number, `bars` from their bin's beginning to its end. */
export type Shape = "dots" | "band" | "bars" | "whole-bars" | "scatter" | "log-scatter";

/** How many times the least the most has to be to stand over powers of ten: otherwise the lesser ones would be one dot. */
const wideSpan = 1_000;

export function shapeOf({ parts, dots, hasBinForEach }: Drawing, { over }: PictureKind): Shape {
  if (over === "frequency") return hasBinForEach ? "whole-bars" : "bars";
  if (over === "x") {
    const [least = 0, most = 0] = [dots[0]?.x, dots.at(-1)?.x];
    return least > 0 && most >= wideSpan * least ? "log-scatter" : "scatter";
  }
  return (parts[0]?.width ?? 1) === 1 ? "dots" : "band";
}

/** The columns that the plot's series are drawn from. */
export function plotData(
  { parts, bins, dots }: Pick<Drawing, "parts" | "bins" | "dots">,
  shape: Shape,
  total: number,
): uPlot.AlignedData {
  switch (shape) {
    case "dots":
      // The last task has its place before it has a result.
      return [
        [...parts.map(({ from }) => from), total - 1],
        [...parts.map(({ mean }) => mean), null],
      ];
    case "scatter":
    case "log-scatter":
      return [dots.map(({ x }) => x), dots.map(({ y }) => y)];
    case "band":
      return [
        parts.map(({ from, width }) => from + (width - 1) / 2),
        parts.map(({ mean }) => mean),
        parts.map(({ most }) => most),
        parts.map(({ least }) => least),
      ];
    case "bars":
    case "whole-bars": {
      const last = bins.at(-1);
      const ends = last === undefined || last.from === last.to ? [] : [last.to];
      const shift = shape === "bars" ? 0 : -0.5;
      // The end of the last bar is a place without a bar.
      return [
        [...bins.map(({ from }) => from), ...ends].map((place) => place + shift),
        [...bins.map(({ count }) => count), ...ends.map(() => null)],
      ];
    }
  }
}

/** The tasks of the plot's places, where each dot is a task's; null for a shape without such dots. */
export function tasksOf({ parts, dots }: Drawing, shape: Shape): readonly number[] | null {
  switch (shape) {
    case "dots":
      return parts.map(({ from }) => from);
    case "scatter":
    case "log-scatter":
      return dots.map(({ task }) => task);
    case "band":
    case "bars":
    case "whole-bars":
      return null;
  }
}

interface Wanted {
  readonly shape: Shape;
  readonly kind: PictureKind;
  readonly colours: Colours;
  /** Colours of the dots, place by place; null while they all have the picture's own. */
  readonly tinted: () => readonly (string | null)[] | null;
}

export function plotOptions({ shape, kind, colours, tinted }: Wanted): Omit<uPlot.Options, "width" | "height"> {
  const isBars = shape === "bars" || shape === "whole-bars";
  const isScatter = kind.over === "x";
  const axis = {
    stroke: colours.text,
    grid: { stroke: colours.line, width: 1 },
    ticks: { stroke: colours.line, width: 1 },
    values: tickWords,
  };
  const what = isBars
    ? { x: kind.numbers, y: "results" }
    : { x: isScatter ? (kind.across ?? "x") : "task", y: kind.numbers };
  const wash = `color-mix(in srgb, ${colours.mark} 25%, transparent)`;
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: {
        time: false,
        ...(shape === "log-scatter" ? { distr: 3 as const } : {}),
        range: (_, least, most) => (isBars || isScatter ? around(least, most, shape) : [-0.5, most + 0.5]),
      },
      // A bar's height, and a runtime's, says something only from zero on.
      y: { range: (_, least, most) => upTo(isBars || (least > 0 && !isScatter) ? 0 : least, most) },
    },
    axes: [
      { ...axis, label: what.x, labelSize: 20, size: 34, ...(shape === "whole-bars" ? { incrs: wholeSteps } : {}) },
      {
        ...axis,
        label: what.y,
        labelSize: 20,
        size: (_, words) => 16 + 8 * Math.max(2, ...(words ?? []).map(({ length }) => length)),
      },
    ],
    series: [{}, ...seriesOf(shape, colours.mark, wash, () => tinted() === null)],
    hooks: { draw: [(plot) => paintDots(plot, tinted() ?? [])] },
    ...(shape === "band" ? { bands: [{ series: [2, 3], fill: wash }] } : {}),
  };
}

/** Neighbouring ticks differ in their words, however near to each other they are. null: over powers of ten, a tick without words. */
export function tickWords(_: unknown, splits: readonly (number | null)[]): string[] {
  const named = splits.filter((split) => split !== null);
  const step = Math.min(1, ...named.slice(1).map((split, at) => split - (named[at] ?? split)));
  const decimals = step > 0 ? Math.min(20, Math.ceil(-Math.log10(step)) + 1) : 0;
  const words = new Intl.NumberFormat("en-US", { maximumFractionDigits: decimals });
  return splits.map((split) => (split === null ? "" : words.format(split)));
}

/** Between ticks of whole numbers, of which a plot has at most 64. */
const wholeSteps = [1, 2, 5, 10, 20, 50];

/** CSS pixels across a dot. */
const dotSize = 6;

function paintDots(plot: uPlot, colours: readonly (string | null)[]): void {
  const { ctx, bbox } = plot;
  const [places, values = []] = plot.data;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const [at, colour] of colours.entries()) {
    const [x, y] = [places[at], values[at]];
    if (colour === null || typeof x !== "number" || typeof y !== "number") continue;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(plot.valToPos(x, "x", true), plot.valToPos(y, "y", true), (dotSize / 2) * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

function seriesOf(shape: Shape, mark: string, wash: string, showsDots: () => boolean): uPlot.Series[] {
  const none = { show: false };
  switch (shape) {
    case "dots":
    case "scatter":
    case "log-scatter":
      return [
        {
          stroke: mark,
          fill: mark,
          paths: () => null,
          points: { show: showsDots, size: dotSize, fill: mark, stroke: mark },
        },
      ];
    case "band":
      return [
        { stroke: mark, width: 2, points: none },
        { stroke: wash, width: 1, points: none },
        { stroke: wash, width: 1, points: none },
      ];
    case "bars":
    case "whole-bars":
      return [
        {
          stroke: mark,
          fill: mark,
          width: 0,
          points: none,
          ...bars(),
        },
      ];
  }
}

function bars(): Pick<uPlot.Series, "paths"> {
  const paths = uPlot.paths.bars?.({ align: 1, size: [0.94] });
  return paths === undefined ? {} : { paths };
}

/** Some room on both sides of a single place, and of dots. */
function around(least: number, most: number, shape: Shape): [number, number] {
  if (least === most) return [least - 1, most + 1];
  if (shape === "log-scatter") return [least / 1.25, most * 1.25];
  const room = shape === "scatter" ? (most - least) * 0.04 : 0;
  return [least - room, most + room];
}

/** Some room above what is drawn. */
function upTo(least: number, most: number): [number, number] {
  return [least, most === least ? most + 1 : most + (most - least) * 0.08];
}
