import { useCallback, useMemo, useState, type ReactNode } from "react";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { useMediaQuery } from "../../../ui/use-media-query.ts";
import type { Room } from "../../../room/room.ts";
import type { TaskOrder, TaskQuery, TaskTable } from "../../../table/table-query.ts";
import { FailuresPanel } from "../opened/failures-panel.tsx";
import { ShownFailures } from "../opened/shown-failures.tsx";
import { OpenedTask, type TasksAgain } from "../opened/opened-task.tsx";
import { byArrival, orderAfterClick, taskColumns } from "./task-columns.ts";
import { allTasks, TaskFilter, type Wanted } from "./task-filter.tsx";
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
  readonly again: TasksAgain;
  /** Stands above the table. */
  readonly children?: ReactNode;
}

/** Of another job's table there is no such task. */
interface Opened {
  readonly table: TaskTable;
  readonly task: number;
}

/** The table of tasks: draws only the rows in sight, at the page's pace. */
export function TaskTableView({ room, again, children }: Props) {
  const [order, setOrder] = useState(byArrival);
  const [wanted, setWanted] = useState(allTasks);
  const volunteers = room.table?.volunteers() ?? [];
  // A volunteer chosen for an earlier job may have no result in this one.
  const volunteer = volunteers.some(({ id }) => id === wanted.volunteer) ? wanted.volunteer : null;
  const { state } = wanted;
  const text = wanted.text.trim();
  const query = useMemo<TaskQuery>(() => ({ order, state, volunteer, text }), [order, state, volunteer, text]);
  const { table, rows, progress, found } = useTaskQuery(room, query);
  const job = useFrameStore(room.store, (store) => store.job);
  const results = useFrameStore(room.store, () => room.results);
  const isFiltered = state !== null || volunteer !== null || text !== "";
  const showsSomeFailed = isFiltered && (state ?? "failed") === "failed" && (job?.failed ?? 0) > 0;
  const [opened, setOpened] = useState<Opened | null>(null);
  if (opened !== null && opened.table !== table) setOpened(null);
  const runAgain = (tasks: readonly number[]): void => {
    if (job !== null) again.run(job, tasks);
  };
  const open = useCallback((task: number) => table !== null && setOpened({ table, task }), [table]);
  const stacked = useMediaQuery("(width < 45rem)");
  const count = rows?.length ?? 0;
  const virtual = useVirtualRows(count, stacked ? stackedRowPx : rowPx);
  const { boxRef, headRef } = virtual;
  /** Scrolls to the first row, where a new answer is read from. */
  const toTop = (): void => boxRef.current?.scrollTo({ top: 0, behavior: "instant" });
  const sortBy = (by: TaskOrder): void => {
    setOrder(by);
    toTop();
  };
  const want = (tasks: Wanted): void => {
    setWanted(tasks);
    toTop();
  };

  return (
    <section className="panel board-tasks" aria-labelledby="tasks-title">
      <div className="panel-head">
        <h2 id="tasks-title">Tasks</h2>
        {stacked && <SortMenu by={order} onChange={sortBy} />}
        <p className="aside">
          {progress === null
            ? table !== null && rows !== null && countInWords(rows.length, table.total)
            : `${progress.doing === "searching" ? "Searching" : "Sorting"}… ${Math.floor(100 * progress.share)} %`}
        </p>
      </div>
      {children}
      {results !== null && job !== null && (
        <FailuresPanel key={`${job.key.room} ${job.id}`} results={results} onOpen={open} onRun={runAgain} />
      )}
      {results !== null && job !== null && opened !== null && table !== null && (
        <OpenedTask
          key={opened.task}
          {...{ room, results, job, again }}
          row={table.row(opened.task)}
          onClosed={() => setOpened(null)}
        />
      )}
      <TaskFilter wanted={wanted} volunteers={volunteers} onChange={want} />
      {showsSomeFailed && <ShownFailures {...{ room, volunteer, text }} onRun={runAgain} />}
      {/* A box that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="tasks-scroll" ref={boxRef} tabIndex={0} role="region" aria-label="Table of tasks">
        <div
          role="table"
          aria-labelledby="tasks-title"
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
                  <TaskRowView key={task} {...table.row(task)} rowIndex={position + 2} topPx={topPx} onOpen={open} />
                );
              })}
          </div>
        </div>
        {count === 0 && progress === null && (
          <p className="tasks-empty">
            {table === null ? "Each task will have a row here, with its result and its runtime." : "No task matches."}
          </p>
        )}
      </div>
      <p className="visually-hidden" role="status">
        {`Sorted by ${order.column}, ${order.direction}.`}
        {table !== null && found !== null && ` ${countInWords(found, table.total)}.`}
      </p>
    </section>
  );
}

/** `10 tasks`; `3 of 10 tasks` */
function countInWords(shown: number, total: number): string {
  const all = formatPlural(total, "task");
  return shown === total ? all : `${formatCount(shown)} of ${all}`;
}
