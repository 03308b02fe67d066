import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import type { PictureKind } from "./picture-kinds.ts";
import type { Drawing } from "./picture-numbers.ts";
import { plotData, plotOptions, shapeOf, tasksOf, type Colours, type Shape } from "./plot-options.ts";
import type { Tint } from "./tint.ts";

export interface PlotProps {
  readonly drawing: Drawing;
  readonly kind: PictureKind;
  /** Tasks that the job has. */
  readonly total: number;
  /** What dots of tasks are coloured by. */
  readonly tint: Tint;
  /** The picture in words. */
  readonly label: string;
}

/** The picture, made anew where the page's colours change. */
export function Plot(props: PlotProps) {
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  const shape = shapeOf(props.drawing, props.kind);
  return <PlotCanvas key={`${shape} ${isDark}`} {...props} shape={shape} />;
}

/** A canvas with axes, which follows the width of its place. */
function PlotCanvas({ drawing, kind, total, tint, label, shape }: PlotProps & { readonly shape: Shape }) {
  const placeRef = useRef<HTMLDivElement>(null);
  const plotRef = useRef<uPlot | null>(null);
  const tintedRef = useRef<readonly (string | null)[] | null>(null);

  useEffect(() => {
    const place = placeRef.current;
    if (place === null) return;
    const size = (): { width: number; height: number } => ({ width: place.clientWidth, height: place.clientHeight });
    const options = plotOptions({ shape, kind, colours: coloursOf(place), tinted: () => tintedRef.current });
    const plot = new uPlot({ ...options, ...size() }, undefined, place);
    plotRef.current = plot;
    const observer = new ResizeObserver(() => plot.setSize(size()));
    observer.observe(place);
    return () => {
      observer.disconnect();
      plot.destroy();
      plotRef.current = null;
    };
  }, [shape, kind]);
  useEffect(() => {
    const tasks = tint === "none" ? null : tasksOf(drawing, shape);
    tintedRef.current = tasks?.map((task) => drawing.colourOf(task, tint)) ?? null;
    plotRef.current?.setData(plotData(drawing, shape, total));
  }, [drawing, shape, total, tint]);

  return <div className="picture-place" ref={placeRef} role="img" aria-label={label} />;
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const named = (name: string): string => style.getPropertyValue(name).trim();
  return { mark: named("--accent"), text: named("--muted"), line: named("--line") };
}
