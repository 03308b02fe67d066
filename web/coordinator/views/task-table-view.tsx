import { useState } from "react";
import { formatPlural } from "../../ui/format.ts";
import { useMediaQuery } from "../../ui/use-media-query.ts";
import type { Coordinator } from "../coordinator.ts";
import { byArrival, orderAfterClick, taskColumns } from "./task-columns.ts";
import { SortMenu } from "./sort-menu.tsx";
import { TaskRowView } from "./task-row-view.tsx";
import { useTaskOrder } from "./use-task-order.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";
import "./task-table.css";

/** Heights of a row in one line and in two, as in task-table.css. */
const rowPx = 28;
const stackedRowPx = 48;
const noRows = new Uint32Array(0);

/** The live table: draws only the rows in sight, at most once a frame. */
export function TaskTableView({ coordinator }: { coordinator: Coordinator }) {
  const [by, setBy] = useState(byArrival);
  const tasks = useTaskOrder(coordinator, by);
  const stacked = useMediaQuery("(width < 45rem)");
  const order = tasks?.order ?? noRows;
  const { boxRef, headRef, heightPx, rows } = useVirtualRows(order.length, stacked ? stackedRowPx : rowPx);

  return (
    <section className="panel board-tasks" aria-labelledby="tasks-title">
      <div className="panel-head">
        <h2 id="tasks-title">Tasks</h2>
        {stacked && <SortMenu by={by} onChange={setBy} />}
        <p className="aside">{tasks === null ? "" : formatPlural(order.length, "row")}</p>
      </div>
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="tasks-scroll" ref={boxRef} tabIndex={0} role="region" aria-label="Table of tasks">
        <div
          role="table"
          aria-labelledby="tasks-title"
          aria-rowcount={order.length + 1}
          aria-colcount={taskColumns.length}
        >
          <div role="rowgroup" className="tasks-head" ref={headRef}>
            <div role="row" className="task-row" aria-rowindex={1}>
              {taskColumns.map(({ column, label, number }) => (
                <div
                  key={column}
                  role="columnheader"
                  className={`task-${column}${number ? " number" : ""}`}
                  aria-sort={by.column === column ? by.direction : "none"}
                >
                  <button type="button" onClick={() => setBy((before) => orderAfterClick(before, column))}>
                    {label}
                    {by.column === column && (
                      <span className="sort-mark" aria-hidden="true">
                        {by.direction === "ascending" ? "▲" : "▼"}
                      </span>
                    )}
                  </button>
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="tasks-body" style={{ height: heightPx }}>
            {tasks !== null &&
              rows.map(({ position, topPx }) => {
                const task = order[position];
                if (task === undefined) return null;
                return <TaskRowView key={task} {...tasks.table.row(task)} rowIndex={position + 2} topPx={topPx} />;
              })}
          </div>
        </div>
        {tasks === null && (
          <p className="tasks-empty">Each task will have a row here, with its result and its runtime.</p>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {`Sorted by ${by.column}, ${by.direction}.`}
      </p>
    </section>
  );
}
