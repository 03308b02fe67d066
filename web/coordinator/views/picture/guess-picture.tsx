import { lazy, Suspense, useMemo, type ComponentType } from "react";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { formatCount, formatPlural, formatWorkRate } from "../../../words/format.ts";
import { lettersIn, wordsUpTo } from "../../../workloads/password/guesses.ts";
import type { LinePlotProps, PlotLine } from "../speedup/line-plot.tsx";
import { guessCurve, manyTimes, spanInWords, timeMarks } from "./guess-curve.ts";
import { openGuessReader, type GuessesSoFar } from "./guess-reader.ts";
import { NoPlot } from "./number-picture.tsx";
import { PictureFrame } from "./picture-frame.tsx";
import { refusalInWords } from "./refusal-words.ts";
import { volunteerColour } from "./tint.ts";
import { useFirstInput } from "./use-first-input.ts";
import { useReader } from "./use-reader.ts";
import "../speedup/line-plot.css";

interface Props {
  readonly room: Room;
  readonly results: Results;
  readonly job: JobView;
}

const title = "Why long passwords hold";

/** Volunteers that are named; of a class the first ones. */
const mostNamed = 12;

/** Letters of the password that the words below the picture take as their example. */
const exampleLetters = 12;

const names = { below: "letters of a password", left: "all words tried" };

const lines: readonly PlotLine[] = [
  { colour: "accent", kind: "line", scale: "left" },
  { colour: "muted", kind: "dashes", scale: "left" },
  { colour: "done", kind: "dots", scale: "left" },
];

/** The library for plots: apart, so that the page is there before it. */
const LinePlot = lazy(async (): Promise<{ readonly default: ComponentType<LinePlotProps> }> => {
  try {
    return { default: (await import("../speedup/line-plot.tsx")).LinePlot };
  } catch {
    return { default: NoPlot };
  }
});

/** How long this room would take to try all passwords, by their length, and how fast each volunteer tries them. */
export function GuessPicture({ room, results, job }: Props) {
  const alphabet = useFirstInput(room, job, alphabetIn);
  const soFar = useReader(results, openGuessReader);
  const hint = typeof alphabet === "string" ? alphabet : "It is drawn with the first result.";
  const isDrawn = soFar !== null && soFar.tried > 0 && soFar.lastMs > 0 && typeof alphabet !== "string";
  return (
    <PictureFrame
      title={title}
      name={job.title}
      words={isDrawn ? inWords(soFar, alphabet.letters) : ""}
      hint={isDrawn ? null : hint}
    >
      {isDrawn && <Curve soFar={soFar} letters={alphabet.letters} />}
      {soFar !== null && soFar.firstRefusal !== null && (
        <p className="problem" role="status">
          {refusalInWords(soFar)}
        </p>
      )}
    </PictureFrame>
  );
}

function alphabetIn(input: unknown): { readonly letters: number } | string {
  const letters = lettersIn(input);
  return letters === null ? "Nothing is drawn: its first input says of how many letters words are made." : { letters };
}

function Curve({ soFar, letters }: { readonly soFar: GuessesSoFar; readonly letters: number }) {
  const { tried, lastMs, found, triedBy } = soFar;
  const rate = (1_000 * tried) / lastMs;
  const length = found === null ? null : found.word.length;
  const columns = useMemo(() => guessCurve(letters, rate, length), [letters, rate, length]);
  const volunteers = Array.from(triedBy);
  return (
    <>
      <Suspense fallback={<div className="line-plot" />}>
        <LinePlot lines={lines} columns={columns} names={names} marks={timeMarks} label={curveInWords(letters, rate)} />
      </Suspense>
      <p className="image-legend">
        <span>
          <span className="swatch" style={{ background: "var(--accent)" }} /> this room
        </span>
        <span>
          <span className="swatch" style={{ background: "var(--muted)" }} /> {formatCount(manyTimes)} such rooms
        </span>
        {found !== null && (
          <span>
            <span className="swatch" style={{ background: "var(--done)" }} /> the password that was found
          </span>
        )}
      </p>
      <ul className="image-legend" aria-label="Hashes of each volunteer">
        {volunteers.slice(0, mostNamed).map(([name, words], nth) => (
          <li key={name}>
            <span className="swatch" style={{ background: volunteerColour(nth) }} />
            {name} <span className="image-legend-count">{formatWorkRate((1_000 * words) / lastMs, "hashes")}</span>
          </li>
        ))}
        {volunteers.length > mostNamed && <li>{formatCount(volunteers.length - mostNamed)} more</li>}
      </ul>
    </>
  );
}

/** `All words up to 4 letters take 98 ms, up to 8 letters 29 h 00 min, up to 12 letters 1,600 years.` */
function curveInWords(letters: number, rate: number): string {
  const [first = "", ...others] = [4, 8, 12].map(
    (length) => `${length} letters ${spanInWords(wordsUpTo(length, letters) / rate)}`,
  );
  return `${title}: all words up to ${[first, ...others].join(", up to ")}`;
}

/** `“tiger” was found by laptop-1. 9,200,000 words tried, 5.1 million hashes/s: at this rate all words up to 12 letters take 620 years, and each letter more 26 times as long; 1 task failed` */
function inWords({ tried, lastMs, found, failed }: GuessesSoFar, letters: number): string {
  const rate = (1_000 * tried) / lastMs;
  const all = spanInWords(wordsUpTo(exampleLetters, letters) / rate);
  const end = found === null ? "" : `“${found.word}” was found by ${found.volunteer}. `;
  const speed = `${formatPlural(tried, "word")} tried, ${formatWorkRate(rate, "hashes")}`;
  const hold = `at this rate all words up to ${exampleLetters} letters take ${all}, and each letter more ${letters} times as long`;
  const lost = failed === 0 ? "" : `; ${formatPlural(failed, "task")} failed`;
  return `${end}${speed}: ${hold}${lost}`;
}
