import { formatCount } from "../../../words/format.ts";
import { totalInWords } from "../outcome.ts";
import type { JobView } from "../../../room/store.ts";

const shares = [
  { name: "Done", of: (job: JobView) => job.done, colour: "done" },
  { name: "Failed", of: (job: JobView) => job.failed, colour: "failed" },
  { name: "Leased", of: (job: JobView) => job.leased, colour: "leased" },
  { name: "Pending", of: (job: JobView) => job.pending, colour: "pending" },
  { name: "Not needed", of: (job: JobView) => job.notNeeded, colour: "not-needed" },
] as const;

/** Only a job that has ended early has some. */
function sharesOf(job: JobView): readonly (typeof shares)[number][] {
  return shares.filter(({ colour, of }) => colour !== "not-needed" || of(job) > 0);
}

/** All tasks of the job as one bar: what has ended first, then what is leased, and the pending ones as what is left. */
export function TaskBar({ job, label }: { readonly job: JobView; readonly label: string }) {
  const { total, done, failed } = job;
  const width = (count: number): string => (total === 0 ? "0" : `${(100 * count) / total}%`);
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done + failed}
      aria-valuetext={`${formatCount(done + failed)} of ${totalInWords(job)}`}
    >
      <span className="part-done" style={{ width: width(job.done) }} />
      <span className="part-failed" style={{ width: width(job.failed) }} />
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
