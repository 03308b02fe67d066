import { useState, type FormEvent } from "react";
import type { RoomCode } from "../../core/ids.ts";
import { parseDisplayName } from "../../ui/display-name.ts";
import { formatPlural } from "../../ui/format.ts";
import { focusFirstProblem, TextField } from "../../ui/text-field.tsx";
import { parseWholeNumber } from "../../ui/whole-number.ts";
import type { VolunteerIdentity } from "../volunteer.ts";
import type { OwnSlots } from "./own-slots.ts";

interface Props {
  readonly room: RoomCode;
  readonly slots: OwnSlots;
  readonly identity: VolunteerIdentity;
  readonly onJoin: (identity: VolunteerIdentity) => void;
}

/** Who asks, what will run, how much of the computer, and how to stop: before anything runs. */
export function AskingView({ room, slots, identity, onJoin }: Props) {
  const [nameText, setNameText] = useState(identity.name);
  const [slotsText, setSlotsText] = useState(String(identity.slots));
  const name = parseDisplayName(nameText);
  const count = parseWholeNumber(slotsText, slots);

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (name.type === "value" && count.type === "value") onJoin({ name: name.value, slots: count.value });
    else focusFirstProblem(event.currentTarget);
  };

  return (
    <section className="panel">
      <h1>Room {room} asks for your help</h1>
      <dl className="terms">
        <div>
          <dt>Who asks</dt>
          <dd>
            Whoever opened room <strong>{room}</strong> at <strong>{location.host}</strong>.
          </dd>
        </div>
        <div>
          <dt>What will run</dt>
          <dd>
            JavaScript tasks that the coordinator sends, in a sandbox: no network, no access to this page, to your files
            or to other tabs.
          </dd>
        </div>
        <div>
          <dt>How much</dt>
          <dd>
            {count.type === "value" ? formatPlural(count.value, "task") : "Some tasks"} at a time, on a computer with{" "}
            {formatPlural(slots.cores, "core")}.
          </dd>
        </div>
        <div>
          <dt>How to stop</dt>
          <dd>
            <em>Leave</em> on the next page, or close this tab: then everything ends at once. <em>Pause</em> lets
            running tasks end and starts no others.
          </dd>
        </div>
      </dl>
      <form className="join-form" onSubmit={submit} noValidate aria-label={`Join room ${room}`}>
        <TextField
          label="Your name"
          hint="Others in the room see it."
          text={nameText}
          onChange={setNameText}
          problem={name.type === "problem" ? name.problem : null}
        />
        <TextField
          label="Slots"
          unit="tasks at a time"
          hint={`1 to ${slots.largest}`}
          numeric
          text={slotsText}
          onChange={setSlotsText}
          problem={count.type === "problem" ? count.problem : null}
        />
        <button type="submit" className="primary">
          Join
        </button>
      </form>
    </section>
  );
}
