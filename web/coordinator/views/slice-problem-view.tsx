import { formatCount } from "../../words/format.ts";
import { say } from "../../words/say.ts";
import { isTooLong, sliceLimitMs, type SliceProblem } from "./result-slices.ts";
import { failureInWords } from "./try-out/trial-words.ts";

interface Props {
  readonly problem: SliceProblem;
  /** The module's function that could not go on: `reduce`. */
  readonly name: string;
  /** The module. */
  readonly source: string;
  /** What comes of it, as sentences. */
  readonly hint: string;
}

/** What went wrong with a function of a job's own module, and where. */
export function SliceProblemView({ problem, name, source, hint }: Props) {
  if (problem.type === "unavailable")
    return (
      <p className="problem">
        {name} cannot be called here: {say(problem.seen)}
      </p>
    );
  const at = problem.task === null ? "" : `, with the result of task ${formatCount(problem.task)}`;
  const { title, fileLine, place } = failureInWords(problem.thrown, source);
  return (
    <>
      <p className="problem">
        {isTooLong(problem.thrown)
          ? `${name} was ended after ${sliceLimitMs / 1_000} s${at}. Does it come to an end?`
          : `${name} failed${at}: ${title}`}
      </p>
      {fileLine !== null && <p>{fileLine}</p>}
      {place !== null && (
        <p>
          Line {place.line}: <code>{place.code}</code>
        </p>
      )}
      <p className="hint">{hint}</p>
    </>
  );
}
