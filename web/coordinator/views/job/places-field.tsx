import { useRef, useState, type PointerEvent } from "react";
import { AreaField } from "../../../ui/area-field.tsx";
import { formatPlural } from "../../../words/format.ts";
import { disc } from "../../../workloads/card-paths.ts";
import type { PlacesField as Field } from "../../../workloads/field.ts";
import { placesAsText, placesIn, type MapPlace } from "../../../workloads/places.ts";
import "./places-field.css";

interface Props {
  readonly field: Field;
  readonly text: string;
  readonly problem: string | null;
  readonly onChange: (text: string) => void;
}

/** A finger that has moved by more CSS pixels than this scrolls, and means no place. */
const restingPixels = 8;

/** CSS pixels around a place within which a click means it. */
const reachPixels = 10;

/** Places to be clicked on a map, and the same as a text for those who write, or have no pointer. */
export function PlacesField({ field, text, problem, onChange }: Props) {
  const { label, name, hint, width, height, most } = field;
  const pressed = useRef<{ readonly x: number; readonly y: number } | null>(null);
  // What stood there before each click, while nothing else has changed it.
  const [earlier, setEarlier] = useState<{ readonly texts: readonly string[]; readonly of: string }>({
    texts: [],
    of: "",
  });
  const before = earlier.of === text ? earlier.texts : [];
  const places = placesIn(text, field).filter((place) => place !== null);

  const change = (next: readonly MapPlace[]): void => {
    const changed = placesAsText(next);
    setEarlier({ texts: [...before, text], of: changed });
    onChange(changed);
  };
  const undo = (): void => {
    const last = before.at(-1) ?? "";
    setEarlier({ texts: before.slice(0, -1), of: last });
    onChange(last);
  };
  const press = ({ clientX: x, clientY: y, button }: PointerEvent): void => {
    pressed.current = button === 0 ? { x, y } : null;
  };
  const release = ({ clientX, clientY, currentTarget }: PointerEvent): void => {
    const from = pressed.current;
    pressed.current = null;
    if (from === null || Math.hypot(clientX - from.x, clientY - from.y) > restingPixels) return;
    const box = currentTarget.getBoundingClientRect();
    const unit = width / box.width;
    const [x, y] = [(clientX - box.x) * unit, (clientY - box.y) * unit];
    const hit = nearest(places, x, y, reachPixels * unit);
    if (hit !== null) change(places.filter((place) => place !== hit));
    else if (places.length < most) change([...places, [within(x, width), within(y, height)]]);
  };
  return (
    <div className="field-wide places-field">
      <div
        className="places-map"
        style={{ aspectRatio: `${width} / ${height}` }}
        onPointerDown={press}
        onPointerUp={release}
        onPointerCancel={() => (pressed.current = null)}
      >
        <svg
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Map with ${formatPlural(places.length, "place")}`}
        >
          <path d={places.map(([x, y]) => disc(x + 0.5, y + 0.5, 7)).join("")} />
        </svg>
      </div>
      <div className="buttons">
        <button type="button" disabled={before.length === 0} onClick={undo}>
          Undo
        </button>
        <button type="button" disabled={places.length === 0} onClick={() => change([])}>
          Clear
        </button>
        <span className="hint" role="status">
          {formatPlural(places.length, "place")}
        </span>
      </div>
      <AreaField {...{ label, name, hint, problem, text, onChange }} />
    </div>
  );
}

function within(part: number, size: number): number {
  return Math.min(Math.max(Math.floor(part), 0), size - 1);
}

/** The place that is nearest to this spot, within a distance of it. */
function nearest(places: readonly MapPlace[], x: number, y: number, reach: number): MapPlace | null {
  let [found, least]: [MapPlace | null, number] = [null, reach];
  for (const place of places) {
    const far = Math.hypot(place[0] + 0.5 - x, place[1] + 0.5 - y);
    if (far <= least) [found, least] = [place, far];
  }
  return found;
}
