import { useCallback, useRef } from "react";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import { formatCount, formatPart, formatPlural } from "../../../words/format.ts";
import { epochIn, type Epoch } from "../../../workloads/islands/epoch.ts";
import { refusalInWords } from "./refusal-words.ts";
import { PictureFrame } from "./picture-frame.tsx";
import { volunteerColour } from "./tint.ts";
import { useFirstInput } from "./use-first-input.ts";
import { usePaintedReader } from "./use-reader.ts";
import { findersOf, TourPainter } from "./tour-painter.ts";
import { openTourReader, type Find, type ToursSoFar } from "./tour-reader.ts";

interface Props {
  readonly room: Room;
  readonly results: Results;
  readonly job: JobView;
}

const title = "Shortest tour";

/** Volunteers that the legend names; of a class the first ones. */
const mostNamed = 12;

/** The shortest tour through a job's towns, as islands find it. What the towns are, the job's first input says. */
export function TourPicture({ room, results, job }: Props) {
  const first = useFirstInput(room, job, firstEpochIn);
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  // Made anew where the page's colours change.
  if (typeof first !== "string") return <Tours key={String(isDark)} {...{ results, job, first }} />;
  return (
    <PictureFrame title={title} name={job.title} words="" hint={first}>
      {null}
    </PictureFrame>
  );
}

function firstEpochIn(input: unknown): Epoch | string {
  return epochIn(input) ?? "Nothing is drawn: its first input has no towns.";
}

interface ToursProps extends Pick<Props, "results" | "job"> {
  readonly first: Epoch;
}

function Tours({ results, job, first }: ToursProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const open = useCallback((from: Results) => openTourReader(from, first), [first]);
  const startPainting = useCallback(
    (on: HTMLCanvasElement) => {
      const painter = new TourPainter(on, first.towns);
      return (read: ToursSoFar) => painter.paint(read);
    },
    [first],
  );
  const soFar = usePaintedReader(canvas, results, open, startPainting);
  const words = inWords(soFar, first);
  return (
    <PictureFrame title={title} name={job.title} words={words} hint={null}>
      <canvas ref={canvas} className="tour-canvas" role="img" aria-label={`${title}: ${words}`} />
      {soFar !== null && <Finders finds={soFar.finds} />}
      {soFar !== null && soFar.firstRefusal !== null && (
        <p className="problem" role="status">
          {refusalInWords(soFar)}
        </p>
      )}
    </PictureFrame>
  );
}

/** `12 of 160 epochs: 7,431 through 200 towns, by laptop-2 on island 3 in its epoch 4; 21 % shorter than the first; 1 task failed` */
function inWords(soFar: ToursSoFar | null, { of, towns }: Epoch): string {
  const [islands, epochs] = of;
  const through = formatPlural(towns.length / 2, "town");
  const all = formatPlural(islands * epochs, "epoch");
  const [first, last] = [soFar?.finds[0], soFar?.finds.at(-1)];
  if (soFar === null || first === undefined || last === undefined) return `${through}, ${all}`;
  const { volunteer, island, epoch, length } = last;
  const found = `${formatCount(length)} through ${through}, by ${volunteer} on island ${island} in its epoch ${epoch}`;
  const gained = first === last ? [] : [`${formatPart(1 - length / first.length)} shorter than the first`];
  const failed = soFar.failed === 0 ? [] : [`${formatPlural(soFar.failed, "task")} failed`];
  return [`${formatCount(soFar.epochs)} of ${all}: ${found}`, ...gained, ...failed].join("; ");
}

/** Whose islands have found the tours, each shorter than all before it. */
function Finders({ finds }: { readonly finds: readonly Find[] }) {
  const finders = Array.from(findersOf(finds));
  return (
    <ul className="image-legend" aria-label="Tours found by each volunteer">
      {finders.slice(0, mostNamed).map(([name, { nth, finds: count }]) => (
        <li key={name}>
          <span className="swatch" style={{ background: volunteerColour(nth) }} />
          {name} <span className="image-legend-count">{formatCount(count)}</span>
        </li>
      ))}
      {finders.length > mostNamed && <li>{formatCount(finders.length - mostNamed)} more</li>}
    </ul>
  );
}
