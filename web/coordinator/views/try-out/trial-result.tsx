import type { TrialLine, TrialReport } from "../../../core/job/trial.ts";
import { shownValue } from "../../../core/values/shown-value.ts";
import { formatPlural, formatRuntime } from "../../../words/format.ts";
import { oneLine } from "../../../core/clean-words.ts";
import { say } from "../../../words/say.ts";
import { failureInWords } from "./trial-words.ts";

interface Props {
  readonly report: TrialReport;
  readonly input: unknown;
  /** The program as the person wrote it. */
  readonly text: string;
}

/** What came of a try-out: value or error, runtime, and what was written to the console. */
export function TrialResult({ report: { end, lines }, input, text }: Props) {
  return (
    <>
      {end.type === "unavailable" ? (
        <p className="problem">It could not be tried here: {say(end.seen)}</p>
      ) : (
        <dl className="trial-facts">
          <Fact name="Input">{shownValue(input)}</Fact>
          {end.type === "value" ? (
            <Fact name={end.endsJob === true ? "Result, which ends the job" : "Result"}>{shownValue(end.value)}</Fact>
          ) : (
            <Failure thrown={end.thrown} text={text} />
          )}
          {end.type !== "unsent" && <Fact name="Runtime">{formatRuntime(end.runtimeMs)}</Fact>}
        </dl>
      )}
      {lines.length > 0 && (
        <>
          <p className="label" aria-hidden>
            Console
          </p>
          <ol className="trial-lines" aria-label="Console" tabIndex={0}>
            {lines.map((line, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the list never changes
              <li key={at} className={`trial-${line.level}`}>
                {lineWords(line)}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

/** One of a list of facts. */
export function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface FailureProps {
  readonly thrown: unknown;
  /** The program as the person wrote it. */
  readonly text: string;
  readonly name?: string;
}

/** What was thrown, in a list of facts. */
export function Failure({ thrown, text, name = "Error" }: FailureProps) {
  const { title, fileLine, place, advice, causes, stack } = failureInWords(thrown, text);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <p className="problem">{title}</p>
        {fileLine !== null && <p>{fileLine}</p>}
        {place !== null && (
          <p>
            Line {place.line}: <code>{place.code}</code>
          </p>
        )}
        {causes.map((cause) => (
          <p key={cause}>Caused by {cause}</p>
        ))}
        {advice !== null && <p>{advice}</p>}
        {stack !== "" && (
          <details>
            <summary>Stack</summary>
            <pre>{stack}</pre>
          </details>
        )}
      </dd>
    </div>
  );
}

function lineWords({ level, text, dropped }: TrialLine): string {
  const missing = dropped === 0 ? "" : `(${formatPlural(dropped, "line")} left out) `;
  return `${missing}${level === "log" ? "" : `${level}: `}${oneLine(text)}`;
}
