import type { RoomCode } from "../../core/ids.ts";
import { RoomCodeForm } from "../../ui/room-code-form.tsx";
import type { JoinProblem } from "../store.ts";
import { goToRoom } from "./go-to-room.ts";
import { problemWords } from "./problem-words.ts";

interface Props {
  readonly room: RoomCode;
  readonly problem: JoinProblem;
  /** The coordinator's or the browser's own words; may be empty. */
  readonly detail: string;
  readonly onRetry: () => void;
}

/** What happened and what to do about it. */
export function RefusedView({ room, problem, detail, onRetry }: Props) {
  const { title, what, advice, retry, otherRoom } = problemWords[problem];
  const quoted = problem === "sent-away" && detail !== "";
  return (
    <>
      <section className="panel" role="alert">
        <p className="aside">Not in room {room}.</p>
        <h1>{title}</h1>
        <p>{problem === "sent-away" && !quoted ? "It gave no reason." : what}</p>
        {quoted && <blockquote>{detail}</blockquote>}
        <h2>What to do</h2>
        <ul className="steps">
          {advice.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {retry === "again" && (
          <p>
            <button type="button" className="primary" onClick={onRetry}>
              Try again
            </button>
          </p>
        )}
        {retry === "reload" && (
          <p>
            <button type="button" className="primary" onClick={() => location.reload()}>
              Reload
            </button>
          </p>
        )}
        {!quoted && detail !== "" && (
          <details open={problem === "leaky-sandbox"}>
            <summary>Details</summary>
            <pre className="stack">{detail}</pre>
          </details>
        )}
      </section>
      {otherRoom && (
        <section className="panel">
          <h2>Type the room’s code</h2>
          <RoomCodeForm onCode={goToRoom} />
        </section>
      )}
    </>
  );
}
