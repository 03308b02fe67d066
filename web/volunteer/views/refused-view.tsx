import type { Seen } from "../../core/seen.ts";
import { useStore } from "zustand";
import type { RoomCode } from "../../core/ids.ts";
import { RoomCodeForm } from "../../ui/room-code-form.tsx";
import type { DeviceKind } from "../../environment/browser/device.ts";
import type { JoinProblem } from "../../core/handshake/join-problem.ts";
import type { Membership } from "../../membership/membership.ts";
import { mayPass } from "../../membership/join-problems.ts";
import { problemWords, sayCommonSentence } from "../../words/say-common.ts";

interface Props {
  readonly membership: Membership;
  readonly room: RoomCode;
  readonly device: DeviceKind;
  /** The address has the room's key in it. */
  readonly hasKey: boolean;
  readonly problem: JoinProblem;
  /** The coordinator's or the browser's own words; may be empty. */
  readonly seen: Seen | null;
}

/** The reason not to be in the room, and the first thing to do about it. */
export function RefusedView({ membership, room, device, hasKey, problem, seen }: Props) {
  const { title, what, advice, wayOn } = problemWords(problem, hasKey, device !== "computer");
  const isWaiting = mayPass(problem);
  const wantsIn = useStore(membership.store, ({ name }) => name !== null);
  return (
    <section className="panel">
      <div className="refusal" role="alert">
        <p className="aside">Not in room {room}.</p>
        <h1 tabIndex={-1}>{title}</h1>
        <p>{what}</p>
      </div>
      {isWaiting && (
        <p>
          <strong>This page keeps trying</strong> and {wantsIn ? "joins" : "goes on"} by itself as soon as it can.
        </p>
      )}
      {wayOn === "again" && (
        <p className="buttons">
          <button type="button" className="primary" onClick={() => membership.tryAgain()}>
            Try again
          </button>
          {isWaiting && wantsIn && (
            <button type="button" onClick={() => membership.leave()}>
              Cancel
            </button>
          )}
        </p>
      )}
      {wayOn === "reload" && (
        <p>
          <button type="button" className="primary" onClick={() => location.reload()}>
            Reload
          </button>
        </p>
      )}
      {wayOn === "other-link" && <RoomCodeForm />}
      <h2>What helps</h2>
      <ul className="steps">
        {advice.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {seen !== null && (
        <details open={problem === "leaky-sandbox"}>
          <summary>Details</summary>
          <pre className="stack">{sayCommonSentence(seen)}</pre>
        </details>
      )}
      {wayOn === "again" && (
        <details>
          <summary>Another room?</summary>
          <RoomCodeForm primary={false} />
        </details>
      )}
    </section>
  );
}
