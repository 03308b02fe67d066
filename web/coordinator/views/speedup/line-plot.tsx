import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useMediaQuery } from "../../../ui/use-media-query.ts";

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
  /** The picture in words. */
  readonly label: string;
}

/** Lines over axes, which follow the width of their place. Made anew where the page's colours change. */
export function LinePlot(props: LinePlotProps) {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  return <PlotCanvas key={`${isDark}`} {...props} />;
}

function PlotCanvas({ lines, columns, names, label }: LinePlotProps) {
  const placeRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const { below, left, right } = names;
  useEffect(() => {
    const place = placeRef.current;
    if (place === null) return;
    const size = (): { width: number; height: number } => ({ width: place.clientWidth, height: place.clientHeight });
    const options = optionsOf(lines, { below, left, ...(right === undefined ? {} : { right }) }, colourOf(place));
    const plot = new uPlot({ ...options, ...size() }, undefined, place);
    plotRef.current = plot;
    const observer = new ResizeObserver(() => plot.setSize(size()));
    observer.observe(place);
    return () => {
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
  }, [lines, below, left, right]);
  useEffect(() => plotRef.current?.setData(columns), [columns]);
  return <div className="speedup-plot" ref={placeRef} role="img" aria-label={label} />;
}

function colourOf(element: Element): (name: string) => string {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function optionsOf(
  lines: readonly PlotLine[],
  names: LinePlotProps["names"],
  colour: (name: string) => string,
): Omit<uPlot.Options, "width" | "height"> {
  const axis = { stroke: colour("muted"), ticks: { stroke: colour("line"), width: 1 } };
  const grid = { stroke: colour("line"), width: 1 };
  const fromZero = { range: (_: uPlot, __: number, most: number): [number, number] => [0, most > 0 ? most * 1.08 : 1] };
  const upright = { ...axis, labelSize: 20, size: 46 };
  return {
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, left: fromZero, right: fromZero },
    axes: [
      { ...axis, grid, label: names.below, labelSize: 20, size: 34 },
      { ...upright, grid, scale: "left", label: names.left },
      ...(names.right === undefined
        ? []
        : [{ ...upright, scale: "right", side: 1 as const, label: names.right, grid: { show: false } }]),
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, colour(line.colour)))],
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
