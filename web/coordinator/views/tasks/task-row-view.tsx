import { memo } from "react";
import { oneLine } from "../../../core/clean-words.ts";
import { formatCount, formatPart, formatRuntime } from "../../../words/format.ts";
import { stateWords } from "./state-words.ts";
import type { TaskRow } from "../../../table/table-query.ts";

interface Props extends TaskRow {
  /** Row of the table, counted from 1 with the header. */
  readonly rowIndex: number;
  readonly topPx: number;
  readonly onOpen: (task: number) => void;
}

/** One row. Its values are props of their own, so that an unchanged row is not drawn again. */
export const TaskRowView = memo(function TaskRowView(row: Props) {
  // A task may return any text.
  const [input, result] = [oneLine(row.input), oneLine(row.result)];
  return (
    <div
      role="row"
      className={`task-row task-is-${row.state}`}
      aria-rowindex={row.rowIndex}
      style={{ transform: `translateY(${row.topPx}px)` }}
    >
      <div role="cell" className="task-index number">
        <button type="button" className="quiet" title={`Open task ${row.index}`} onClick={() => row.onOpen(row.index)}>
          {row.index}
        </button>
      </div>
      <div role="cell" className="task-input number" title={input}>
        {input}
      </div>
      <div role="cell" className="task-result" title={result}>
        {result}
      </div>
      <div role="cell" className="task-runtime number">
        {row.runtimeMs === null ? "" : formatRuntime(row.runtimeMs)}
      </div>
      <div role="cell" className="task-volunteer" title={row.volunteer ?? ""}>
        {row.volunteer}
        {row.part !== null && <span className="task-part number">{formatPart(row.part)}</span>}
      </div>
      <div role="cell" className="task-attempts number">
        {row.attempts}
      </div>
      <div role="cell" className="task-state">
        {stateWords[row.state]}
      </div>
      <div role="cell" className="task-arrival number">
        {row.arrival === null ? "" : formatCount(row.arrival)}
      </div>
    </div>
  );
});
