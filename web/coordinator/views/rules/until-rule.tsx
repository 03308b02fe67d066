import { useEffect, useState } from "react";
import type { JobId } from "../../../core/ids.ts";
import type { LoadableModule } from "../../../workloads/program/module-trial.ts";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { useStateOf } from "../../../ui/use-state-of.ts";
import { formatPlural } from "../../../words/format.ts";
import { ResultSlices, type SlicesSoFar } from "../result-slices.ts";
import { SliceProblemView } from "../slice-problem-view.tsx";
import { useTrialBench } from "../try-out/use-trial-bench.ts";
import { useExports } from "../use-exports.ts";
import { useJobModule } from "../use-job-module.ts";
import { RuleProblem } from "./rule-problem.tsx";

interface Props {
  readonly room: Room;
  readonly job: JobView;
  /** `job 2` */
  readonly name: string;
  /** Whether the job is the one shown: of others only a problem is told. */
  readonly isShown: boolean;
}

/** Applies the `until` of an open job; nothing for a job without one. */
export function UntilRule(props: Props) {
  const { room, job } = props;
  const results = useFrameStore(room.store, () => room.liveJob(job.id)?.results ?? null);
  const [tries, setTries] = useState(1);
  if (results === null) return null;
  // Each try reads the module anew, and begins with the first result in a sandbox of its own.
  return <Try key={tries} {...props} results={results} onAgain={() => setTries(tries + 1)} />;
}

const untouched = "The results are untouched, and the job goes on to its last task.";

interface TryProps extends Props {
  readonly results: Results;
  readonly onAgain: () => void;
}

function Try(props: TryProps) {
  const { job, name, onAgain } = props;
  const until = useExports(job.request.program.source, "until");
  if (until === null || until.type === "missing") return null;
  if (until.type === "exported") return <Applied {...props} />;
  return <NotApplied {...{ name, onAgain }} why={`Its program could not be read. ${until.why}`} />;
}

/** `why`: in sentences. */
function NotApplied({ name, onAgain, why }: Pick<TryProps, "name" | "onAgain"> & { readonly why: string }) {
  return (
    <RuleProblem title={`The rule of ${name} is not applied.`} {...{ name, onAgain }}>
      <p className="problem">{why}</p>
      <p className="hint">{untouched}</p>
    </RuleProblem>
  );
}

function Applied(props: TryProps) {
  const module = useJobModule(props.room, props.job);
  if (module === null) return null;
  if (module.type === "value") return <Loaded {...props} id={props.job.id} module={module.value} />;
  return <NotApplied {...props} why={module.problem} />;
}

interface LoadedProps extends Omit<TryProps, "job"> {
  readonly id: JobId;
  readonly module: LoadableModule;
}

function Loaded({ room, id, name, module, isShown, results, onAgain }: LoadedProps) {
  const [soFar, setSoFar] = useStateOf<SlicesSoFar | null>(results, null);
  // One that is slow holds up no other job's rule, no reduced value and no input that is tried.
  const { runCalls } = useTrialBench();
  useEffect(() => {
    const satisfied = (task: number): void => room.endByRule(id, task);
    const use = { name: "until", changed: setSoFar, satisfied } as const;
    const watch = new ResultSlices(results, module, use, { runCalls, clock: browserClock });
    return () => watch.close();
  }, [room, runCalls, id, module, results, setSoFar]);
  const problem = soFar?.problem ?? null;
  if (problem !== null) {
    return (
      <RuleProblem title={`The rule of ${name} is no longer applied.`} {...{ name, onAgain }}>
        <SliceProblemView {...{ problem }} source={module.source} name="until" hint={untouched} />
      </RuleProblem>
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
