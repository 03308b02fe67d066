import { useCallback, useRef } from "react";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { stepIn } from "../../../workloads/wordcount/counted.ts";
import { PictureFrame } from "./picture-frame.tsx";
import { refusalInWords } from "./refusal-words.ts";
import { useFirstInput } from "./use-first-input.ts";
import { usePaintedReader } from "./use-reader.ts";
import { barsHeight, paintWords } from "./word-painter.ts";
import { noWords, openWordReader, type WordsSoFar } from "./word-reader.ts";

interface Props {
  readonly room: Room;
  readonly results: Results;
  readonly job: JobView;
}

interface Steps {
  readonly passages: number;
  readonly parts: number;
}

const title = "Most frequent words";

/** The most frequent words of a text as bars, part by part as they are added up. How many passages and parts there are, the job's first input says. */
export function WordPicture({ room, results, job }: Props) {
  const steps = useFirstInput(room, job, stepsIn);
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  // Made anew where the page's colours change.
  if (typeof steps !== "string") return <Words key={String(isDark)} {...{ results, job, steps }} />;
  return (
    <PictureFrame title={title} name={job.title} words="" hint={steps}>
      {null}
    </PictureFrame>
  );
}

function stepsIn(input: unknown): Steps | string {
  const found = stepIn(input);
  return found !== null && "passages" in found ? found : "Nothing is drawn: its first input is no passage.";
}

function startPaintingWords(canvas: HTMLCanvasElement): (soFar: WordsSoFar) => void {
  return (soFar) => paintWords(canvas, soFar);
}

interface WordsProps extends Pick<Props, "results" | "job"> {
  readonly steps: Steps;
}

function Words({ results, job, steps }: WordsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { parts } = steps;
  const open = useCallback((from: Results) => openWordReader(from, parts), [parts]);
  const soFar = usePaintedReader(canvas, results, open, startPaintingWords);
  const words = inWords(soFar, steps);
  const bars = soFar?.top.length ?? 0;
  return (
    <PictureFrame title={title} name={job.title} words={words} hint={null}>
      <canvas
        ref={canvas}
        className="word-canvas"
        style={{ height: barsHeight(bars) }}
        role="img"
        aria-label={[title, ...(soFar?.top ?? []).map(([word, count]) => `${word} ${formatCount(count)}`)].join(", ")}
      />
      {soFar !== null && soFar.firstRefusal !== null && (
        <p className="problem" role="status">
          {refusalInWords(soFar)}
        </p>
      )}
    </PictureFrame>
  );
}

/** `Map: 40 of 40 passages; reduce: 3 of 8 parts, 812 words, 311 of them different; 1 task failed` */
function inWords(soFar: WordsSoFar | null, steps: Steps): string {
  const { passages, parts, words, different, failed } = soFar ?? noWords;
  const map = `Map: ${formatCount(passages)} of ${formatPlural(steps.passages, "passage")}`;
  const counted = parts === 0 ? "" : `, ${formatPlural(words, "word")}, ${formatCount(different)} of them different`;
  const reduce = `reduce: ${formatCount(parts)} of ${formatPlural(steps.parts, "part")}${counted}`;
  return [map, reduce, ...(failed === 0 ? [] : [`${formatPlural(failed, "task")} failed`])].join("; ");
}
