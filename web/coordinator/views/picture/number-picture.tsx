import { lazy, Suspense, useState, type ComponentType } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import type { Results } from "../../../room/results/results.ts";
import type { JobView } from "../../../room/store.ts";
import { formatNumber } from "./format-number.ts";
import { PictureFrame } from "./picture-frame.tsx";
import type { PictureKind } from "./picture-kinds.ts";
import type { Drawing } from "./picture-numbers.ts";
import type { PlotProps } from "./plot.tsx";
import { TintField } from "./tint-field.tsx";
import { TintLegend } from "./tint-legend.tsx";
import type { Tint } from "./tint.ts";
import { useDrawing } from "./use-drawing.ts";

/** A library for plots: apart, so that the page is there before it. The room goes on where it cannot be loaded. */
export async function loadPlot(): Promise<{ readonly default: ComponentType<PlotProps> }> {
  try {
    const { Plot: component } = await import("./plot.tsx");
    return { default: component };
  } catch {
    return { default: NoPlot };
  }
}

const Plot = lazy(loadPlot);

export function NoPlot() {
  return (
    <p className="picture-place hint">
      The picture could not be loaded: the server is away, or has been updated. All results are in the table.
    </p>
  );
}

interface Props {
  readonly results: Results;
  readonly kind: PictureKind;
  readonly job: JobView;
}

/** One number of each result. */
export function NumberPicture({ results, kind, job }: Props) {
  const { title: name, total, notNeeded } = job;
  const drawing = useDrawing(results, kind);
  const [chosen, setTint] = useState<Tint>("none");
  const isDrawn = drawing !== null && drawing.numbers > 0;
  // What stands for several tasks has no colour of one.
  const hasDots = isDrawn && (drawing.dots.length > 0 || drawing.parts[0]?.width === 1);
  const tint = hasDots ? chosen : "none";
  const open = notNeeded === 0 ? "" : `; ${formatPlural(notNeeded, "task was", "tasks were")} not needed`;
  const words = drawing === null ? "" : inWords(drawing, kind) + open;
  const hint =
    drawing !== null && drawing.others > 0
      ? "Nothing is drawn: no value so far is a number."
      : "It is drawn with the first result.";
  return (
    <PictureFrame
      title={kind.title}
      name={name}
      words={words}
      hint={isDrawn ? null : hint}
      choice={hasDots && <TintField tint={tint} onChange={setTint} />}
    >
      {isDrawn && (
        <Suspense fallback={<div className="picture-place" />}>
          <Plot drawing={drawing} kind={kind} total={total} tint={tint} label={`${kind.title}: ${words}`} />
        </Suspense>
      )}
      {isDrawn && <TintLegend meaning={drawing.meaning} tint={tint} />}
    </PictureFrame>
  );
}

/** `12 results: least 1, mean 4.5, most 9; 2 without a number` */
function inWords({ numbers, others, least, mean, most, step }: Drawing, { numbers: unit }: PictureKind): string {
  const without = others === 0 ? "" : `; ${formatCount(others)} without a number`;
  if (numbers === 0) return others === 0 ? "" : `${formatPlural(others, "result")} without a number`;
  const span = `least ${formatNumber(least)}, mean ${formatNumber(mean)}, most ${formatNumber(most)}`;
  const drawn = step === 1 ? "" : `; one of ${formatCount(step)} is drawn`;
  return `${formatPlural(numbers, "result")}, ${unit}: ${span}${without}${drawn}`;
}
