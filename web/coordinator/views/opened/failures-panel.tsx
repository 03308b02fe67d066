import { useEffect } from "react";
import type { Results } from "../../../room/results/results.ts";
import { usePace } from "../../../ui/use-pace.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import { formatCount, formatPlural } from "../../../words/format.ts";
import { followInFrames } from "../picture/follow-in-frames.ts";
import { FailureGroups, type FailureGroup } from "./failure-groups.ts";
import { mostTasksAgain } from "./tasks-again.ts";
import "./opened.css";

interface Props {
  readonly results: Results;
  readonly onOpen: (task: number) => void;
  readonly onRun: (tasks: readonly number[]) => void;
}

/** Failed tasks by what was thrown, the most frequent first. */
export function FailuresPanel({ results, onOpen, onRun }: Props) {
  const groups = useFailureGroups(results);
  if (groups.length === 0) return <p className="view-nothing hint">No task of this job has failed.</p>;
  const all = groups.flatMap(({ tasks }) => tasks);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <div className="failures">
      <p>{`${formatPlural(count, "failed task")}, ${formatPlural(groups.length, "reason")}`}</p>
      <ul>
        {groups.map((group) => (
          <li key={group.title ?? ""}>
            <p className="failures-title">{group.title ?? "Other reasons"}</p>
            <div className="buttons">
              <span className="aside">{formatPlural(group.count, "task")}</span>
              <ExampleButton group={group} onOpen={onOpen} />
              <RunButton tasks={group.tasks} count={group.count} onRun={onRun} />
            </div>
          </li>
        ))}
      </ul>
      {groups.length > 1 && (
        <div className="buttons">
          <RunButton tasks={all} count={count} onRun={onRun} isAll />
        </div>
      )}
    </div>
  );
}

function ExampleButton({ group, onOpen }: { readonly group: FailureGroup; readonly onOpen: Props["onOpen"] }) {
  const [example] = group.tasks;
  if (example === undefined) return null;
  return (
    <button type="button" className="quiet" onClick={() => onOpen(example)}>
      {`Open task ${formatCount(example)}`}
    </button>
  );
}

interface RunProps {
  readonly tasks: readonly number[];
  readonly count: number;
  readonly onRun: Props["onRun"];
  readonly isAll?: boolean;
}

function RunButton({ tasks, count, onRun, isAll = false }: RunProps) {
  const number = Math.min(tasks.length, mostTasksAgain);
  const what = number === count ? (isAll ? "all failed" : "them") : `the first ${formatCount(number)}`;
  return (
    <button type="button" className="quiet" onClick={() => onRun(tasks.slice(0, number))}>
      {`Run ${what} again`}
    </button>
  );
}

const none: readonly FailureGroup[] = [];

function useFailureGroups(results: Results): readonly FailureGroup[] {
  const pace = usePace();
  const [groups, setGroups] = useStateOf<readonly FailureGroup[]>(results, none);
  useEffect(() => {
    const reader = new FailureGroups(results);
    return followInFrames(results, pace, reader, () => setGroups(reader.groups()));
  }, [results, pace, setGroups]);
  return groups;
}
