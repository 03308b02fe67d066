import { useCallback, useState, type ReactNode } from "react";
import type { Room } from "../../room/room.ts";
import type { TaskTable } from "../../table/table-query.ts";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import { formatCount } from "../../words/format.ts";
import { boardViews, type BoardViewId } from "../board-views.ts";
import { LogPanel } from "./log/log-panel.tsx";
import { NetworkView } from "./network/network-view.tsx";
import { FailuresPanel } from "./opened/failures-panel.tsx";
import { OpenedTask, type TasksAgain } from "./opened/opened-task.tsx";
import { SpeedupView } from "./speedup/speedup-view.tsx";
import { byArrival } from "./tasks/task-columns.ts";
import { allTasks } from "./tasks/task-filter.tsx";
import { TaskTableView } from "./tasks/task-table-view.tsx";
import { TimelineView } from "./timeline/timeline-view.tsx";
import { VolunteersView } from "./volunteers/volunteers-view.tsx";
import "./views-panel.css";

interface Props {
  readonly room: Room;
  readonly view: BoardViewId;
  readonly again: TasksAgain;
  /** Stands above the tasks. */
  readonly children?: ReactNode;
}

/** Of another job's table there is no such task. */
interface Opened {
  readonly table: TaskTable;
  readonly task: number;
}

/** One view of the job shown or of its room, with links to the others, and the task that a person has opened. */
export function ViewsPanel({ room, view, again, children }: Props) {
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
  const key = job === null ? "" : `${job.key.room} ${job.id}`;
  const links = <ViewLinks view={view} failed={job?.failed ?? 0} />;
  const taskOpened = results !== null && job !== null && opened !== null && table !== null && (
    <OpenedTask
      key={opened.task}
      {...{ room, results, job, again }}
      row={table.row(opened.task)}
      onClosed={() => setOpened(null)}
    />
  );
  const shown = (): ReactNode => {
    if (view === "log") return <LogPanel room={room} />;
    if (view === "network") return <NetworkView room={room} />;
    if (view === "volunteers") return <VolunteersView room={room} />;
    if (results === null || job === null) return <p className="view-nothing hint">{nothingYet[view]}</p>;
    if (view === "failures") return <FailuresPanel key={key} results={results} onOpen={open} onRun={runAgain} />;
    if (view === "speedup") return <SpeedupView key={key} {...{ results, trace, job, room }} />;
    return (
      <>
        {children}
        <TimelineView key={key} {...{ results, trace, job }} store={room.store} onOpen={open} />
      </>
    );
  };

  return (
    <section className="panel board-view" data-view={view} aria-labelledby="view-title">
      {view === "table" ? (
        <TaskTableView
          {...{ room, order, wanted }}
          views={links}
          above={children}
          onOrder={setOrder}
          onWant={setWanted}
          onOpen={open}
          onRun={runAgain}
        />
      ) : (
        <>
          <div className="panel-head">
            <h2 id="view-title">{boardViews.find(({ id }) => id === view)?.label}</h2>
            {links}
          </div>
          {shown()}
        </>
      )}
      {taskOpened}
    </section>
  );
}

/** What will be there, and what to do for it. */
const nothingYet: Readonly<Record<Exclude<BoardViewId, "log" | "network" | "volunteers">, string>> = {
  table: "",
  timeline: "Each attempt at a task will be a bar here, in a lane for the slot that computes it. Start a job first.",
  speedup: "How fast a job goes, what its slots buy and where their time goes will be here. Start a job first.",
  failures: "Tasks that fail will be here, by what was thrown, to be opened and run again. Start a job first.",
};

function ViewLinks({ view, failed }: { readonly view: BoardViewId; readonly failed: number }) {
  return (
    <nav className="views" aria-label="Views">
      {boardViews.map(({ id, label }) => (
        <a key={id} href={`#${id}`} aria-current={id === view ? "page" : undefined}>
          {label}
          {id === "failures" && failed > 0 && <span className="views-failed">{formatCount(failed)}</span>}
        </a>
      ))}
    </nav>
  );
}
