import { formatCount } from "../../../words/format.ts";
import { settledOf, totalInWords } from "../outcome.ts";
import type { JobView } from "../../../room/store.ts";

const shares = [
  { name: "Done", of: (job: JobView) => job.done, colour: "done" },
  { name: "Failed", of: (job: JobView) => job.failed, colour: "failed" },
  { name: "Leased", of: (job: JobView) => job.leased, colour: "leased" },
  { name: "Pending", of: (job: JobView) => job.pending, colour: "pending" },
  { name: "Skipped", of: (job: JobView) => job.skipped, colour: "skipped" },
  { name: "Not needed", of: (job: JobView) => job.notNeeded, colour: "not-needed" },
] as const;

/** Those that few jobs have are named where there are some. */
function sharesOf(job: JobView): readonly (typeof shares)[number][] {
  return shares.filter(({ colour, of }) => (colour !== "not-needed" && colour !== "skipped") || of(job) > 0);
}

/** All tasks of the job as one bar: what has ended first, then what is leased, and the pending ones as what is left. */
export function TaskBar({ job, label }: { readonly job: Omit<JobView, "request">; readonly label: string }) {
  const { total } = job;
  const settled = settledOf(job);
  const width = (count: number): string => (total === 0 ? "0" : `${(100 * count) / total}%`);
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={settled}
      aria-valuetext={`${formatCount(settled)} of ${totalInWords(job)}`}
    >
      <span className="part-done" style={{ width: width(job.done) }} />
      <span className="part-failed" style={{ width: width(job.failed) }} />
      <span className="part-skipped" style={{ width: width(job.skipped) }} />
      <span className="part-leased" style={{ width: width(job.leased) }} />
      <span className="part-not-needed" style={{ width: width(job.notNeeded) }} />
    </div>
  );
}

/** The bar with a count for each state. */
export function ProgressBar({ job }: { job: JobView }) {
  return (
    <>
      <TaskBar job={job} label="Tasks done or failed" />
      <dl className="legend" aria-label="Tasks by state">
        {sharesOf(job).map(({ name, of, colour }) => (
          <div key={name}>
            <dt>
              <span className={`swatch part-${colour}`} />
              {name}
            </dt>
            <dd>{formatCount(of(job))}</dd>
          </div>
        ))}
        <div>
          <dt>Total</dt>
          <dd>{totalInWords(job)}</dd>
        </div>
      </dl>
    </>
  );
}
