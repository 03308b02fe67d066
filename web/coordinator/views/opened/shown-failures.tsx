import { useMemo } from "react";
import type { Room } from "../../../room/room.ts";
import type { TaskOrder, TaskQuery } from "../../../table/table-query.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { useTaskQuery } from "../tasks/use-task-query.ts";
import { mostTasksAgain } from "./tasks-again.ts";

interface Props extends Pick<TaskQuery, "volunteer" | "text"> {
  readonly room: Room;
  readonly onRun: (tasks: readonly number[]) => void;
}

const byIndex: TaskOrder = { column: "index", direction: "ascending" };

/** The failed ones among the tasks that a search or a volunteer's name has left in the table, to be run again. Empty where there are none. */
export function ShownFailures({ room, volunteer, text, onRun }: Props) {
  const query = useMemo<TaskQuery>(() => ({ order: byIndex, state: "failed", volunteer, text }), [volunteer, text]);
  const { rows, found } = useTaskQuery(room, query);
  // Before they are found the rows are those of the search before.
  if (rows === null || found === null || rows.length === 0) return null;
  const count = Math.min(rows.length, mostTasksAgain);
  return (
    <div className="buttons">
      <span className="aside">Of the tasks shown, {formatPlural(rows.length, "has", "have")} failed.</span>
      <button
        type="button"
        className="quiet"
        onClick={() => onRun(Array.from({ length: count }, (_, at) => rows.at(at)))}
      >
        {count === rows.length ? "Run these again" : `Run the first ${formatCount(count)} of these again`}
      </button>
    </div>
  );
}
