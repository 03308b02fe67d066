import { memo, useMemo, useState } from "react";
import type { VolunteerId } from "../../../core/ids.ts";
import type { LinkFigures } from "../../../links/link.ts";
import type { Room } from "../../../room/room.ts";
import { presentIn, type VolunteerView } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatCount, formatRuntime } from "../../../words/format.ts";
import { sayCommon } from "../../../words/say-common.ts";
import { linkStates } from "../volunteers/link-states.ts";
import { useMeasuredLinks } from "../volunteers/use-measured-links.ts";
import { nobodyWords } from "../volunteers/volunteers-panel.tsx";
import { networkWords } from "./network-words.ts";
import { mostNamed, starPlaces } from "./star-places.ts";
import "./network.css";

/** Of a larger class the number of the others is told; the volunteers' view has all. */
const mostListed = 60;

const noLinks: ReadonlyMap<VolunteerId, LinkFigures> = new Map();

/** The room as a star: this tab in the middle, and a line to each volunteer, by the way that it takes. The same is told in words. */
export function NetworkView({ room }: { readonly room: Pick<Room, "store" | "measureLinks"> }) {
  const volunteers = useFrameStore(room.store, (state) => state.volunteers);
  const phase = useFrameStore(room.store, (state) => state.room.phase);
  const [links, setLinks] = useState(noLinks);
  useMeasuredLinks(room, setLinks);
  const present = presentIn(volunteers);
  const places = useMemo(() => starPlaces(present.length), [present.length]);
  if (present.length === 0) return <p className="view-nothing hint">{nobodyWords(phase)}</p>;
  const told = networkWords(present, links);
  const isNamed = present.length <= mostNamed;
  return (
    <div className="network">
      <svg
        className="network-star"
        viewBox={isNamed ? "-250 -140 500 280" : "-250 -170 500 340"}
        role="img"
        aria-label={told}
      >
        {present.map((volunteer, nth) => {
          const { x, y } = places[nth] ?? { x: 0, y: 0 };
          const { id, kind, link, tasksLeased, name } = volunteer;
          return <Ray key={id} {...{ x, y, kind, link, name, isNamed }} isBusy={tasksLeased > 0} />;
        })}
        <circle className="network-room" r="20" />
        <text className="network-own" y="4">
          room
        </text>
      </svg>
      <ul className="legend network-legend" aria-label="What the lines mean">
        <li>
          <span className="network-key network-peer" />
          direct
        </li>
        <li>
          <span className="network-key network-relay" />
          relayed by the server
        </li>
        <li>
          <span className="network-key network-memory" />
          in this tab
        </li>
        <li>
          <span className="swatch network-is-busy" />
          has tasks in hand
        </li>
        <li>
          <span className="swatch network-is-idle" />
          has none
        </li>
      </ul>
      <p>{told}</p>
      <ul className="network-list" aria-label="Links">
        {present.slice(0, mostListed).map((volunteer) => (
          <li key={volunteer.id}>
            <strong>{volunteer.name}</strong> {linkWords(volunteer, links.get(volunteer.id)?.roundTripMs ?? null)}
          </li>
        ))}
        {present.length > mostListed && <li>and {formatCount(present.length - mostListed)} others</li>}
      </ul>
    </div>
  );
}

/** `direct, 1.2 ms` */
function linkWords(volunteer: VolunteerView, roundTripMs: number | null): string {
  const trip = roundTripMs === null ? [] : [formatRuntime(roundTripMs)];
  return [sayCommon({ key: "link-way", kind: volunteer.kind }), ...trip, ...linkStates(volunteer)].join(", ");
}

interface RayProps extends Pick<VolunteerView, "kind" | "link" | "name"> {
  readonly x: number;
  readonly y: number;
  readonly isNamed: boolean;
  readonly isBusy: boolean;
}

const Ray = memo(function Ray({ x, y, kind, link, name, isNamed, isBusy }: RayProps) {
  return (
    <g>
      <path className={`network-line network-${kind} network-${link}`} d={`M0 0L${x.toFixed(1)} ${y.toFixed(1)}`} />
      <circle className={isBusy ? "network-is-busy" : "network-is-idle"} cx={x} cy={y} r={isNamed ? 7 : 4.5}>
        <title>{name}</title>
      </circle>
      {isNamed && (
        <text x={x * 1.1} y={y * 1.14 + 4} className={x < -1 ? "network-left" : x > 1 ? "network-right" : undefined}>
          {name}
        </text>
      )}
    </g>
  );
});
