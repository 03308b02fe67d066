import { useEffect, useState } from "react";
import type { JobId } from "../../../core/ids.ts";
import type { RunTrial } from "../../../core/job/trial.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatPlural } from "../../../words/format.ts";
import type { SlicesSoFar } from "../result-slices.ts";
import { SliceProblemView } from "../slice-problem-view.tsx";
import { useExports } from "../use-exports.ts";
import { UntilWatch } from "./until-watch.ts";

interface Props {
  readonly room: Room;
  readonly runTrial: RunTrial;
  readonly id: JobId;
  /** `job 2` */
  readonly name: string;
  /** The job's module. */
  readonly source: string;
  /** Whether the job is the one shown: of others only a problem is told. */
  readonly isShown: boolean;
}

/** Applies the `until` of an open job; nothing for a job without one. */
export function UntilRule(props: Props) {
  const { room, id, source } = props;
  const results = useFrameStore(room.store, () => room.resultsOf(id));
  const hasUntil = useExports(source, "until");
  const [tries, setTries] = useState(1);
  if (results === null || !hasUntil) return null;
  // Each try begins with the first result.
  return <Applied key={tries} {...props} results={results} onAgain={() => setTries(tries + 1)} />;
}

interface AppliedProps extends Props {
  readonly results: Results;
  readonly onAgain: () => void;
}

function Applied({ room, runTrial, id, name, source, isShown, results, onAgain }: AppliedProps) {
  const [soFar, setSoFar] = useState<SlicesSoFar | null>(null);
  useEffect(() => {
    const watch = new UntilWatch(results, source, {
      runTrial,
      clock: browserClock,
      changed: setSoFar,
      satisfied: (task) => room.endByRule(id, task),
    });
    return () => watch.close();
  }, [room, runTrial, id, source, results]);
  const problem = soFar?.problem ?? null;
  if (problem !== null) {
    return (
      <div className="rule-problem" role="alert">
        <p>The rule of {name} is no longer applied.</p>
        <SliceProblemView
          {...{ problem, source }}
          name="until"
          hint="The results are untouched, and the job goes on to its last task."
        />
        <button type="button" onClick={onAgain}>
          Apply it again
        </button>
      </div>
    );
  }
  if (!isShown) return null;
  return (
    <p className="rule">
      <span className="rule-name">Ends early</span>
      <span>
        with the first result that satisfies <code>until</code>: {lookedAt(soFar?.count ?? 0)}
      </span>
    </p>
  );
}

/** `none of 120 results does` */
function lookedAt(count: number): string {
  if (count === 0) return "no result has been looked at yet.";
  return count === 1 ? "the first result does not." : `none of ${formatPlural(count, "result")} does.`;
}
