import { useMemo, useState, type ReactNode } from "react";
import type { LoadableModule } from "../../../workloads/program/module-trial.ts";
import type { RunCalls } from "../../../core/job/trial.ts";
import { fillTemplate, type Template } from "../../../core/job/template.ts";
import { describeThrown } from "../../../core/values/describe-thrown.ts";
import { toJson } from "../../../core/values/json-writer.ts";
import { openedGlance } from "../../../core/values/glance.ts";
import { glanceAt, valueAt } from "../../../core/values/packed.ts";
import { shownValue } from "../../../core/values/shown-value.ts";
import { columnOf } from "../../../core/values/value-column.ts";
import { saveDownload } from "../../../environment/browser/download-saver.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import type { JobView } from "../../../room/store.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import { formatPlural } from "../../../words/format.ts";
import type { SlicesSoFar } from "../result-slices.ts";
import { SliceProblemView } from "../slice-problem-view.tsx";
import { useExports } from "../use-exports.ts";
import { useJobModule } from "../use-job-module.ts";
import { evidenceIn } from "./evidence.ts";
import { EvidenceBar } from "./evidence-bar.tsx";
import { useReduced } from "./use-reduced.ts";
import "./reduced-value.css";

interface Props {
  readonly room: Room;
  readonly runCalls: RunCalls;
}

/** What the `reduce` of the shown job's own module makes of its results; nothing for a job without one. */
export function ReducedValue({ room, runCalls }: Props) {
  const results = useFrameStore(room.store, () => room.results);
  const job = useFrameStore(room.store, (state) => state.job);
  const source = job?.request.program.source ?? "";
  const [tries, setTries] = useState(1);
  const reduce = useExports(source, "reduce");
  // Where the module could not be read, the results are in the table all the same.
  if (results === null || job === null || reduce?.type !== "exported") return null;
  // Each try begins with the first result.
  return (
    <Reducing
      key={`${job.key.room} ${job.id} ${tries}`}
      {...{ room, job, results, runCalls }}
      onAgain={() => setTries(tries + 1)}
    />
  );
}

interface ReducingProps {
  readonly room: Room;
  readonly job: JobView;
  readonly results: Results;
  readonly runCalls: RunCalls;
  readonly onAgain: () => void;
}

function Reducing({ room, job, ...props }: ReducingProps) {
  const module = useJobModule(room, job);
  if (module === null) return null;
  if (module.type === "value")
    return <Loaded {...props} module={module.value} title={job.title} template={job.request.view.reduced} />;
  return (
    <section className="reduced" aria-label="Reduced value">
      <ReduceProblem onAgain={props.onAgain}>
        <p className="problem">reduce cannot be called: {module.problem}</p>
        <p className="hint">The results are untouched.</p>
      </ReduceProblem>
    </section>
  );
}

interface ReduceProblemProps {
  readonly onAgain: () => void;
  readonly children: ReactNode;
}

function ReduceProblem({ onAgain, children }: ReduceProblemProps) {
  return (
    <div className="reduced-problem" role="alert">
      {children}
      <button type="button" onClick={onAgain}>
        Reduce again
      </button>
    </div>
  );
}

interface LoadedProps extends Omit<ReducingProps, "room" | "job"> {
  readonly module: LoadableModule;
  readonly title: string;
  /** Puts the value in words; undefined where the job has none for it. */
  readonly template: Template | undefined;
}

function Loaded({ results, module, runCalls, title, template, onAgain }: LoadedProps) {
  const reduced = useReduced(results, module, runCalls);
  const [saveProblem, setSaveProblem] = useState<string | null>(null);
  const made = reduced?.made ?? null;
  // The module may have made millions of parts: no more is read than is shown.
  const seen = useMemo(() => (made === null ? null : { value: glanceAt(columnOf(made), 0, openedGlance) }), [made]);
  const evidence = seen === null ? null : evidenceIn(seen.value);
  const save = (whole: Uint8Array, { count, without }: SlicesSoFar): void => {
    try {
      const text = toJson({ reduced: valueAt(columnOf(whole), 0), results: count, failed: without });
      saveDownload(`${title} reduced.json`, new Blob([text], { type: "application/json" }));
      setSaveProblem(null);
    } catch (error) {
      setSaveProblem(`It cannot be saved: ${describeThrown(error).message}`);
    }
  };
  return (
    <section className="reduced" aria-label="Reduced value">
      <div className="reduced-line">
        <p className="reduced-name">Reduced value</p>
        {seen !== null && <p className="reduced-text">{valueInWords(seen.value, template)}</p>}
        <p className="aside">{inWords(reduced)}</p>
        {reduced !== null && made !== null && (
          <button type="button" className="quiet" onClick={() => save(made, reduced)}>
            Save value
          </button>
        )}
      </div>
      {evidence !== null && <EvidenceBar {...evidence} />}
      {saveProblem !== null && <p className="problem">{saveProblem}</p>}
      {reduced !== null && reduced.problem !== null && (
        <ReduceProblem onAgain={onAgain}>
          <SliceProblemView
            problem={reduced.problem}
            name="reduce"
            source={module.source}
            hint="The results are untouched. No further result is taken in."
          />
        </ReduceProblem>
      )}
    </section>
  );
}

function valueInWords(reduced: unknown, template: Template | undefined): string {
  return (template === undefined ? null : fillTemplate(template, reduced)) ?? shownValue(reduced);
}

/** `of 12 results; 2 failed tasks are not in it` */
function inWords(reduced: SlicesSoFar | null): string {
  if (reduced === null) return "It is made with the first result.";
  const { count, without } = reduced;
  const of = count === 0 ? "of no result" : `of ${formatPlural(count, "result")}`;
  if (without === 0) return of;
  return `${of}; ${formatPlural(without, "failed task is", "failed tasks are")} not in it`;
}
