import { lazy, Suspense, useEffect, useRef, type ComponentType } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatNumber } from "./format-number.ts";
import { pictureKinds, type PictureKind } from "./picture-kinds.ts";
import type { Drawing } from "./picture-numbers.ts";
import type { PlotProps } from "./plot.tsx";
import { savePicture } from "./save-picture.ts";
import { useDrawing } from "./use-drawing.ts";
import "./picture.css";

/** A library for plots: apart, so that the page is there before it. The room goes on where it cannot be loaded. */
async function loadPlot(): Promise<{ readonly default: ComponentType<PlotProps> }> {
  try {
    const { Plot: component } = await import("./plot.tsx");
    return { default: component };
  } catch {
    return { default: NoPlot };
  }
}

const Plot = lazy(loadPlot);

function NoPlot() {
  return (
    <p className="picture-place hint">
      The picture could not be loaded: the server is away, or has been updated. All results are in the table.
    </p>
  );
}

/** The picture of the job shown, if its view is one. */
export function PicturePanel({ room }: { readonly room: Room }) {
  // With the page, and not with the first result, when the server may be away.
  useEffect(() => void loadPlot(), []);
  const results = useFrameStore(room.store, () => room.results);
  const job = useFrameStore(room.store, (state) => state.job);
  const kind = pictureKinds.get(job?.request.view.type ?? "");
  if (results === null || job === null || kind === undefined) return null;
  return <Picture key={`${job.key.room} ${job.id}`} results={results} kind={kind} job={job} />;
}

interface Props {
  readonly results: Results;
  readonly kind: PictureKind;
  readonly job: JobView;
}

function Picture({ results, kind, job }: Props) {
  const { title: name, total, notNeeded } = job;
  const ref = useRef<HTMLElement>(null);
  const drawing = useDrawing(results, kind);
  const isDrawn = drawing !== null && drawing.numbers > 0;
  const words = drawing === null ? "" : inWords(drawing, kind);
  const save = (): void => {
    const canvas = ref.current?.querySelector("canvas") ?? null;
    if (canvas !== null) savePicture(canvas, name);
  };
  return (
    <section className="panel board-picture" aria-labelledby="picture-title" ref={ref}>
      <div className="panel-head">
        <h2 id="picture-title">{kind.title}</h2>
        {isDrawn && (
          <button type="button" className="quiet" onClick={save}>
            Save picture
          </button>
        )}
      </div>
      {isDrawn ? (
        <Suspense fallback={<div className="picture-place" />}>
          <Plot drawing={drawing} kind={kind} total={total} label={`${kind.title}: ${words}`} />
        </Suspense>
      ) : (
        <p className="picture-place hint">
          {drawing !== null && drawing.others > 0
            ? "Nothing is drawn: no value so far is a number."
            : "It is drawn with the first result."}
        </p>
      )}
      <p className="aside picture-words">
        {words}
        {words !== "" && notNeeded > 0 && `; ${formatPlural(notNeeded, "task was", "tasks were")} not needed`}
      </p>
    </section>
  );
}

/** `12 results: least 1, mean 4.5, most 9; 2 without a number` */
function inWords({ numbers, others, least, mean, most }: Drawing, { numbers: unit }: PictureKind): string {
  const without = others === 0 ? "" : `; ${formatCount(others)} without a number`;
  if (numbers === 0) return others === 0 ? "" : `${formatPlural(others, "result")} without a number`;
  const span = `least ${formatNumber(least)}, mean ${formatNumber(mean)}, most ${formatNumber(most)}`;
  return `${formatPlural(numbers, "result")}, ${unit}: ${span}${without}`;
}
