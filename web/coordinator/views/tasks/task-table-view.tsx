import { useMemo, type ReactNode } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import type { Room } from "../../../room/room.ts";
import type { TaskOrder, TaskQuery } from "../../../table/table-query.ts";
import { ShownFailures } from "../opened/shown-failures.tsx";
import { orderAfterClick, taskColumns } from "./task-columns.ts";
import { TaskFilter, type Wanted } from "./task-filter.tsx";
import { SortMenu } from "./sort-menu.tsx";
import { TaskRowView } from "./task-row-view.tsx";
import { useTaskQuery } from "./use-task-query.ts";
import { useVirtualRows } from "./use-virtual-rows.ts";
import "./task-table.css";

/** Heights of a row in one line and in two, as in task-table.css. */
const rowPx = 28;
const stackedRowPx = 48;

interface Props {
  readonly room: Room;
  /** Links to the other ways to look at the tasks. */
  readonly views: ReactNode;
  /** Stands above the table. */
  readonly above: ReactNode;
  readonly order: TaskOrder;
  readonly wanted: Wanted;
  readonly onOrder: (order: TaskOrder) => void;
  readonly onWant: (wanted: Wanted) => void;
  readonly onOpen: (task: number) => void;
  /** Runs these tasks again. */
  readonly onRun: (tasks: readonly number[]) => void;
}

/** The table of tasks: draws only the rows in sight, at the page's pace. */
export function TaskTableView({ room, views, above, order, wanted, onOrder, onWant, onOpen, onRun }: Props) {
  const volunteers = room.table?.volunteers() ?? [];
  // A volunteer chosen for an earlier job may have no result in this one.
  const volunteer = volunteers.some(({ id }) => id === wanted.volunteer) ? wanted.volunteer : null;
  const { state } = wanted;
  const text = wanted.text.trim();
  const query = useMemo<TaskQuery>(() => ({ order, state, volunteer, text }), [order, state, volunteer, text]);
  const { table, rows, progress, found } = useTaskQuery(room, query);
  const job = useFrameStore(room.store, (store) => store.job);
  const isFiltered = state !== null || volunteer !== null || text !== "";
  const showsSomeFailed = isFiltered && (state ?? "failed") === "failed" && (job?.failed ?? 0) > 0;
  const stacked = useMediaQuery("(width < 45rem)");
  const count = rows?.length ?? 0;
  const virtual = useVirtualRows(count, stacked ? stackedRowPx : rowPx);
  const { boxRef, headRef } = virtual;
  /** Scrolls to the first row, where a new answer is read from. */
  const toTop = (): void => boxRef.current?.scrollTo({ top: 0, behavior: "instant" });
  const sortBy = (by: TaskOrder): void => {
    onOrder(by);
    toTop();
  };
  const want = (tasks: Wanted): void => {
    onWant(tasks);
    toTop();
  };

  return (
    <>
      <div className="panel-head">
        <h2 id="view-title">Tasks</h2>
        {views}
        {stacked && <SortMenu by={order} onChange={sortBy} />}
        <p className="aside">
          {progress === null
            ? table !== null && rows !== null && countInWords(rows.length, table.total)
            : `${progress.doing === "searching" ? "Searching" : "Sorting"}… ${Math.floor(100 * progress.share)} %`}
        </p>
      </div>
      {above}
      <TaskFilter wanted={wanted} volunteers={volunteers} onChange={want} />
      {showsSomeFailed && <ShownFailures {...{ room, volunteer, text }} onRun={onRun} />}
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="tasks-scroll" ref={boxRef} tabIndex={0} role="region" aria-label="Table of tasks">
        <div
          role="table"
          aria-labelledby="view-title"
          aria-rowcount={count + 1}
          aria-colcount={taskColumns.length}
          aria-busy={progress !== null}
        >
          <div role="rowgroup" className="tasks-head" ref={headRef}>
            <div role="row" className="task-row" aria-rowindex={1}>
              {taskColumns.map(({ column, label, number }) => (
                <div
                  key={column}
                  role="columnheader"
                  className={`task-${column}${number ? " number" : ""}`}
                  aria-sort={order.column === column ? order.direction : "none"}
                >
                  <button type="button" onClick={() => sortBy(orderAfterClick(order, column))}>
                    {label}
                    {order.column === column && (
                      <span className="sort-mark" aria-hidden="true">
                        {order.direction === "ascending" ? "▲" : "▼"}
                      </span>
                    )}
                  </button>
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="tasks-body" style={{ height: virtual.heightPx }}>
            {table !== null &&
              rows !== null &&
              virtual.rows.map(({ position, topPx }) => {
                if (position >= rows.length) return null;
                const task = rows.at(position);
                return (
                  <TaskRowView key={task} {...table.row(task)} rowIndex={position + 2} topPx={topPx} onOpen={onOpen} />
                );
              })}
          </div>
        </div>
        {count === 0 && progress === null && (
          <p className="tasks-empty">
            {table === null
              ? "Each task will have a row here, with its result and its runtime. Start a job first."
              : "No task matches."}
          </p>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {`Sorted by ${order.column}, ${order.direction}.`}
        {table !== null && found !== null && ` ${countInWords(found, table.total)}.`}
      </p>
    </>
  );
}

/** `10 tasks`; `3 of 10 tasks` */
function countInWords(shown: number, total: number): string {
  const all = formatPlural(total, "task");
  return shown === total ? all : `${formatCount(shown)} of ${all}`;
}
