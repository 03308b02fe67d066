import { lazy, Suspense, type ComponentType } from "react";
import type { JobTrace } from "../../../room/results/job-trace.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import { isUnderWay, type JobView } from "../../../room/store.ts";
import { formatDuration } from "../../../words/format.ts";
import type { LinePlotProps, PlotLine } from "./line-plot.tsx";
import { BytesFigure } from "./bytes-figure.tsx";
import { measuredOf } from "./measured.ts";
import { speedupCurve, speedupOf } from "./speedup.ts";
import { adviceWords, percents, speedupWords, timeParts } from "./speedup-words.ts";
import { useLedger } from "./use-ledger.ts";
import "./line-plot.css";
import "./speedup.css";
import "./time-parts.css";

interface Props {
  readonly results: Results;
  readonly trace: JobTrace | null;
  readonly job: JobView;
  readonly room: Pick<Room, "store" | "measureLinks">;
}

/** The library for plots: apart, so that the page is there before it. What the plots show is said in sentences, too. */
const LinePlot = lazy(async (): Promise<{ readonly default: ComponentType<LinePlotProps> }> => {
  try {
    return { default: (await import("./line-plot.tsx")).LinePlot };
  } catch {
    return { default: NoPlot };
  }
});

function NoPlot() {
  return <p className="hint">The picture could not be loaded: the server is away, or has been updated.</p>;
}

const rateLines: readonly PlotLine[] = [
  { colour: "accent", kind: "area", scale: "left" },
  { colour: "leased", kind: "line", scale: "right" },
];

const speedupLines: readonly PlotLine[] = [
  { colour: "line-strong", kind: "dashes", scale: "left" },
  { colour: "accent", kind: "line", scale: "left" },
  { colour: "done", kind: "dots", scale: "left" },
];

/** How fast the job went over its time, what its slots bought, and where their time went. */
export function SpeedupView({ results, trace, job, room }: Props) {
  const measured = useLedger({ results, trace, store: room.store }, measuredOf);
  if (trace === null) {
    return (
      <p className="view-nothing hint">
        Of this job only its record is left, which does not tell what its slots waited for. Run it again to measure it.
      </p>
    );
  }
  if (measured === null) return <p className="view-nothing hint">Nothing is measured before the first task is sent.</p>;
  const { figures, rates, ratesTold, missesSome } = measured;
  const speedup = speedupOf(figures);
  const part = percents(figures.slotTime);
  const shown = timeParts.filter(({ part: name }) => part[name] > 0);
  return (
    <div className="speedup">
      <div className="speedup-pair">
        <figure>
          <figcaption>
            Rates: <span className="speedup-accent">tasks a second</span> and{" "}
            <span className="speedup-leased">tasks in flight</span>
          </figcaption>
          <Suspense fallback={<div className="line-plot" />}>
            <LinePlot
              lines={rateLines}
              columns={rates}
              names={{ below: "seconds", left: "tasks a second", right: "in flight" }}
              label={`Rates. ${ratesTold}`}
            />
          </Suspense>
          <p className="aside">{ratesTold}</p>
        </figure>
        <figure>
          <figcaption>
            Speed-up: <span className="speedup-done">measured</span>,{" "}
            <span className="speedup-accent">Amdahl’s law</span>, and ideal
          </figcaption>
          {speedup === null ? (
            <p className="line-plot view-nothing hint">The first answer will tell.</p>
          ) : (
            <>
              <Suspense fallback={<div className="line-plot" />}>
                <LinePlot
                  lines={speedupLines}
                  columns={speedupCurve(speedup)}
                  names={{ below: "slots", left: "speed-up" }}
                  label={`Speed-up. ${speedupWords(speedup)}`}
                />
              </Suspense>
              <p className="aside">{speedupWords(speedup)}</p>
            </>
          )}
        </figure>
        <Suspense fallback={<div className="speedup-plot" />}>
          <BytesFigure room={room} Plot={LinePlot} />
        </Suspense>
      </div>
      <section className="speedup-time" aria-labelledby="speedup-time">
        <h3 id="speedup-time">Where the time of all slots went</h3>
        <div className="speedup-bar" aria-hidden="true">
          {shown.map(({ part: name }) => (
            <span key={name} className={`time-${name}`} style={{ flexGrow: part[name] }} />
          ))}
        </div>
        <dl className="legend" aria-label="Where the time went">
          {timeParts.map(({ part: name, label, meaning }) => (
            <div key={name} title={meaning}>
              <dt>
                <span className={`swatch time-${name}`} />
                {label}
              </dt>
              <dd>{part[name]} %</dd>
            </div>
          ))}
          <div>
            <dt>Took</dt>
            <dd>{formatDuration(figures.wallMs)}</dd>
          </div>
        </dl>
        <p className="speedup-advice">{adviceWords(figures, !isUnderWay(job))}</p>
        {(missesSome || trace.resultsBefore > 0) && (
          <p className="aside">
            {missesSome ? "The oldest attempts are not counted: there were too many. " : ""}
            {trace.resultsBefore > 0 ? "Measured since this page was loaded." : ""}
          </p>
        )}
      </section>
    </div>
  );
}
