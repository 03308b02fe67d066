import { formatCount, formatRuntime } from "../../../words/format.ts";
import type { TintMeaning } from "./tint-scale.ts";
import { rampColour, volunteerColour, type Tint } from "./tint.ts";

/** Volunteers that the legend names; of a class the first ones. */
const mostNamed = 12;

/** What the colours mean. */
export function TintLegend({ meaning, tint }: { readonly meaning: TintMeaning; readonly tint: Tint }) {
  const { volunteers, scaleMs } = meaning;
  switch (tint) {
    case "none":
      return null;
    case "volunteer":
      return (
        <ul className="image-legend" aria-label="Colours of volunteers">
          {volunteers.slice(0, mostNamed).map(({ name, parts }, nth) => (
            <li key={name}>
              <span className="swatch" style={{ background: volunteerColour(nth) }} />
              {name} <span className="image-legend-count">{formatCount(parts)}</span>
            </li>
          ))}
          {volunteers.length > mostNamed && <li>{formatCount(volunteers.length - mostNamed)} more</li>}
        </ul>
      );
    case "runtime":
      return <Scale least="0 ms" most={formatRuntime(scaleMs)} />;
    case "arrival":
      return <Scale least="first" most="last" />;
  }
}

function Scale({ least, most }: { readonly least: string; readonly most: string }) {
  const colours = [0, 0.25, 0.5, 0.75, 1].map(rampColour);
  return (
    <p className="image-legend">
      {least}
      <span className="image-scale" style={{ background: `linear-gradient(to right, ${colours.join(", ")})` }} />
      {most}
    </p>
  );
}
