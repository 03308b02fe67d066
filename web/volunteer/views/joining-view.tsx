import type { RoomCode } from "../../core/ids.ts";
import type { VolunteerPhase } from "../../membership/store.ts";
import { WaitingLine } from "./waiting-line.tsx";

type Step = Extract<VolunteerPhase, { type: "joining" }>["step"];

const steps: readonly { readonly step: Step; readonly words: string }[] = [
  { step: "room", words: "Looking for the room at the signaling server" },
  { step: "sandbox", words: "Starting the sandbox and trying to break out of it" },
  { step: "link", words: "Opening a direct link to the coordinator" },
  { step: "proof", words: "Proving the room’s key to each other" },
];

interface Props {
  readonly room: RoomCode;
  readonly step: Step;
  readonly onCancel: () => void;
}

export function JoiningView({ room, step, onCancel }: Props) {
  const now = steps.findIndex((other) => other.step === step);
  return (
    <section className="panel">
      <h1 tabIndex={-1}>Joining room {room}…</h1>
      <WaitingLine step={step} />
      <ol className="join-steps">
        {steps.map(({ step: each, words }, index) => (
          <li
            key={each}
            className={index < now ? "over" : index === now ? "now" : "later"}
            aria-current={index === now ? "step" : undefined}
          >
            {words}
          </li>
        ))}
      </ol>
      <p>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </p>
    </section>
  );
}
