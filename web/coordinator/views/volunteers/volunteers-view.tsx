import { memo, useState } from "react";
import type { VolunteerId } from "../../../core/ids.ts";
import type { LinkFigures } from "../../../links/link.ts";
import type { Room } from "../../../room/room.ts";
import { presentIn } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatPlural } from "../../../words/format.ts";
import { useLedger } from "../speedup/use-ledger.ts";
import { GoneVolunteers } from "./gone-volunteers.tsx";
import { useMeasuredLinks } from "./use-measured-links.ts";
import { useRowsInSight } from "./use-rows-in-sight.ts";
import {
  areaOf,
  courseParts,
  orderAfterPress,
  sortedRows,
  volunteerColumns,
  workIn,
  type RowOrder,
  type VolunteerRow,
} from "./volunteer-rows.ts";
import { nobodyWords } from "./volunteers-panel.tsx";
import "./volunteers-view.css";

/** Sizes of a row, as in volunteers-view.css. Rows stand one below the other, however wide the box is. */
const sizes = { rowPx: 28, headPx: 40, leastRowPx: Infinity };

/** All that is known of the volunteers that are in, a row for each, sorted as a person wants. */
export function VolunteersView({ room }: { room: Pick<Room, "store" | "results" | "trace" | "measureLinks"> }) {
  const { store } = room;
  const volunteers = useFrameStore(store, (state) => state.volunteers);
  const phase = useFrameStore(store, (state) => state.room.phase);
  const results = useFrameStore(store, () => room.results);
  const trace = useFrameStore(store, () => room.trace);
  const [order, setOrder] = useState<RowOrder>({ column: "name", direction: "ascending" });
  const job = useLedger({ results, trace, store }, workIn);
  const [links, setLinks] = useState(noLinks);
  useMeasuredLinks(room, setLinks);
  const present = presentIn(volunteers);
  const rows = sortedRows(
    present.map((view) => ({
      view,
      // Who has not been sent anything of the job has lost nothing of it.
      work: job === null ? null : (job.work.get(view.id) ?? noWork),
      wallMs: job?.wallMs ?? 0,
      link: links.get(view.id) ?? null,
    })),
    order,
  );
  const { boxRef, first, end, abovePx, belowPx } = useRowsInSight(rows.length, sizes);
  return (
    <>
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="people-scroll" ref={boxRef} tabIndex={0} role="region" aria-label="Table of volunteers">
        {rows.length === 0 ? (
          <p className="view-nothing hint">{nobodyWords(phase)}</p>
        ) : (
          <div role="table" aria-labelledby="view-title" aria-rowcount={rows.length + 1}>
            <div role="rowgroup" className="people-head">
              <div role="row" className="people-row" aria-rowindex={1}>
                {volunteerColumns.map(({ id, label, meaning, isNumber }) => (
                  <div
                    key={id}
                    role="columnheader"
                    className={isNumber ? "number" : undefined}
                    aria-sort={order.column === id ? order.direction : "none"}
                  >
                    <button type="button" title={meaning} onClick={() => setOrder(orderAfterPress(order, id))}>
                      {label}
                      {order.column === id && (
                        <span aria-hidden="true">{order.direction === "ascending" ? " ▲" : " ▼"}</span>
                      )}
                    </button>
                  </div>
                ))}
              </div>
            </div>
            <div role="rowgroup" style={{ paddingBlock: `${abovePx}px ${belowPx}px` }}>
              {rows.slice(first, end).map((row, at) => (
                <Row
                  key={row.view.id}
                  rowIndex={first + at + 2}
                  words={wordsOf(row)}
                  state={row.view.link}
                  area={areaOf(job?.courseOf(row.view.id) ?? null)}
                />
              ))}
            </div>
          </div>
        )}
      </div>
      <p className="aside">
        {formatPlural(rows.length, "volunteer is", "volunteers are")} here.
        {trace === null ? " Rates, runtimes and losses are measured while a job runs." : ""}
      </p>
      <GoneVolunteers volunteers={volunteers} />
    </>
  );
}

const noWork = { tasks: 0, computedMs: 0, lost: 0 };

/** One text, so that a row whose words are the same is not drawn again. */
function wordsOf(row: VolunteerRow): string {
  return volunteerColumns.map((column) => column.wordsOf(row)).join("\n");
}

interface RowProps {
  readonly rowIndex: number;
  /** Those of the cells, a line each: names have no line ends. */
  readonly words: string;
  readonly state: string;
  /** The path of its rate over the job's time; null where nothing is known. */
  readonly area: string | null;
}

const Row = memo(function Row({ rowIndex, words, state, area }: RowProps) {
  const cells = words.split("\n");
  return (
    <div role="row" className={`people-row people-${state}`} aria-rowindex={rowIndex}>
      {volunteerColumns.map(({ id, isNumber }, at) => (
        <span key={id} role={at === 0 ? "rowheader" : "cell"} className={isNumber ? "number" : undefined}>
          {id === "rate" && area !== null && (
            <svg
              className="people-course"
              viewBox={`0 0 ${courseParts} 1`}
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <path d={area} />
            </svg>
          )}
          {cells[at]}
        </span>
      ))}
    </div>
  );
});

const noLinks: ReadonlyMap<VolunteerId, LinkFigures> = new Map();
