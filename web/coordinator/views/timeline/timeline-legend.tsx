import { formatCount } from "../../../words/format.ts";
import { rampColour, volunteerColour } from "../picture/tint.ts";
import type { BarTint } from "./timeline-colours.ts";
import type { Mark, TimelineModel } from "./timeline-model.ts";
import { shapes } from "./timeline-picture.ts";
import { markWords } from "./timeline-words.ts";

interface Props {
  readonly model: TimelineModel;
  readonly tint: BarTint;
  readonly nameOf: (volunteer: number) => string;
  /** The runtime that has the last colour. */
  readonly longest: string;
}

/** Volunteers that the legend names; of a class the first ones. */
const mostNamed = 12;

const stateNames = [
  ["wait", "queued or on its way"],
  ["held", "in a volunteer’s hands"],
  ["arrived", "answered, not yet on record"],
  ["done", "done"],
  ["failed", "error"],
  ["lost", "lost"],
  ["late", "too late"],
  ["taken", "taken back"],
] as const;

const markKinds: readonly Mark["kind"][] = ["came", "left", "died", "expired", "recalled", "copied", "retried"];

/** What colours and signs mean: of signs those that are in the picture. */
export function TimelineLegend({ model, tint, nameOf, longest }: Props) {
  const seen = new Set(model.marks.map(({ kind }) => kind));
  const volunteers = [...model.volunteers.keys()];
  return (
    <ul className="timeline-legend" aria-label="What colours and signs mean">
      {tint === "state" &&
        stateNames.map(([name, words]) => (
          <li key={name}>
            <span className={`swatch timeline-${name}`} />
            {words}
          </li>
        ))}
      {tint === "volunteer" &&
        volunteers.slice(0, mostNamed).map((volunteer, nth) => (
          <li key={volunteer}>
            <span className="swatch" style={{ background: volunteerColour(nth) }} />
            {nameOf(volunteer)}
          </li>
        ))}
      {tint === "volunteer" && volunteers.length > mostNamed && (
        <li>{formatCount(volunteers.length - mostNamed)} more</li>
      )}
      {tint === "runtime" && (
        <li>
          a thousandth of it
          <span
            className="timeline-scale"
            style={{ background: `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1].map(rampColour).join(", ")})` }}
          />
          {longest}
        </li>
      )}
      {markKinds
        .filter((kind) => seen.has(kind))
        .map((kind) => (
          <li key={kind}>
            <svg viewBox="-7 -7 14 14" className={`timeline-sign timeline-is-${kind}`} aria-hidden="true">
              <path d={shapes[kind]} />
            </svg>
            {markWords[kind]}
          </li>
        ))}
    </ul>
  );
}
