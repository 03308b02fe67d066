import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import "./line-plot.css";

/** A line over the common first column, or dots. */
export interface PlotLine {
  /** A colour of the page, by its name: `accent`. */
  readonly colour: string;
  readonly kind: "line" | "dashes" | "dots" | "area";
  /** On which of the two scales it stands. */
  readonly scale: "left" | "right";
}

export interface LinePlotProps {
  /** Of the module, so that they stay the same. */
  readonly lines: readonly PlotLine[];
  /** The first column is what stands below; null where a line has no point. */
  readonly columns: uPlot.AlignedData;
  readonly names: { readonly below: string; readonly left: string; readonly right?: string };
  /** Marks of the left scale, which then is one of powers: from the lowest of them to the highest, as far as they are needed. */
  readonly marks?: readonly PlotMark[];
  /** The picture in words. */
  readonly label: string;
}

export interface PlotMark {
  readonly at: number;
  readonly name: string;
}

/** Lines over axes, which follow the width of their place. Made anew where the page's colours change. */
export function LinePlot(props: LinePlotProps) {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  return <PlotCanvas key={`${isDark}`} {...props} />;
}

function PlotCanvas({ lines, columns, names, marks, label }: LinePlotProps) {
  const placeRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const { below, left, right } = names;
  useEffect(() => {
    const place = placeRef.current;
    if (place === null) return;
    const size = (): { width: number; height: number } => ({ width: place.clientWidth, height: place.clientHeight });
    const colour = colourOf(place);
    const options = optionsOf(lines, { below, left, ...(right === undefined ? {} : { right }) }, colour, marks);
    const plot = new uPlot({ ...options, ...size() }, undefined, place);
    plotRef.current = plot;
    const observer = new ResizeObserver(() => plot.setSize(size()));
    observer.observe(place);
    return () => {
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
  }, [lines, below, left, right, marks]);
  useEffect(() => plotRef.current?.setData(columns), [columns]);
  return <div className="line-plot" ref={placeRef} role="img" aria-label={label} />;
}

function colourOf(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function optionsOf(
  lines: readonly PlotLine[],
  names: LinePlotProps["names"],
  colour: (name: string) => string,
  marks: readonly PlotMark[] | undefined,
): Omit<uPlot.Options, "width" | "height"> {
  const axis = { stroke: colour("muted"), ticks: { stroke: colour("line"), width: 1 } };
  const grid = { stroke: colour("line"), width: 1 };
  const fromZero = { range: (_: uPlot, __: number, most: number): [number, number] => [0, most > 0 ? most * 1.08 : 1] };
  const upright = { ...axis, labelSize: 20, size: 54 };
  const marked = marks === undefined ? null : markedScale(marks);
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, left: marked?.scale ?? fromZero, right: fromZero },
    axes: [
      { ...axis, grid, label: names.below, labelSize: 20, size: 34 },
      { ...upright, grid, scale: "left", label: names.left, ...marked?.axis },
      ...(names.right === undefined
        ? []
        : [{ ...upright, scale: "right", side: 1 as const, label: names.right, grid: { show: false } }]),
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, colour(line.colour)))],
  };
}

/** Over powers, from the mark below what is drawn to the one above it. */
function markedScale(marks: readonly PlotMark[]): { readonly scale: uPlot.Scale; readonly axis: uPlot.Axis } {
  const nameAt = new Map(marks.map(({ at, name }) => [at, name]));
  const places = [...nameAt.keys()];
  return {
    scale: {
      distr: 3,
      range: (_, least, most) => [
        places.findLast((place) => place <= least) ?? least,
        places.find((place) => place >= most) ?? most,
      ],
    },
    axis: {
      size: 84,
      splits: (_, __, least, most) => places.filter((place) => place >= least && place <= most),
      filter: (_, splits) => splits,
      values: (_, splits) => splits.map((split) => nameAt.get(split) ?? ""),
    },
  };
}

function seriesOf({ kind, scale }: PlotLine, stroke: string): uPlot.Series {
  const isDots = kind === "dots";
  return {
    scale,
    stroke,
    width: isDots ? 0 : 2,
    spanGaps: true,
    points: isDots ? { show: true, size: 11, fill: stroke, stroke } : { show: false },
    ...(kind === "dashes" ? { dash: [6, 6] } : {}),
    ...(kind === "area" ? { fill: `color-mix(in srgb, ${stroke} 20%, transparent)` } : {}),
  };
}
