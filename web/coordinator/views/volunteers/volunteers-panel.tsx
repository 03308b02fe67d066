import { memo, useCallback, type CSSProperties } from "react";
import { jobNumber, type VolunteerId } from "../../../core/ids.ts";
import type { Room } from "../../../room/room.ts";
import { AskingButton } from "../../../ui/asking-button.tsx";
import type { Question } from "../../../ui/asking.tsx";
import { sayCommon } from "../../../words/say-common.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { presentIn, type RoomView, type VolunteerView } from "../../../room/store.ts";
import { GoneVolunteers } from "./gone-volunteers.tsx";
import { linkStates } from "./link-states.ts";
import { useRowsInSight } from "./use-rows-in-sight.ts";
import "./volunteers.css";

/** Sizes of a row, as in volunteers.css. */
const sizes = { rowPx: 28, headPx: 40, leastRowPx: 272 };

/** The volunteers that are in, side by side where there is room, and below them in one line those that have left. */
export function VolunteersPanel({ room }: { room: Pick<Room, "store" | "sendAway"> }) {
  const { store } = room;
  const volunteers = useFrameStore(store, (state) => state.volunteers);
  const phase = useFrameStore(store, (state) => state.room.phase);
  const job = useFrameStore(store, (state) => state.job?.id ?? null);
  const present = presentIn(volunteers);
  const { boxRef, columns, first, end, abovePx, belowPx, fitting } = useRowsInSight(present.length, sizes);
  const heads = Array.from({ length: columns }, (_, column) => column);
  const sendAway = useCallback(
    (volunteer: VolunteerId): void => {
      room.sendAway(volunteer);
      // The button goes with its row, and the focus would be lost with it.
      boxRef.current?.focus();
    },
    [room, boxRef],
  );
  const style: CSSProperties = { gridTemplateColumns: `repeat(${columns}, minmax(0, 32rem))` };
  return (
    <section className="panel board-volunteers" aria-labelledby="volunteers-title">
      <div className="panel-head">
        <h2 id="volunteers-title">Volunteers</h2>
        <p className="aside">{inSight(present.length, fitting)}</p>
      </div>
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="volunteers-scroll" ref={boxRef} tabIndex={0} role="region" aria-label="List of volunteers">
        {present.length === 0 ? (
          <p className="volunteers-empty">{nobodyWords(phase)}</p>
        ) : (
          <div role="table" aria-labelledby="volunteers-title" aria-rowcount={present.length + 1}>
            <div role="rowgroup" className="volunteers-head" style={style}>
              {heads.map((column) => (
                // Drawn above each column; screen readers read the first one only.
                <div key={column} role="row" className="volunteer" aria-rowindex={1} aria-hidden={column > 0}>
                  <span role="columnheader">Name</span>
                  <span role="columnheader">Slots</span>
                  <span role="columnheader">
                    <span className="visually-hidden">Link</span>
                  </span>
                  <span role="columnheader">In hand</span>
                  <span role="columnheader">{job === null ? "Done" : `Done in job ${jobNumber(job)}`}</span>
                  <span role="columnheader">
                    <span className="visually-hidden">Send away</span>
                  </span>
                </div>
              ))}
            </div>
            <div
              role="rowgroup"
              className="volunteers-body"
              style={{ ...style, paddingBlock: `${abovePx}px ${belowPx}px` }}
            >
              {present.slice(first, end).map((volunteer, at) => (
                <VolunteerRow key={volunteer.id} index={first + at} onSendAway={sendAway} {...volunteer} />
              ))}
            </div>
          </div>
        )}
      </div>
      <GoneVolunteers volunteers={volunteers} />
    </section>
  );
}

/** What to do where nobody is in. */
export function nobodyWords(phase: RoomView["phase"]): string {
  return phase === "opening" || phase === "open"
    ? "Nobody is here yet. Share the code, the link or the QR code, or let this tab help."
    : "This tab runs no room, so nobody is here.";
}

/** `40 here`; `40 here, 24 shown: scroll for the others` */
function inSight(present: number, fitting: number): string {
  const here = `${formatCount(present)} here`;
  return present <= fitting ? here : `${here}, ${formatCount(fitting)} shown: scroll for the others`;
}

interface RowProps extends VolunteerView {
  readonly index: number;
  readonly onSendAway: (volunteer: VolunteerId) => void;
}

/** The question before a volunteer is sent away; null for this tab's own help, which is only switched off. */
function awayQuestion({ name, kind, tasksLeased }: VolunteerView): Question | null {
  if (kind === "memory") return null;
  const tasks = tasksLeased === 0 ? "" : `${formatPlural(tasksLeased, "task")} of it will be computed by others. `;
  return {
    title: `Send ${name} away?`,
    loss: `${tasks}Its tab is not let in again while this page runs the room. Whoever has the link can come back with a new one.`,
    confirm: "Send it away",
    keep: "Keep it",
  };
}

/** Takes the view's members one by one, so that an unchanged volunteer is not drawn again. */
const VolunteerRow = memo(function VolunteerRow({ index, onSendAway, ...view }: RowProps) {
  const isCalm = view.link === "steady" && view.kind !== "relay" && !view.paused && !view.isFetching;
  return (
    <div role="row" className={`volunteer volunteer-${view.link}`} aria-rowindex={index + 2}>
      <span role="rowheader" className="volunteer-who" title={`${view.name}, ${view.device}`}>
        <span className="volunteer-name">{view.name}</span> <span className="volunteer-device">{view.device}</span>
      </span>
      <span role="cell">{formatCount(view.slots)}</span>
      <span role="cell">
        <span className={isCalm ? "visually-hidden" : "volunteer-link"}>{linkWords(view)}</span>
      </span>
      <span role="cell">{formatCount(view.tasksLeased)}</span>
      <span role="cell">{formatCount(view.tasksDone)}</span>
      <span role="cell">
        <AskingButton
          label="✕"
          name={`Send ${view.name} away`}
          title={`Send ${view.name} away`}
          className="quiet volunteer-away"
          subject={String(view.id)}
          question={awayQuestion(view)}
          onConfirm={() => onSendAway(view.id)}
        />
      </span>
    </div>
  );
});

/** `direct, steady`; `relayed (encrypted), wavering, paused` */
function linkWords(view: VolunteerView): string {
  const states = linkStates(view);
  return [sayCommon({ key: "link-way", kind: view.kind }), ...(states.length === 0 ? [view.link] : states)].join(", ");
}
