import { memo, type Ref } from "react";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { CoordinatorStore, VolunteerView } from "../store.ts";
import { useRowsInSight } from "./use-rows-in-sight.ts";
import "./volunteers.css";

/** Name above device, as in volunteers.css. */
const usualRowPx = 48;

/** Who is in, and below them who was: nobody vanishes without a word. */
export function VolunteersPanel({ store }: { store: CoordinatorStore }) {
  const volunteers = useFrameStore(store, (state) => state.volunteers);
  const phase = useFrameStore(store, (state) => state.room.phase);
  const present = volunteers.filter(({ link }) => link !== "gone");
  const gone = volunteers.filter(({ link }) => link === "gone");
  const slots = present.reduce((sum, volunteer) => sum + volunteer.slots, 0);
  const listed = [...present, ...gone];
  const { boxRef, rows, rowRef, abovePx, belowPx } = useRowsInSight(listed.length, usualRowPx, (index) =>
    String(listed[index]?.id),
  );
  return (
    <section className="panel board-volunteers" aria-labelledby="volunteers-title">
      <div className="panel-head">
        <h2 id="volunteers-title">Volunteers</h2>
        <p className="aside">
          {formatPlural(present.length, "volunteer")} with {formatPlural(slots, "slot")}
        </p>
      </div>
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="volunteers-scroll" ref={boxRef} tabIndex={0} role="region" aria-label="List of volunteers">
        <table className="volunteers" aria-labelledby="volunteers-title" aria-rowcount={listed.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Name, device</th>
              <th scope="col" className="number">
                Slots
              </th>
              <th scope="col">Link</th>
              <th scope="col" className="number">
                In hand
              </th>
              <th scope="col" className="number">
                Done
              </th>
            </tr>
          </thead>
          <tbody>
            <Gap heightPx={abovePx} />
            {rows.map(({ index, key }) => {
              const volunteer = listed[index];
              return volunteer && <VolunteerRow key={key} rowRef={rowRef} index={index} {...volunteer} />;
            })}
            <Gap heightPx={belowPx} />
          </tbody>
        </table>
        {volunteers.length === 0 && (
          <p className="volunteers-empty">
            {phase === "opening" || phase === "open"
              ? "Nobody is here yet. Share the code, the link or the QR code, or let this tab help."
              : "This tab runs no room, so nobody is here."}
          </p>
        )}
      </div>
    </section>
  );
}

/** In place of the rows that are out of sight. */
function Gap({ heightPx }: { heightPx: number }) {
  return heightPx > 0 && <tr aria-hidden="true" style={{ height: heightPx }} />;
}

interface RowProps extends VolunteerView {
  readonly index: number;
  readonly rowRef: Ref<HTMLTableRowElement>;
}

/** Takes the view's members one by one, so that an unchanged volunteer is not drawn again. */
const VolunteerRow = memo(function VolunteerRow({ index, rowRef, ...view }: RowProps) {
  return (
    <tr ref={rowRef} data-index={index} aria-rowindex={index + 2} className={view.link === "gone" ? "gone" : undefined}>
      <th scope="row">
        {view.name}
        <span className="device">{view.device}</span>
      </th>
      <td className="number">{formatCount(view.slots)}</td>
      <td>
        <span className={`link-state link-${view.link}`}>{linkWords(view)}</span>
      </td>
      <td className="number">{formatCount(view.tasksLeased)}</td>
      <td className="number">{formatCount(view.tasksDone)}</td>
    </tr>
  );
});

function linkWords({ link, goneBecause, paused, kind }: VolunteerView): string {
  if (link === "gone") return goneBecause === null ? "gone" : `gone: ${goneBecause}`;
  const place = kind === "memory" ? "this tab" : link;
  return paused ? `${place}, paused` : place;
}
