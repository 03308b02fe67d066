import { useCallback, useState, type ReactNode } from "react";
import type { Room } from "../../../room/room.ts";
import type { TaskTable } from "../../../table/table-query.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { FailuresPanel } from "../opened/failures-panel.tsx";
import { OpenedTask, type TasksAgain } from "../opened/opened-task.tsx";
import { TimelineView } from "../timeline/timeline-view.tsx";
import { taskViews } from "../../task-views.ts";
import { byArrival } from "./task-columns.ts";
import { allTasks } from "./task-filter.tsx";
import { TaskTableView } from "./task-table-view.tsx";
import { useTaskView } from "./use-task-view.ts";

interface Props {
  readonly room: Room;
  readonly again: TasksAgain;
  /** Stands above the tasks. */
  readonly children?: ReactNode;
}

/** Of another job's table there is no such task. */
interface Opened {
  readonly table: TaskTable;
  readonly task: number;
}

/** The tasks of the job shown, as a table or over time, and the one that a person has opened. */
export function TasksPanel({ room, again, children }: Props) {
  const view = useTaskView();
  const [order, setOrder] = useState(byArrival);
  const [wanted, setWanted] = useState(allTasks);
  const job = useFrameStore(room.store, (store) => store.job);
  const results = useFrameStore(room.store, () => room.results);
  const trace = useFrameStore(room.store, () => room.trace);
  const table = useFrameStore(room.store, () => room.table);
  const [opened, setOpened] = useState<Opened | null>(null);
  if (opened !== null && opened.table !== table) setOpened(null);
  const runAgain = (tasks: readonly number[]): void => {
    if (job !== null) again.run(job, tasks);
  };
  const open = useCallback((task: number) => table !== null && setOpened({ table, task }), [table]);
  const views = (
    <nav className="task-views" aria-label="Ways to look at the tasks">
      {taskViews.map(({ id, label }) => (
        <a key={id} href={`#${id}`} aria-current={id === view ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
  const above = (
    <>
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
    </>
  );

  return (
    <section className="panel board-tasks" aria-labelledby="tasks-title">
      {view === "table" ? (
        <TaskTableView
          {...{ room, views, above, order, wanted }}
          onOrder={setOrder}
          onWant={setWanted}
          onOpen={open}
          onRun={runAgain}
        />
      ) : (
        <>
          <div className="panel-head">
            <h2 id="tasks-title">Tasks</h2>
            {views}
          </div>
          {above}
          {results === null || job === null ? (
            <p className="timeline-nothing hint">
              Each attempt at a task will be a bar here, in a lane for the slot that computes it. Start a job above.
            </p>
          ) : (
            <TimelineView
              key={`${job.key.room} ${job.id}`}
              {...{ results, trace, job }}
              store={room.store}
              onOpen={open}
            />
          )}
        </>
      )}
    </section>
  );
}
